#include "tools/traffic/day_command.h"

#include <fmt/format.h>

#include <atomic>
#include <iostream>
#include <set>

#include "core/survey/survey_file.h"
#include "platform/system/files.h"
#include "platform/system/real_ports.h"
#include "platform/system/stop_signal.h"
#include "tools/traffic/day_run.h"
#include "tools/traffic/report.h"
#include "tools/traffic/setting_up.h"
#include "tools/traffic/state_folder.h"
#include "tools/traffic/telling.h"

namespace earshot::traffic {
namespace {

constexpr Duration kLookEvery = std::chrono::milliseconds(50);

Result<survey::Survey> read_survey(const std::filesystem::path& path) {
  if (path.empty()) return built_in_survey();
  const auto text = system::read_file(path, survey::kSurveyFileBytesMax);
  if (!text) return tl::unexpected(text.error());
  return survey::parse_survey(*text, path.string());
}

void print_devices(std::span<const Place> places) {
  std::vector<Places::Named> locations, touchpoints;
  std::set<std::string> seen_locations, seen_touchpoints;
  for (const Place& place : places) {
    const auto& location = place.location.str();
    const auto& touchpoint = place.touchpoint.str();
    if (seen_locations.insert(location).second) locations.push_back({location, location});
    if (seen_touchpoints.insert(touchpoint).second) touchpoints.push_back({touchpoint, touchpoint});
  }
  std::cout << devices_json(locations, touchpoints, places, nullptr);
}

class DayCommand {
 public:
  explicit DayCommand(const DayOptions& options)
      : options_(options),
        places_(made_up_places(options.prefix, options.first, options.locations, options.kiosks,
                               options.first_kiosk)),
        loop_(clock_),
        stop_signal_([this] { on_stop(); }) {}

  int run() {
    if (options_.list_devices) {
      print_devices(places_);
      return 0;
    }
    auto survey = read_survey(options_.survey);
    if (!survey) return ends(survey.error(), 2);
    auto credentials = read_credentials(options_.common);
    if (!credentials) return ends(credentials.error(), 2);
    const auto state = StateFolder::make(options_.common.state, random_);
    if (!state) return ends(state.error(), 1);
    raise_descriptor_limit();

    const Machine machine{loop_, clock_, random_, system::boot_id()};
    Fleet fleet(machine, {options_.common.host, options_.common.port, *std::move(credentials),
                          state->path(), options_.common.thanked});
    if (const auto opened = fleet.open(places_); !opened) return ends(opened.error(), 1);
    const Plan plan(options_.seed, *std::move(survey));
    play(machine, plan, fleet);
    const FleetTotals totals = fleet.totals();
    fleet.disconnect();
    return sum_up(totals, *state);
  }

 private:
  void play(const Machine& machine, const Plan& plan, Fleet& fleet) {
    const auto now = clock_.wall_now();
    const auto play_clock = options_.start ? PlayClock::from(*options_.start, options_.speed)
                                           : PlayClock::live(now, options_.speed);
    DayRun run(machine, plan, places_, play_clock, fleet, [this](const Error& error) {
      failure_ = error.message;
      ending_ = true;
    });
    tell(fmt::format("{} kiosks in {} locations play at {} times real time", places_.size(),
                     options_.locations, options_.speed));
    fleet.connect();
    run.start();
    const MonoTime begun = clock_.mono_now();
    if (options_.run_for) end_at_ = begun + *options_.run_for;
    look(run, fleet);
    loop_.run();
    run.stop();
  }

  /// Sees now and then whether it is time to end, and then whether everything was received.
  void look(DayRun& run, const Fleet& fleet) {
    const MonoTime now = clock_.mono_now();
    if (end_at_ && now >= *end_at_) ending_ = true;
    if (ending_ && !give_up_at_) {
      run.stop();
      give_up_at_ = now + options_.wait;
    }
    if (give_up_at_ && (fleet.totals().waiting == 0 || now >= *give_up_at_ || !failure_.empty())) {
      return loop_.stop();
    }
    look_timer_ = loop_.at(now + kLookEvery, [this, &run, &fleet] { look(run, fleet); });
  }

  int sum_up(const FleetTotals& totals, const StateFolder& state) const {
    tell(fmt::format("{} sent, {} received, {} wait", totals.said + totals.left_over,
                     totals.received(), totals.waiting));
    if (!failure_.empty()) tell(failure_);
    if (totals.waiting == 0) {
      state.remove_if_temporary();
      return failure_.empty() ? 0 : 1;
    }
    if (!totals.trouble.empty()) tell(totals.trouble);
    tell("what waits is kept: the same command with --state " + state.path().string() +
         " goes on with it");
    return 1;
  }

  /// On the signal's thread. The first one ends the play, a second one the waiting too.
  void on_stop() {
    if (ending_.exchange(true)) loop_.stop();
  }

  static int ends(const Error& error, int code) {
    tell(error.message);
    return code;
  }

  const DayOptions& options_;
  const std::vector<Place> places_;
  system::RealClock clock_;
  system::RealRandom random_;
  system::EventLoop loop_;
  std::atomic<bool> ending_ = false;
  std::optional<MonoTime> end_at_, give_up_at_;
  std::uint64_t look_timer_ = 0;
  std::string failure_;
  system::StopSignal stop_signal_;  ///< last: its thread uses what stands above
};

}  // namespace

int run_day(const DayOptions& options) { return DayCommand(options).run(); }

}  // namespace earshot::traffic
