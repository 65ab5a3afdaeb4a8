// The kiosk's configuration: which device it is, where it stands, what it asks, whom it tells.
// Owner: main. Threads: plain values, any thread.
// A TOML file; its paths are relative to its own folder. docs/ describes every key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/survey/schedule.h"

namespace earshot::kiosk {

struct BrokerConfig {
  std::string host = "127.0.0.1";
  std::uint16_t port = 1883;
  std::filesystem::path password_file;  ///< empty: no password
};

struct ScreenConfig {
  int width = 1280;  ///< pixels, 320–7680
  int height = 800;  ///< pixels, 320–7680
  bool fullscreen = false;
  double width_mm = 0;  ///< the panel's real width, 50–3000; 0: guessed from the pixels
  std::vector<survey::Hours> night;  ///< when a waiting screen is dim; none: never
};

struct SoundConfig {
  bool tones = false;  ///< a tap and the thanks are heard
  int volume = 70;     ///< of tones and voice, 0–100
};

struct ServiceConfig {
  std::filesystem::path pins;           ///< a file of hashed PINs; empty: no service screen
  std::filesystem::path export_folder;  ///< where USB storage is mounted; empty: no export
};

struct Config {
  DeviceId device;
  LocationId location;
  TouchpointId touchpoint;
  LanguageTag language;                             ///< empty: the survey's default
  std::filesystem::path survey;                     ///< a file
  std::vector<std::filesystem::path> more_surveys;  ///< each asked instead while its schedule holds
  std::string timezone;                             ///< the location's; empty: this machine's
  std::vector<survey::Hours> opening_hours;         ///< none: always open
  std::filesystem::path data;                       ///< a folder of this kiosk's own
  std::optional<std::filesystem::path> theme;       ///< a file; none: the theme that is built in
  std::filesystem::path location_key;               ///< a file; empty: the key is not known
  bool suggest_words = false;                       ///< the keyboard offers to, where there is room
  bool comments_in_clear = false;  ///< without a key: ask for comments all the same
  ServiceConfig service;
  BrokerConfig broker;
  ScreenConfig screen;
  SoundConfig sound;
};

/// `folder`: the configuration file's own, for relative paths.
/// Error: invalid, message "<file_name>:<line>: <reason>. <hint>".
[[nodiscard]] Result<Config> parse_config(std::string_view toml, std::string_view file_name,
                                          const std::filesystem::path& folder);

}  // namespace earshot::kiosk
