// earshot-kiosk: wires the parts together. What it does is told by --help.
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <atomic>
#include <chrono>
#include <iostream>
#include <optional>

#include "kiosk/app/config.h"
#include "kiosk/app/session.h"
#include "kiosk/shell/notices.h"
#include "kiosk/shell/player.h"
#include "kiosk/shell/shell.h"
#include "kiosk/shell/sound.h"
#include "kiosk/shell/window.h"
#include "kiosk/shell/zone_calendar.h"
#include "kiosk/store/collector.h"
#include "kiosk/store/pin_lock.h"
#include "kiosk/store/sealing.h"
#include "kiosk/ui/stage.h"
#include "platform/crypto/mark.h"
#include "platform/crypto/pin.h"
#include "platform/system/files.h"
#include "platform/system/log.h"
#include "platform/system/real_ports.h"
#include "platform/system/stop_signal.h"

namespace {

using namespace earshot;
using namespace earshot::kiosk;

struct Options {
  std::string config;
  std::string log_level = "info";
  std::string pictures;
  std::string play;
  bool hash_pin = false;
  int measure = 0;
  int receipt_wait_s = 10;
};

Result<Config> load_config(const std::filesystem::path& path) {
  const auto text = system::read_file(path);
  if (!text) return tl::unexpected(text.error());
  return parse_config(*text, path.string(), std::filesystem::absolute(path).parent_path());
}

Result<Theme> load_theme(const Config& config) {
  if (!config.theme) return default_theme();
  const auto text = system::read_file(*config.theme);
  if (!text) return tl::unexpected(text.error());
  return parse_theme(*text, config.theme->string(), config.theme->parent_path());
}

/// A mark that cannot be shown keeps nobody from answering.
std::optional<Logo> load_logo(const Theme& theme) {
  if (theme.logo.empty()) return std::nullopt;
  auto logo = Logo::load(theme.logo);
  if (logo) return *std::move(logo);
  spdlog::error("{}", logo.error().message);
  return std::nullopt;
}

/// Error: the configuration names a zone that does not exist. Null: nobody knows the time here, so
/// that only dates and hours are not heeded.
Result<std::unique_ptr<ZoneCalendar>> load_calendar(const Config& config) {
  const bool named = !config.timezone.empty();
  auto zone = named ? system::TimeZone::load(config.timezone) : system::TimeZone::of_this_machine();
  if (zone) {
    spdlog::info("local time is that of {}", zone->name());
    return std::make_unique<ZoneCalendar>(*std::move(zone));
  }
  if (named) return tl::unexpected(zone.error());
  spdlog::warn("{}; until then schedules and opening hours are not heeded", zone.error().message);
  return nullptr;
}

/// Without a key that can be read the kiosk collects ratings all the same.
std::shared_ptr<WordSealer> load_sealer(const Config& config) {
  if (config.location_key.empty()) return nullptr;
  const auto key = crypto::PublicKey::load(config.location_key);
  if (key) return std::make_shared<WordSealer>(*key);
  spdlog::error("words cannot be sealed: {}", key.error().message);
  return nullptr;
}

PinHashes load_pins(const Config& config) {
  if (config.service.pins.empty()) return {};
  auto pins = load_pin_hashes(config.service.pins);
  if (pins) return *std::move(pins);
  spdlog::error("nobody can open the service screen: {}", pins.error().message);
  return {};
}

Result<CollectorOptions> collector_options(const Config& config) {
  CollectorOptions options;
  options.device = config.device;
  options.location = config.location;
  options.data = config.data;
  options.survey = config.survey;
  options.more_surveys = config.more_surveys;
  options.boot_id = system::boot_id();
  options.touchpoint = config.touchpoint;
  options.pins = load_pins(config);
  options.export_folder = config.service.export_folder;
  options.volume = config.sound.volume;
  if (config.comments_in_clear) options.without_key = WithoutKey::words_in_clear;
  options.broker = {config.broker.host, config.broker.port, config.device.str(), ""};
  if (!config.broker.password_file.empty()) {
    auto password = system::read_file(config.broker.password_file, 1024);
    if (!password) return tl::unexpected(password.error());
    while (!password->empty() && (password->back() == '\n' || password->back() == '\r')) {
      password->pop_back();
    }
    options.broker.password = *std::move(password);
  }
  return options;
}

/// After a tour or a measurement: waits until everything has a receipt, or says how much waits.
void tell_receipts(Shell& shell, Collector& collector, int wait_s) {
  Player player(shell);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(wait_s);
  auto tally = collector.tally();
  while (tally.waiting > 0 && std::chrono::steady_clock::now() < until) {
    player.idle(std::chrono::milliseconds(100));
    tally = collector.tally();
  }
  std::cout << tally.saved << " answers saved, ";
  if (tally.waiting == 0) {
    std::cout << "all received\n";
  } else {
    std::cout << tally.waiting << " wait for a receipt ("
              << (tally.trouble.empty() ? "the edge agent has not answered yet" : tally.trouble)
              << "); they are kept and sent later\n";
  }
}

Result<void> play(Shell& shell, Collector& collector, const Options& options) {
  if (!options.play.empty()) {
    if (auto played = play_tour(shell, options.pictures); !played) return played;
  }
  if (options.measure > 0) {
    const auto times = measure_taps(shell, options.measure);
    if (!times) return tl::unexpected(times.error());
    std::cout << "tap to pressed picture: " << to_words(times->to_picture) << "\n"
              << "tap to durable: " << to_words(times->to_durable) << "\n";
  }
  tell_receipts(shell, collector, options.receipt_wait_s);
  return {};
}

Result<void> run(const Options& options, std::chrono::steady_clock::time_point started) {
  const auto config = load_config(options.config);
  if (!config) return tl::unexpected(config.error());
  const auto theme = load_theme(*config);
  if (!theme) return tl::unexpected(theme.error());
  const auto calendar = load_calendar(*config);
  if (!calendar) return tl::unexpected(calendar.error());
  auto collecting = collector_options(*config);
  if (!collecting) return tl::unexpected(collecting.error());
  const auto sealer = load_sealer(*config);
  collecting->sealer = sealer;
  collecting->configuration = crypto::mark_of(system::read_file(options.config).value_or(""));
  const bool has_pins = collecting->pins.any();
  auto type = Type::load(*theme);
  if (!type) return tl::unexpected(type.error());
  auto logo = load_logo(*theme);

  // Before any thread starts, so that all of them leave the signals to it.
  std::atomic<Shell*> running = nullptr;
  system::StopSignal stop_signal([&running] {
    if (Shell* shell = running) shell->quit();
  });
  const auto& screen = config->screen;
  const bool playing = !options.play.empty();
  const auto window = Window::open({.title = "Earshot",
                                    .width = screen.width,
                                    .height = screen.height,
                                    .fullscreen = screen.fullscreen && !playing,
                                    .in_memory = playing});
  if (!window) return tl::unexpected(window.error());
  spdlog::debug("the window is {} by {} pixels, shown by {}", (*window)->width(),
                (*window)->height(), (*window)->driver());

  system::RealClock clock;
  system::RealRandom random;
  Notices notices;
  Collector collector(clock, random, *std::move(collecting), notices);
  collector.start();
  const int width = (*window)->width(), height = (*window)->height();
  const double width_mm = screen.width_mm > 0 ? screen.width_mm : guess_width_mm(width, height);
  SessionPorts ports;
  ports.calendar = calendar->get();
  ports.sealer = sealer.get();
  ports.pins = has_pins ? &collector : nullptr;
  ports.bell = &collector;
  ports.service = &collector;
  ports.claims = sealer ? &collector : nullptr;  // codes and answers travel closed, or not at all
  const Panel panel{width, height, width_mm};
  Session session({config->touchpoint, config->language, system::boot_id(), config->opening_hours,
                   arrangement_of(panel) == Arrangement::small, config->suggest_words},
                  collector, random, ports);
  Stage stage(*theme, *std::move(type), panel);
  if (logo) stage.set_logo(*std::move(logo));
  Shell shell(**window, std::move(stage), session, notices, clock, screen.night, calendar->get());
  std::optional<Sound> sound;
  if (!playing) {
    sound.emplace(SoundOptions{config->sound.tones, config->sound.volume});
    shell.set_follower([&](const Screen& shown, MonoTime now) { sound->follow(shown, now); });
    shell.set_volume_follower([&](int percent) { sound->set_volume(percent); });
  }
  running = &shell;
  shell.start();
  spdlog::info("start to first touchable frame: {} ms",
               std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::steady_clock::now() - started)
                   .count());
  Result<void> done;
  if (playing || options.measure > 0) {
    done = play(shell, collector, options);
  } else {
    shell.run();
    if (const auto& why = shell.display_gone(); !why.empty()) {
      done = fail(ErrorCode::io, "nobody can see the kiosk any more: " + why);
    }
  }
  stop_signal.end();  // before the shell goes, which a signal of this moment would touch
  collector.stop();
  return done;
}

int print_pin_hash() {
  std::string pin;
  std::getline(std::cin, pin);
  const auto hash = crypto::hash_pin(pin);
  if (!hash) {
    std::cerr << "earshot-kiosk: " << hash.error().message << "\n";
    return 1;
  }
  std::cout << *hash << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto started = std::chrono::steady_clock::now();
  Options options;
  CLI::App app(
      "The kiosk that customers touch: asks one question, keeps every answer safe on its own disk, "
      "and\n"
      "carries it to the location's edge agent whenever that can be reached.");
  app.set_version_flag("--version", "earshot-kiosk " EARSHOT_VERSION);
  app.add_option("--config", options.config, "The kiosk's configuration (TOML)");
  app.add_option("--log-level", options.log_level, "trace, debug, info, warn or error");
  app.add_flag("--hash-pin", options.hash_pin,
               "Read a PIN from standard input, print its hash for the file of PINs, and leave");
  app.add_option(
         "--play", options.play,
         "Play customers through the real interface in memory, without a display, and leave.\n"
         "tour: every screen, an unhappy and a happy answer, each language")
      ->check(CLI::IsMember({"tour"}));
  app.add_option("--pictures", options.pictures, "Where --play leaves a PNG of every screen")
      ->needs("--play");
  app.add_option(
         "--measure", options.measure,
         "Push this many taps, print the times from tap to picture and to durable, and leave")
      ->check(CLI::Range(1, 100000));
  app.add_option("--receipt-wait", options.receipt_wait_s,
                 "After --play and --measure: seconds to wait for receipts")
      ->check(CLI::Range(0, 3600));
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& wrong) {
    app.exit(wrong);
    return 2;
  }
  if (options.hash_pin) return print_pin_hash();
  if (options.config.empty()) {
    std::cerr << "earshot-kiosk: --config is required; see --help\n";
    return 2;
  }
  system::start_logging("earshot-kiosk", options.log_level);
  if (const auto done = run(options, started); !done) {
    spdlog::error("{}", done.error().message);
    return 1;
  }
  return 0;
}
