#include "edge-agent/running_ages.h"

#include <algorithm>

namespace earshot::edge {
namespace {

/// Less than this between two looks is no setting of the clock: it is steered, or was read a moment
/// before the other one.
constexpr Duration kSteered = std::chrono::seconds(1);

}  // namespace

RunningAges::RunningAges(WallTime wall, MonoTime mono)
    : stretches_{{mono, mono, Duration{wall.ms - mono.ms}}}, started_(mono), wall_at_start_(wall) {}

bool RunningAges::look(WallTime wall, MonoTime mono) {
  const Duration ahead{wall.ms - mono.ms};
  Stretch& last = stretches_.back();
  const MonoTime before = last.to;
  last.to = std::max(before, mono);  // set or not, it may have held until now
  if (std::chrono::abs(ahead - last.ahead) <= kSteered) {
    last.ahead = ahead;
    return false;
  }
  if (stretches_.size() == kStretchesMax) stretches_.pop_front();
  stretches_.push_back({before, mono, ahead});
  return true;
}

Duration RunningAges::age_of(WallTime stamp) {
  if (stamp.ms == 0) return Duration{0};
  const auto known = std::find_if(known_.begin(), known_.end(),
                                  [&](const Known& one) { return one.stamp == stamp; });
  if (known != known_.end()) {
    known->asked_at = now();
    return now() - known->written;
  }
  // Of two moments at which the clock showed this the later one: whatever is asked for once a
  // second is asked for soon after it was written, and known from then on.
  for (auto stretch = stretches_.rbegin(); stretch != stretches_.rend(); ++stretch) {
    const MonoTime written{stamp.ms - stretch->ahead.count()};
    if (written < stretch->from - kSteered || written > stretch->to + kSteered) continue;
    remember(stamp, std::min(written, now()));
    return now() - std::min(written, now());
  }
  const Duration running = now() - started_;
  if (stamp < wall_at_start_) {
    const Duration age = running + (wall_at_start_ - stamp);
    remember(stamp, now() - age);
    return age;
  }
  // Written before the start by a clock that was ahead of today's, or today's was set since.
  const WallTime wall = WallTime{now().ms} + stretches_.back().ahead;
  return std::max(running, wall - stamp);
}

void RunningAges::remember(WallTime stamp, MonoTime written) {
  if (known_.size() == kStampsMax) {
    known_.erase(std::min_element(known_.begin(), known_.end(), [](const Known& a, const Known& b) {
      return a.asked_at < b.asked_at;
    }));
  }
  known_.push_back({stamp, written, now()});
}

}  // namespace earshot::edge
