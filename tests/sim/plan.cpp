#include "tests/sim/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>

#include "tests/sim/device_clock.h"
#include "tests/sim/dice.h"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr int kMishapsPerFault = 100;  ///< room for their numbers

bool is_rate(Fault fault) {
  return fault == Fault::drop || fault == Fault::duplicate || fault == Fault::reorder ||
         fault == Fault::delay;
}

/// How long a fault lasts; for a restored device: how old its backup is, at most.
Duration longest(Fault fault, Duration lives) {
  switch (fault) {
    case Fault::partition:
    case Fault::disk_full:
      return std::min<Duration>(lives / 3, 3h);
    case Fault::half_open:
      return 2min;
    case Fault::broker_restart:
      return 60s;
    case Fault::freeze:
    case Fault::slow_store:
    case Fault::io_error:
    case Fault::queue_overflow:
      return 3min;
    case Fault::kill:
    case Fault::kill_midway:
    case Fault::power_cut:
    case Fault::damaged_store:
      return 5min;
    case Fault::kiosk_cloned:
    case Fault::edge_cloned:
      return lives / 2;
    case Fault::kiosk_restored:
    case Fault::edge_restored:
    case Fault::hq_restored:
      return std::min<Duration>(lives, 24h);
    case Fault::clock_unset:
      return lives / 2;
    default:
      return 0ms;
  }
}

/// Few or many kinds of faults; some worlds are calm, which must be quiet in their incidents too.
FaultSet draw_faults(Dice dice) {
  FaultSet faults;
  const auto mood = dice.below(10);
  if (mood == 0) return faults;
  const auto kinds = mood < 5 ? dice.between(1, 3) : dice.between(3, 12);
  for (int i = 0; i < kinds; ++i) faults.insert(all_faults()[dice.below(kFaultCount)]);
  return faults;
}

void draw_mishaps(Plan& plan, const Limits& limits) {
  for (const Fault fault : plan.faults) {
    if (is_rate(fault)) continue;
    Dice dice(plan.seed, "mishaps", static_cast<std::uint64_t>(fault));
    const auto times = dice.between(1, 3) * (limits.days ? std::max(1, *limits.days / 10) : 1);
    for (int i = 0; i < std::min<std::int64_t>(times, kMishapsPerFault); ++i) {
      Mishap mishap;
      mishap.number = static_cast<int>(fault) * kMishapsPerFault + i;
      mishap.fault = fault;
      // In parts of the whole, so that a shorter life has the same story in less time.
      mishap.at = plan.lives.count() / 1000 * dice.between(20, 980);
      const auto most = longest(fault, plan.lives);
      mishap.lasts = dice.between(Duration{most.count() / 20}, most);
      mishap.where = dice.next();
      mishap.chance = dice.next();
      if (!limits.skip.contains(mishap.number)) plan.mishaps.push_back(mishap);
    }
  }
  std::stable_sort(plan.mishaps.begin(), plan.mishaps.end(),
                   [](const Mishap& a, const Mishap& b) { return a.at < b.at; });
}

void draw_size(Plan& plan, const Limits& limits) {
  Dice dice(plan.seed, "size");
  const auto sites = dice.below(100);
  plan.locations = sites < 70 ? 1 : sites < 92 ? 2 : 3;
  const auto screens = dice.below(100);
  plan.kiosks = screens < 45 ? 1 : screens < 80 ? 2 : screens < 93 ? 3 : 4;
  plan.visits = static_cast<int>(dice.below(4) == 0 ? dice.between(30, 90) : dice.between(3, 25));
  const std::vector<Duration> probes{15s, 30s, 60s, 5min, 15min};
  plan.probe_every = dice.one_of(probes);
  plan.lives = plan.probe_every * dice.between(20, 120);
  plan.edge_tick = std::clamp<Duration>(plan.probe_every / 2, 1s, 60s);
  if (limits.days) {
    plan.lives = 24h * *limits.days - Duration{kDayBegins};
    plan.visits = 150;
    plan.probe_every = 15min;
    plan.edge_tick = 5min;
  }
  if (limits.probe_every) plan.probe_every = *limits.probe_every;
  if (limits.locations) plan.locations = std::min(plan.locations, *limits.locations);
  if (limits.kiosks) plan.kiosks = std::min(plan.kiosks, *limits.kiosks);
  if (limits.visits) plan.visits = std::min(plan.visits, *limits.visits);
  if (limits.lives) plan.lives = std::min(plan.lives, *limits.lives);
}

std::string duration_words(Duration d) {
  const auto s = d.count() / 1000;
  if (s >= 2 * 86'400) return fmt::format("{:.1f} days", static_cast<double>(s) / 86'400);
  if (s >= 3600) return fmt::format("{} h {} min", s / 3600, s / 60 % 60);
  return s >= 120 ? fmt::format("{} min", s / 60) : fmt::format("{} s", s);
}

}  // namespace

Plan draw(std::uint64_t seed, const Limits& limits) {
  Plan plan;
  plan.seed = seed;
  draw_size(plan, limits);
  plan.faults = limits.only ? *limits.only : draw_faults(Dice(seed, "faults"));
  for (const Fault fault : limits.without) plan.faults.erase(fault);

  Dice rates(seed, "rates");
  const std::vector<std::uint64_t> rare_or_not{5, 20, 60, 200};
  const auto rate = [&](Fault fault) {
    const auto drawn = rates.one_of(rare_or_not);
    return plan.faults.contains(fault) ? drawn : 0;
  };
  plan.drop = rate(Fault::drop);
  plan.duplicate = rate(Fault::duplicate);
  plan.reorder = rate(Fault::reorder);
  plan.delay = rate(Fault::delay);

  Dice knobs(seed, "knobs");
  plan.latency_max = knobs.one_of(std::vector<Duration>{2ms, 20ms, 150ms, 800ms});
  plan.batch_wait_max = knobs.one_of(std::vector<Duration>{1ms, 10ms, 500ms});
  plan.receive_maximum = knobs.one_of(std::vector<std::uint16_t>{20, 20, 20, 6, 64});
  plan.verbatims = knobs.below(4) != 0;
  plan.kiosks_listed = knobs.below(2) == 0 || plan.faults.contains(Fault::stranger);
  const auto small_queue = static_cast<std::size_t>(knobs.between(2, 12));
  if (plan.faults.contains(Fault::queue_overflow)) plan.queue_max = small_queue;
  plan.watch_bursts = knobs.below(3) == 0;
  plan.watch_patterns = Dice(seed, "patterns").below(3) == 0;
  plan.empty_disks = Dice(seed, "empty disks").below(8) == 0;
  Dice keeping(seed, "keeping");
  const auto parts = keeping.between(3, 30);
  if (keeping.below(4) == 0) plan.keep_received = std::max<Duration>(plan.lives / parts, 2min);
  draw_mishaps(plan, limits);
  return plan;
}

std::string options_of(std::uint64_t seed, const Limits& limits) {
  std::string options = fmt::format("--seed {}", seed);
  const auto add = [&](std::string_view name, const auto& value) {
    options += fmt::format(" --{} {}", name, value);
  };
  const auto names = [](const FaultSet& faults) {
    std::vector<std::string_view> all;
    for (const Fault fault : faults) all.push_back(to_string(fault));
    return all.empty() ? std::string("none") : fmt::format("{}", fmt::join(all, ","));
  };
  if (limits.only) add("only", names(*limits.only));
  if (!limits.without.empty()) add("without", names(limits.without));
  if (!limits.skip.empty()) add("skip", fmt::format("{}", fmt::join(limits.skip, ",")));
  if (limits.days) add("days", *limits.days);
  if (limits.locations) add("locations", *limits.locations);
  if (limits.kiosks) add("kiosks", *limits.kiosks);
  if (limits.visits) add("visits", *limits.visits);
  if (limits.lives) add("lives", limits.lives->count() / 1000);
  if (limits.probe_every) add("probe-every", limits.probe_every->count() / 1000);
  return options;
}

std::string describe(const Plan& plan) {
  std::string words = fmt::format(
      "{} location{} × {} kiosk{}, {}, up to {} customers a kiosk and day, probes every {}",
      plan.locations, plan.locations == 1 ? "" : "s", plan.kiosks, plan.kiosks == 1 ? "" : "s",
      duration_words(plan.lives), plan.visits, duration_words(plan.probe_every));
  const auto rate = [&](Fault fault, std::uint64_t permille) {
    if (permille > 0) words += fmt::format("; {} {} ‰", to_string(fault), permille);
  };
  rate(Fault::drop, plan.drop);
  rate(Fault::duplicate, plan.duplicate);
  rate(Fault::reorder, plan.reorder);
  rate(Fault::delay, plan.delay);
  for (const Fault fault : plan.faults) {
    const auto times = std::count_if(plan.mishaps.begin(), plan.mishaps.end(),
                                     [&](const Mishap& m) { return m.fault == fault; });
    if (times > 0) words += fmt::format("; {} ×{}", to_string(fault), times);
  }
  return words;
}

}  // namespace earshot::sim
