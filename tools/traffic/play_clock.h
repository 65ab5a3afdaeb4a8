// How simulated time goes by while real time does.
// Owner: the day command. Threads: plain values, any thread.
#pragma once

#include <optional>

#include "core/base/time.h"
#include "tools/traffic/store_life.h"

namespace earshot::traffic {

/// Live: the stores' clocks begin at ten in the morning of today, run `speed` times as fast as real
/// ones, and skip the hours in which every store is closed, so that there are always customers.
/// From a start: they begin there, nights pass too, and having caught up with the present they run
/// with it, for nothing may be stamped with a time to come.
class PlayClock {
 public:
  static PlayClock live(WallTime now, double speed);
  static PlayClock from(WallTime start, double speed);

  /// `passed` of real time went by (0 or more; what is above a second is not made up for), and now
  /// it is `now`.
  void advance(Duration passed, WallTime now);

  [[nodiscard]] StoreTime now() const { return {static_cast<std::int64_t>(ms_)}; }
  [[nodiscard]] bool is_live() const { return live_; }

 private:
  PlayClock(double ms, double speed, bool live) : ms_(ms), speed_(speed), live_(live) {}
  double ms_;
  double speed_;
  bool live_;
};

}  // namespace earshot::traffic
