// A clock that a test turns by hand. Owner: the test. Threads: any.
#pragma once

#include <atomic>

#include "core/base/ports.h"

namespace earshot::fakes {

class FakeClock final : public Clock {
 public:
  /// Begins on Monday 2 March 2026, 09:00 UTC, one hour after boot.
  explicit FakeClock(WallTime wall = {1'772'442'000'000}, MonoTime mono = {3'600'000})
      : wall_ms_(wall.ms), mono_ms_(mono.ms) {}

  WallTime wall_now() override { return {wall_ms_.load()}; }
  MonoTime mono_now() override { return {mono_ms_.load()}; }

  /// Time goes by: both clocks go forward.
  void advance(Duration d) {
    wall_ms_ += d.count();
    mono_ms_ += d.count();
  }
  /// Somebody sets the wall clock; the monotonic one does not notice.
  void set_wall(WallTime t) { wall_ms_ = t.ms; }

 private:
  std::atomic<std::int64_t> wall_ms_;
  std::atomic<std::int64_t> mono_ms_;
};

}  // namespace earshot::fakes
