#include "tools/traffic/replay_command.h"

#include <atomic>
#include <fstream>
#include <iostream>

#include "platform/system/files.h"
#include "platform/system/real_ports.h"
#include "platform/system/stop_signal.h"
#include "tools/traffic/replay_run.h"
#include "tools/traffic/report.h"
#include "tools/traffic/setting_up.h"
#include "tools/traffic/state_folder.h"
#include "tools/traffic/telling.h"

namespace earshot::traffic {
namespace {

constexpr std::uint64_t kRowsPerLine = 500'000;

class ReplayCommand {
 public:
  explicit ReplayCommand(const ReplayOptions& options)
      : options_(options), loop_(clock_), stop_signal_([this] { on_stop(); }) {
    report_.file = options.file.string();
    report_.map = options.map.string();
    report_.dry_run = options.dry_run;
  }

  int run() {
    auto text = system::read_file(options_.map, kMapBytesMax);
    if (!text) return wrong(text.error());
    auto map = parse_map(*text, options_.map.string());
    if (!map) return wrong(map.error());
    auto credentials = read_credentials(options_.common);
    if (!credentials) return wrong(credentials.error());
    std::ifstream file(options_.file, std::ios::binary);
    if (!file.is_open() || std::filesystem::is_directory(options_.file)) {
      return wrong({ErrorCode::io, "cannot read " + options_.file.string()});
    }
    auto state = StateFolder::make(options_.common.state, random_);
    if (!state) return failed(state.error());
    const int code = run_in(*state, file, *map, *std::move(credentials));
    const bool nothing_waits = report_.sending.waiting == 0;
    if (nothing_waits) state->remove_if_temporary();
    if (!nothing_waits && state->is_temporary()) {
      tell("what waits is kept: the same command with --state " + state->path().string() +
           " goes on with it");
    }
    return code;
  }

 private:
  int run_in(const StateFolder& state, std::istream& file, const FeedbackMap& map,
             Credentials credentials) {
    auto staging = Staging::create(state.path() / "replay.db", clock_.wall_now());
    if (!staging) return failed(staging.error());
    Places places(map.locations, map.touchpoints);
    if (const int code = read(file, map, places, **staging); code != 0) return code;
    if (options_.list_devices) {
      std::cout << devices_json(places.locations(), places.touchpoints(), places.kiosks(), &map);
      return 0;
    }
    if (!options_.dry_run) {
      raise_descriptor_limit();
      if (const auto sent = send(state, map, places, **staging, std::move(credentials)); !sent) {
        report_.failure = sent.error().message;
      }
    }
    return finish();
  }

  int read(std::istream& file, const FeedbackMap& map, Places& places, Staging& staging) {
    const auto on_bad = [this](const BadRow& row) {
      if (options_.list_devices) return;
      std::cerr << report_.file << ':' << row.line << ": " << row.reason << '\n';
      if (report_.bad_rows.size() < kBadRowsListedMax) report_.bad_rows.push_back(row);
    };
    const auto go_on = [this](std::uint64_t rows) {
      if (rows % kRowsPerLine == 0) tell(std::to_string(rows) + " rows read");
      return !stopped_;
    };
    auto counts = read_feedback(file, map, places, staging, on_bad, go_on);
    if (!counts) {
      const bool about_map = counts.error().message.starts_with(map.file_name + ":");
      if (!about_map) counts.error().message = report_.file + ": " + counts.error().message;
      return counts.error().code == ErrorCode::invalid ? wrong(counts.error())
                                                       : failed(counts.error());
    }
    report_.rows = *counts;
    report_.locations = places.locations().size();
    const auto responses = staging.responses();
    const auto cut = staging.comments_cut();
    if (!responses) return failed(responses.error());
    if (!cut) return failed(cut.error());
    report_.responses = *responses;
    report_.comments_cut = *cut;
    return 0;
  }

  Result<void> send(const StateFolder& state, const FeedbackMap& map, const Places& places,
                    Staging& staging, Credentials credentials) {
    const Machine machine{loop_, clock_, random_, system::boot_id()};
    Fleet fleet(machine, {options_.common.host, options_.common.port, std::move(credentials),
                          state.path(), options_.common.thanked});
    const MonoTime begun = clock_.mono_now();
    if (const auto opened = fleet.open(places.kiosks()); !opened) return opened;
    Result<void> result = fail(ErrorCode::busy, "stopped before everything was received");
    ReplayRun run(machine, map, staging, fleet, {options_.speed, options_.wait}, report_.responses,
                  [&](Result<void> done) {
                    result = std::move(done);
                    loop_.stop();
                  });
    if (!stopped_) {
      fleet.connect();
      run.start();
      loop_.run();
      run.stop();
    }
    report_.seconds = static_cast<double>((clock_.mono_now() - begun).count()) / 1000.0;
    report_.sending = fleet.totals();
    fleet.disconnect();
    return result;
  }

  int finish() {
    std::cerr << to_text(report_);
    const int code = exit_code(report_);
    if (options_.report.empty()) return code;
    const auto written = system::write_file_atomically(options_.report, to_json(report_));
    return written ? code : failed(written.error());
  }

  /// On the signal's thread.
  void on_stop() {
    stopped_ = true;
    loop_.stop();
  }

  static int wrong(const Error& error) {
    tell(error.message);
    return 2;
  }
  static int failed(const Error& error) {
    tell(error.message);
    return 1;
  }

  const ReplayOptions& options_;
  system::RealClock clock_;
  system::RealRandom random_;
  system::EventLoop loop_;
  std::atomic<bool> stopped_ = false;
  ReplayReport report_;
  system::StopSignal stop_signal_;  ///< last: its thread uses what stands above
};

}  // namespace

int run_replay(const ReplayOptions& options) { return ReplayCommand(options).run(); }

}  // namespace earshot::traffic
