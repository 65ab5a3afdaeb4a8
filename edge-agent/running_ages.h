// How old a record is, whatever happens to the wall's clock meanwhile: records carry a stamp of
// that clock, and this knows how it was set while the program ran. Owner: Edge, on the event loop.
#pragma once

#include <deque>
#include <vector>

#include "core/base/time.h"

namespace earshot::edge {

class RunningAges {
 public:
  /// How often the clock may be set before the oldest of it is forgotten, and how many stamps are
  /// remembered: those asked for last.
  static constexpr std::size_t kStretchesMax = 16;
  static constexpr std::size_t kStampsMax = 16;

  RunningAges(WallTime wall, MonoTime mono);

  /// What both clocks say now. Call it at least as often as records are written and asked for.
  /// True: the wall's clock was set since the last look.
  bool look(WallTime wall, MonoTime mono);
  /// False: the clock was never set since the start, so that stamps can be taken as they are.
  [[nodiscard]] bool stepped() const { return stretches_.size() > 1; }

  /// As of the last look, of a record with this stamp; 0 for ms 0, which is none. A stamp of this
  /// run: the time that really went by since; one from before the start: as old as it was by the
  /// clock at the start, and as the time that went by since. It only grows while it is asked for.
  [[nodiscard]] Duration age_of(WallTime stamp);

 private:
  /// The clock was not set from `from` to `to`: what it showed is the monotonic one plus `ahead`.
  struct Stretch {
    MonoTime from, to;
    Duration ahead{0};
  };
  struct Known {
    WallTime stamp;
    MonoTime written;
    MonoTime asked_at;
  };
  [[nodiscard]] MonoTime now() const { return stretches_.back().to; }
  void remember(WallTime stamp, MonoTime written);

  std::deque<Stretch> stretches_;  ///< never empty; the last one is now's
  MonoTime started_;
  WallTime wall_at_start_;
  std::vector<Known> known_;
};

}  // namespace earshot::edge
