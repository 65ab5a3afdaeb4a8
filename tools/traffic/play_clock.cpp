#include "tools/traffic/play_clock.h"

#include <algorithm>

namespace earshot::traffic {
namespace {

constexpr std::int64_t kDayMs = 24 * 60 * 60'000;
constexpr std::int64_t kTenInTheMorningMs = 10 * 60 * 60'000;
constexpr double kStepMsMax = 1000;

}  // namespace

PlayClock PlayClock::live(WallTime now, double speed) {
  return {static_cast<double>(now.ms / kDayMs * kDayMs + kTenInTheMorningMs), speed, true};
}

PlayClock PlayClock::from(WallTime start, double speed) {
  return {static_cast<double>(start.ms), speed, false};
}

void PlayClock::advance(Duration passed, WallTime now) {
  ms_ += std::min(static_cast<double>(passed.count()), kStepMsMax) * speed_;
  if (!live_) {
    ms_ = std::min(ms_, static_cast<double>(now.ms));
    return;
  }
  const StoreTime at = this->now();
  if (kAnyStore.contains(at.minute_of_day())) return;
  const std::int64_t day = at.minute_of_day() < kAnyStore.opens ? at.day() : at.day() + 1;
  ms_ = static_cast<double>(day * kDayMs + std::int64_t{kAnyStore.opens} * 60'000);
}

}  // namespace earshot::traffic
