// What earshot-analyse does. Owner: tools/analyse. Threads: one.
#pragma once

#include <istream>
#include <ostream>

#include "tools/analyse/options.h"

namespace earshot::analyse {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;  ///< a line was refused, or a file could not be used
inline constexpr int kWrong = 2;   ///< wrong usage, or a taxonomy with a mistake

/// Reads `in` to its end, prints to `out`, complains to `complaints`; returns the exit code.
[[nodiscard]] int run(const Options& options, std::istream& in, std::ostream& out,
                      std::ostream& complaints);

}  // namespace earshot::analyse
