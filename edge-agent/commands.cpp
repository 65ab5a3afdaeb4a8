#include "edge-agent/commands.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/ids.h"
#include "core/wire/export_file.h"
#include "platform/crypto/sealed_box.h"
#include "platform/system/files.h"

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

Result<void> keys_command(const Config& config, std::ostream& out) {
  if (auto made = system::make_folder(config.data); !made) return made;
  const auto pair = crypto::KeyPair::load_or_make(config.data);
  if (!pair) return tl::unexpected(pair.error());
  out << fmt::format("{} (key {}): copy it to the kiosks and name it there as location_key\n",
                     (config.data / crypto::kPublicKeyFile).string(), pair->public_key().mark());
  return {};
}

Result<void> import_command(const Config& config, const std::string& file, std::ostream& out) {
  const auto bytes = system::read_file(file, 2 * wire::kExportBytesMax);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto exported = wire::decode_export(*bytes);
  if (!exported) return fail(exported.error().code, file + ": " + exported.error().message);
  std::uint64_t records = 0;
  for (const auto& frame : exported->frames) {
    const auto path =
        fmt::format("/api/v1/import/{}/{}", exported->device.str(), relay::to_string(frame.stream));
    const auto answer = http::ask(daemon_of(config), "POST", path, frame.bytes);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 200) return fail(ErrorCode::invalid, http::problem_words(*answer));
    const auto taken = nlohmann::json::parse(answer->body);
    if (taken["verdict"] != "accepted") {
      return fail(ErrorCode::invalid, fmt::format("after {} records the edge agent says {}: {}",
                                                  records, taken["verdict"].get<std::string>(),
                                                  taken["reason"].get<std::string>()));
    }
    records += taken["records"].get<std::uint64_t>();
  }
  out << fmt::format("{} records of {} are filed.\n", records, exported->device.str());
  return {};
}

}  // namespace earshot::edge
