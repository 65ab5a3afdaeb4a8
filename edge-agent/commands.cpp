#include "edge-agent/commands.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/ids.h"

namespace earshot::edge {
namespace {

http::Daemon daemon_of(const Config& config) {
  return {config.http_host, config.http_port, "the edge agent"};
}

}  // namespace

Result<void> quarantine_command(const Config& config, QuarantineAction action,
                                std::optional<std::int64_t> id, std::ostream& out) {
  return http::quarantine_command(daemon_of(config), action, id, out);
}

Result<void> erase_command(const Config& config, const std::string& id, std::ostream& out) {
  const auto response = ResponseId::parse(id);
  if (!response) return tl::unexpected(response.error());
  const auto answer = http::ask_for_json(daemon_of(config), "POST",
                                         "/api/v1/responses/" + response->str() + "/erase");
  if (!answer) return tl::unexpected(answer.error());
  const auto done = nlohmann::json::parse(*answer);
  const bool found = done["found"].get<bool>();
  out << fmt::format("{} was erased at {}{}.\n", response->str(),
                     done["erased_at"].get<std::string>(),
                     found ? "" : "; it is not here, and will come without its words if it comes");
  return {};
}

}  // namespace earshot::edge
