#include "aggregator/commands.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "platform/http/http_client.h"

namespace earshot::hq {
namespace {

using Json = nlohmann::ordered_json;

/// Asks the daemon of this configuration; anything but 200 is an error in the daemon's own words.
Result<Json> ask(const Config& config, const std::string& method, const std::string& path) {
  if (config.http_port == 0) {
    return fail(ErrorCode::invalid,
                "the configuration leaves the port to chance ([http] port = 0), so that no command "
                "can find the daemon; give it a number");
  }
  const http::Daemon daemon{config.http_host, config.http_port, "the aggregator"};
  const auto answer = http::ask(daemon, method, path, method == "POST" ? "{}" : "");
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status != 200) {
    return fail(answer->status == 404 ? ErrorCode::not_found : ErrorCode::conflict,
                http::problem_words(*answer));
  }
  auto json = Json::parse(answer->body, nullptr, false);
  if (json.is_discarded()) return fail(ErrorCode::corrupt, "the answer is no JSON");
  return json;
}

/// Every record in quarantine, page by page.
Result<Json> all_records(const Config& config, bool payloads) {
  Json records = Json::array();
  std::string after = "0";
  for (;;) {
    auto page = ask(config, "GET",
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

Result<void> quarantine_command(const Config& config, QuarantineAction action,
                                std::optional<std::int64_t> id, std::ostream& out) {
  if (action == QuarantineAction::retry) {
    const auto done = ask(config, "POST",
                          id ? fmt::format("/api/v1/quarantine/{}/retry", *id)
                             : std::string("/api/v1/quarantine/retry"));
    if (!done) return tl::unexpected(done.error());
    out << fmt::format("{} filed, {} still set aside.\n", (*done)["applied"].get<std::uint64_t>(),
                       (*done)["still_quarantined"].get<std::uint64_t>());
    return {};
  }
  const auto records = all_records(config, action == QuarantineAction::export_all);
  if (!records) return tl::unexpected(records.error());
  if (action == QuarantineAction::list) {
    print(*records, out);
  } else {
    out << records->dump(2) << "\n";
  }
  return {};
}

}  // namespace earshot::hq
