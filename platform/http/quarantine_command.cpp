#include "platform/http/quarantine_command.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace earshot::http {
namespace {

using Json = nlohmann::ordered_json;

Result<Json> ask_parsed(const Daemon& daemon, const std::string& method, const std::string& path) {
  auto text = ask_for_json(daemon, method, path);
  if (!text) return tl::unexpected(text.error());
  return Json::parse(*text);
}

/// Every record in quarantine, page by page.
Result<Json> all_records(const Daemon& daemon, bool payloads) {
  Json records = Json::array();
  std::string after = "0";
  for (;;) {
    auto page = ask_parsed(daemon, "GET",
                           fmt::format("/api/v1/quarantine?limit={}&after={}&payloads={}",
                                       payloads ? 20 : 200, after, payloads ? 1 : 0));
    if (!page) return page;
    for (auto& record : (*page)["records"]) records.push_back(std::move(record));
    if ((*page)["next"].is_null()) return records;
    after = (*page)["next"].get<std::string>();
  }
}

void print(const Json& records, std::ostream& out) {
  for (const auto& record : records) {
    out << fmt::format("{:>6}  {}  {} {} {}: {}\n", record["id"].get<std::string>(),
                       record["at"].get<std::string>(), record["device"].get<std::string>(),
                       record["stream"].get<std::string>(), record["seq"].get<std::uint64_t>(),
                       record["reason"].get<std::string>());
  }
  out << (records.empty() ? "Nothing is set aside.\n"
                          : fmt::format("{} set aside.\n", records.size()));
}

}  // namespace

Result<std::string> ask_for_json(const Daemon& daemon, const std::string& method,
                                 const std::string& path) {
  if (daemon.port == 0) {
    return fail(ErrorCode::invalid,
                "the configuration leaves the port to chance ([http] port = 0), so that no command "
                "can find the daemon; give it a number");
  }
  auto answer = ask(daemon, method, path, method == "POST" ? "{}" : "");
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status != 200) {
    return fail(answer->status == 404 ? ErrorCode::not_found : ErrorCode::conflict,
                problem_words(*answer));
  }
  if (!Json::accept(answer->body)) return fail(ErrorCode::corrupt, "the answer is no JSON");
  return std::move(answer->body);
}

Result<void> quarantine_command(const Daemon& daemon, QuarantineAction action,
                                std::optional<std::int64_t> id, std::ostream& out) {
  if (action == QuarantineAction::retry) {
    const auto done = ask_parsed(daemon, "POST",
                                 id ? fmt::format("/api/v1/quarantine/{}/retry", *id)
                                    : std::string("/api/v1/quarantine/retry"));
    if (!done) return tl::unexpected(done.error());
    out << fmt::format("{} filed, {} still set aside.\n", (*done)["applied"].get<std::uint64_t>(),
                       (*done)["still_quarantined"].get<std::uint64_t>());
    return {};
  }
  const auto records = all_records(daemon, action == QuarantineAction::export_all);
  if (!records) return tl::unexpected(records.error());
  if (action == QuarantineAction::list) {
    print(*records, out);
  } else {
    out << records->dump(2) << "\n";
  }
  return {};
}

}  // namespace earshot::http
