// What many runs came to: faults injected and effective, paths reached, how much life was
// simulated, how large what must stay small ever was. Owner: main. Threads: one.
#pragma once

#include <string>
#include <vector>

#include "tests/sim/run.h"

namespace earshot::sim {

/// From so many seeds on, a fault that never had an effect or a path that was never reached is a
/// failure of the simulator itself.
inline constexpr std::uint64_t kSeedsForAllPaths = 500;

class Report {
 public:
  void add(const Outcome& outcome);

  [[nodiscard]] std::uint64_t runs() const { return runs_; }
  /// `cpu_seconds`: of all processes that ran seeds.
  [[nodiscard]] std::string text(double cpu_seconds) const;
  /// Names of what was never reached.
  [[nodiscard]] std::vector<std::string> unreached() const;

 private:
  std::uint64_t runs_ = 0;
  std::uint64_t steps_ = 0, thanked_ = 0, lost_ = 0;
  std::int64_t site_ms_ = 0, device_ms_ = 0, slowest_ms_ = 0;
  FaultTally faults_;
  Coverage coverage_;
  Peaks peaks_;
};

}  // namespace earshot::sim
