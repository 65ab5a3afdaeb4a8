// The command line of earshot-traffic.
// Owner: main. Threads: plain values, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "core/base/time.h"

namespace earshot::traffic {

/// What both commands share.
struct CommonOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 1883;
  std::filesystem::path credentials;  ///< empty: anonymous
  std::filesystem::path state;        ///< empty: a folder of its own, gone once all is received
  std::filesystem::path thanked;      ///< empty: none; ids of what was made durable, a line each
  std::string log_level = "error";    ///< of the parts; what the program tells is always told
};

struct DayOptions {
  CommonOptions common;
  int locations = 40;
  int kiosks = 2;
  int first_kiosk = 1;
  int first = 1;
  std::string prefix = "store-";
  double speed = 1;
  std::uint64_t seed = 1;
  std::filesystem::path survey;     ///< empty: the built-in one
  std::optional<Duration> run_for;  ///< none: until it is told to stop
  std::optional<WallTime> start;    ///< none: live
  Duration wait = std::chrono::seconds(10);
  bool list_devices = false;
};

struct ReplayOptions {
  CommonOptions common;
  std::filesystem::path file;
  std::filesystem::path map;
  std::optional<double> speed;  ///< responses a second over all kiosks; none: as fast as possible
  Duration wait = std::chrono::seconds(600);
  bool list_devices = false;
  bool dry_run = false;
  std::filesystem::path report;  ///< empty: none
};

using Options = std::variant<DayOptions, ReplayOptions>;

/// What the command line asks for, or the exit code when there is nothing more to do (help,
/// version, wrong usage); then everything that is to be said was said.
struct CommandLine {
  std::optional<Options> options;
  int exit_code = 0;
};
[[nodiscard]] CommandLine read_command_line(int argc, const char* const* argv);

/// "HOST:PORT" or "[IPv6]:PORT". None if it is neither.
struct HostAndPort {
  std::string host;
  std::uint16_t port = 0;
  bool operator==(const HostAndPort&) const = default;
};
[[nodiscard]] std::optional<HostAndPort> parse_host_and_port(std::string_view text);

}  // namespace earshot::traffic
