#include "tools/traffic/options.h"

#include <CLI/CLI.hpp>
#include <charconv>

#include "core/base/ids.h"
#include "tools/traffic/date_format.h"
#include "tools/traffic/telling.h"

namespace earshot::traffic {
namespace {

constexpr const char* kAbout =
    "Plays kiosks over a real broker, exactly as the kiosks themselves would: made-up but "
    "plausible\n"
    "days (day), or somebody's real feedback from a CSV file (replay).";

constexpr const char* kExitCodes =
    "Exit codes: 0 everything was received; 1 something failed or still waits for its receipt\n"
    "(it stays in --state, and the same command goes on with it); 2 wrong usage, or a map or "
    "survey\n"
    "with a mistake; 3 (replay) everything good was received, but the file has bad rows.\n"
    "Everything is explained in docs/traffic.md.";

/// CLI11 hands texts over; these are the ones that mean something else.
struct Raw {
  std::string broker = "127.0.0.1:1883";
  double run_for = 0;
  std::string start;
  bool live = false;
  double speed = 0;
  double day_wait = 10;
  double replay_wait = 600;
};

Duration seconds(double count) { return Duration{static_cast<std::int64_t>(count * 1000)}; }

void add_common(CLI::App& command, CommonOptions& common, Raw& raw) {
  command.add_option("--broker", raw.broker, "The broker's address")->type_name("HOST:PORT");
  command
      .add_option("--credentials", common.credentials,
                  "Lines \"user password\", one a kiosk; without it: anonymous")
      ->type_name("FILE");
  command
      .add_option("--state", common.state,
                  "Where the kiosks keep what is not yet received; without it a folder of its own\n"
                  "under the system's temporary one, which goes once all is received")
      ->type_name("DIR");
  command
      .add_option(
          "--thanked", common.thanked,
          "Append a line \"id ms\" for each response once it is durable here and its customer\n"
          "would be thanked: the set to compare with what headquarters has")
      ->type_name("FILE");
  command
      .add_option("--log-level", common.log_level,
                  "Of the parts beneath: trace, debug, info, warn or error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
}

CLI::App* add_day(CLI::App& app, DayOptions& day, Raw& raw) {
  auto* command = app.add_subcommand("day", "Plays plausible days in made-up stores");
  add_common(*command, day.common, raw);
  command->add_option("--locations", day.locations, "How many")->check(CLI::Range(1, 10'000));
  command->add_option("--kiosks", day.kiosks, "How many a location")->check(CLI::Range(1, 200));
  command->add_option("--first-kiosk", day.first_kiosk, "Number of each location's first kiosk")
      ->check(CLI::Range(1, 10'000));
  command->add_option("--first", day.first, "Number of the first location")
      ->check(CLI::Range(0, 1'000'000));
  command->add_option("--prefix", day.prefix, "Of the locations' names");
  command->add_option("--speed", day.speed, "Simulated seconds in a real one")
      ->check(CLI::Range(0.01, 100'000.0));
  command->add_option("--seed", day.seed, "The same seed plays the same customers");
  command->add_option("--survey", day.survey, "A survey file; without it: a built-in one")
      ->type_name("FILE");
  command->add_option("--for", raw.run_for, "Seconds to run; without it until Ctrl-C")
      ->default_str("")
      ->check(CLI::Range(0.1, 1e9));
  auto* live = command->add_flag(
      "--live", raw.live, "Responses carry the present time, nights are skipped (the default)");
  command
      ->add_option("--start", raw.start,
                   "Responses carry the simulated time, from this moment (UTC) until the present")
      ->type_name("YYYY-MM-DDTHH:MM")
      ->excludes(live);
  command->add_option("--wait", raw.day_wait, "Seconds to wait for receipts at the end")
      ->check(CLI::Range(0.0, 1e6));
  command->add_flag("--list-devices", day.list_devices,
                    "Print locations, touchpoints and kiosks as JSON, and send nothing");
  return command;
}

CLI::App* add_replay(CLI::App& app, ReplayOptions& replay, Raw& raw) {
  auto* command = app.add_subcommand("replay", "Plays real feedback from a CSV file");
  add_common(*command, replay.common, raw);
  command->add_option("file", replay.file, "The CSV file")->required()->type_name("FILE.csv");
  command->add_option("--map", replay.map, "What its columns mean")
      ->required()
      ->type_name("FILE.toml");
  command
      ->add_option("--speed", raw.speed,
                   "Responses a second, all kiosks together; without it as fast as possible")
      ->default_str("")
      ->check(CLI::Range(0.01, 1e6));
  command
      ->add_option("--wait", raw.replay_wait,
                   "Seconds without a single new receipt after which to give up")
      ->check(CLI::Range(0.0, 1e6));
  command->add_flag("--list-devices", replay.list_devices,
                    "Print locations, touchpoints and kiosks as JSON, and send nothing");
  command->add_flag("--dry-run", replay.dry_run, "Read and report the file, and send nothing");
  command->add_option("--report", replay.report, "Write the summary as JSON")
      ->type_name("FILE.json");
  return command;
}

/// What is wrong with the texts, for a person; empty when nothing is.
std::string apply(const Raw& raw, CommonOptions& common) {
  const auto address = parse_host_and_port(raw.broker);
  if (!address) return "--broker must be HOST:PORT, not '" + raw.broker + "'";
  common.host = address->host;
  common.port = address->port;
  return {};
}

std::string apply(const Raw& raw, DayOptions& day) {
  day.wait = seconds(raw.day_wait);
  if (raw.run_for > 0) day.run_for = seconds(raw.run_for);
  if (!is_name(day.prefix + "1")) {
    return "--prefix must be of a-z 0-9 - _ . and begin with a letter or digit";
  }
  if (day.prefix.size() > 40) return "--prefix must have at most 40 characters";
  if (!raw.start.empty()) {
    day.start = DateFormat::parse("%Y-%m-%dT%H:%M")->read(raw.start);
    if (!day.start) return "--start must be a time as 2026-03-01T08:00, not '" + raw.start + "'";
  }
  return apply(raw, day.common);
}

std::string apply(const Raw& raw, ReplayOptions& replay) {
  replay.wait = seconds(raw.replay_wait);
  if (raw.speed > 0) replay.speed = raw.speed;
  return apply(raw, replay.common);
}

template <typename Command>
CommandLine finish(const Raw& raw, Command command) {
  if (const std::string mistake = apply(raw, command); !mistake.empty()) {
    tell(mistake);
    return {std::nullopt, 2};
  }
  return {Options(std::move(command)), 0};
}

}  // namespace

CommandLine read_command_line(int argc, const char* const* argv) {
  CLI::App app(kAbout, "earshot-traffic");
  app.footer(kExitCodes);
  app.set_version_flag("--version", "earshot-traffic " EARSHOT_VERSION);
  app.require_subcommand(1);
  app.option_defaults()->always_capture_default();
  Raw raw;
  DayOptions day;
  ReplayOptions replay;
  const CLI::App* day_command = add_day(app, day, raw);
  add_replay(app, replay, raw)->footer(kExitCodes);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return {std::nullopt, app.exit(e) == 0 ? 0 : 2};
  }
  return day_command->parsed() ? finish(raw, std::move(day)) : finish(raw, std::move(replay));
}

std::optional<HostAndPort> parse_host_and_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port == 0 || host.empty()) {
    return std::nullopt;
  }
  return HostAndPort{std::string(host), port};
}

}  // namespace earshot::traffic
