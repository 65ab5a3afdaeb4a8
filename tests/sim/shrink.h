// Makes a failing seed's world smaller while it still fails in the same way: fewer kinds of faults,
// fewer mishaps, fewer devices and customers, a shorter life. Owner: main. Threads: one.
#pragma once

#include <functional>
#include <string>

#include "tests/sim/run.h"

namespace earshot::sim {

/// The most runs that shrinking one seed takes.
inline constexpr int kShrinkRunsMax = 150;

/// `told` hears of every smaller plan that still fails.
[[nodiscard]] Limits shrink(std::uint64_t seed, Limits limits, const std::string& check,
                            const std::function<void(const Limits&)>& told);

}  // namespace earshot::sim
