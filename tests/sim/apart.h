// Runs in processes of their own, so that an assertion, a crash or an endless loop is a failure
// like any other, and so that both cores work. Owner: main. Threads: one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "tests/sim/run.h"

namespace earshot::sim {

/// The longest that one run may take, in seconds of the processor's time: what does not end by then
/// never will, and a loaded machine is no reason.
inline constexpr unsigned kRunSecondsMax = 300;

/// One run. No story.
[[nodiscard]] Outcome run_apart(const Plan& plan, unsigned cpu_seconds_max = kRunSecondsMax);

/// Runs seeds `first`, `first` + 1, … in `jobs` processes until `more` says no or `count` were run;
/// `done` hears of each, in no particular order. Both are called in this process.
void run_many(std::uint64_t first, std::uint64_t count, int jobs, const Limits& limits,
              const std::function<bool()>& more, const std::function<void(const Outcome&)>& done);

}  // namespace earshot::sim
