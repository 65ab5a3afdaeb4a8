// The aggregator's configuration: aggregator.toml, as a person wrote it.
// Owner: main. Threads: a plain value, any thread.
// Paths in the file are relative to it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"

namespace earshot::hq {

struct Config {
  DeviceId device;                             ///< headquarters' own id and MQTT username: "hq"
  std::filesystem::path data;                  ///< folder of the store
  std::filesystem::path org;                   ///< the org file
  std::vector<std::filesystem::path> surveys;  ///< for the questions' texts; may be empty
  std::string broker_host;
  std::uint16_t broker_port = 1883;
  std::string broker_password;
  std::string http_host = "127.0.0.1";
  std::uint16_t http_port = 0;  ///< 0: any free one
};

/// Reads the file and the password file that it names. Error: not_found, io, invalid; the message
/// says file, line, reason and what to do.
[[nodiscard]] Result<Config> load_config(const std::filesystem::path& file);

}  // namespace earshot::hq
