// One run of one plan, and what came of it. Owner: main, tests, the shrinker. Threads: one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/sim/checks.h"

namespace earshot::sim {

/// What is told of a run to another process, as bytes.
struct Figures {
  std::uint64_t seed = 0;
  std::uint64_t hash = 0;       ///< of the whole story
  std::uint64_t steps = 0;      ///< events
  std::int64_t lived_ms = 0;    ///< simulated, to the end of settling down
  std::int64_t settled_ms = 0;  ///< from healing to quiet
  int locations = 0, kiosks = 0;
  std::uint64_t thanked = 0, lost = 0;  ///< responses' revisions; lost with a destroyed disk
  FaultTally faults;
  Coverage coverage;
  Peaks peaks;
  Split split{};  ///< of the machine's time
};

struct Outcome {
  Figures figures;
  std::optional<Failure> failure;
  std::vector<std::string> story;
};

/// Where runs have their folders: in memory where that is possible, as syncs are only noted anyway.
[[nodiscard]] std::filesystem::path run_folders();
/// Takes away what a process of ours that ended in the middle of a run left behind.
void remove_run_folders(int pid);

/// `lines_max`: how much of the story is kept; 0: none.
[[nodiscard]] Outcome run(const Plan& plan, std::size_t lines_max);

}  // namespace earshot::sim
