// What earshot-train does. Owner: tools/train. Threads: one calls; training uses all cores.
#pragma once

#include <ostream>

#include "tools/train/options.h"

namespace earshot::train {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;  ///< a file could not be used
inline constexpr int kWrong = 2;   ///< wrong usage, or too little to learn from

/// Reads, trains, writes the model, prints the report to `out`; returns the exit code.
[[nodiscard]] int run(const Options& options, std::ostream& out, std::ostream& complaints);

}  // namespace earshot::train
