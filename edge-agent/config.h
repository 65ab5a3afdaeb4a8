// The edge agent's configuration, from the TOML file that an installer wrote.
// Owner: main. Threads: a plain value, any thread.
// A mistake is refused with file, line, reason and a hint; unknown keys are mistakes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/survey/schedule.h"

namespace earshot::edge {

struct BrokerConfig {
  std::string host = "127.0.0.1";
  std::uint16_t port = 1883;
  std::string password;  ///< what the password file says, without the line's end
};

/// What reads comments; empty paths: what came with the program.
struct ReadingConfig {
  std::filesystem::path taxonomy;  ///< the topics
  std::filesystem::path weights;   ///< the folder of the models
  std::filesystem::path model;     ///< of earshot-train, taught with this location's own words
};

struct Config {
  LocationId location;
  std::string name;
  std::string timezone;
  std::filesystem::path data;   ///< the folder of the store
  bool verbatims = false;       ///< may words leave the location? no, unless the file says so
  bool misuse_bursts = true;    ///< flag bursts of taps, and leave them out of the scores
  bool misuse_patterns = true;  ///< and what looks like staff's, or comes while closed
  std::vector<survey::Hours> opening_hours;  ///< none: always open
  int keep_words_days = 400;    ///< then comments and contact details go, numbers stay; 0: never
  int keep_contacts_days = 30;  ///< contact details go earlier; 0: with the words
  std::vector<std::filesystem::path> surveys;
  std::set<DeviceId> kiosks;  ///< empty: any device at the site's broker
  ReadingConfig reading;
  BrokerConfig site_broker;
  std::optional<BrokerConfig> hq_broker;
  std::string http_host = "127.0.0.1";
  std::uint16_t http_port = 8080;
};

/// Paths in the file are relative to the file's folder. Error: not_found or io (no such file),
/// invalid, message "<file>:<line>: <reason>. <hint>".
[[nodiscard]] Result<Config> load_config(const std::filesystem::path& file);

}  // namespace earshot::edge
