// What many runs came to: faults injected and effective, paths reached, how much life was
// simulated, how large what must stay small ever was. Owner: main. Threads: one.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "tests/sim/run.h"

namespace earshot::sim {

/// After so many seeds, and after those of the suite, what was never reached is looked for in small
/// worlds with nothing but the faults that lead there; if so many of those do not reach it either,
/// the simulator itself has failed.
inline constexpr std::uint64_t kSeedsForAllPaths = 500;
inline constexpr std::uint64_t kSeedsPerSearch = 300;

/// A fault that never had an effect, or a path that was never reached.
struct Unreached {
  std::string name;
  FaultSet faults;
};

class Report {
 public:
  void add(const Outcome& outcome);

  [[nodiscard]] std::uint64_t runs() const { return runs_; }
  /// `cpu_seconds`: of all processes that ran seeds.
  [[nodiscard]] std::string text(double cpu_seconds) const;
  /// What was never reached, and the faults that lead there.
  [[nodiscard]] std::vector<Unreached> unreached() const;

 private:
  std::uint64_t runs_ = 0;
  std::uint64_t steps_ = 0, thanked_ = 0, lost_ = 0;
  std::int64_t site_ms_ = 0, device_ms_ = 0, slowest_ms_ = 0;
  FaultTally faults_;
  Coverage coverage_;
  std::array<std::uint64_t, kFaultCount> seeds_with_fault_{};  ///< in which it was effective
  std::array<std::uint64_t, kMarkCount> seeds_with_mark_{};
  Split split_{};
  Peaks peaks_;
};

}  // namespace earshot::sim
