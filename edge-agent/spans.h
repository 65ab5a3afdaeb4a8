// A stretch of time as people say it: "40 seconds", "3 hours", "1 day".
// Owner: edge-agent. Threads: pure functions, any thread.
#pragma once

#include <string>

#include "core/base/time.h"

namespace earshot::edge {

/// In the largest unit of which it is at least nine tenths, rounded; without a sign.
[[nodiscard]] std::string span_words(Duration span);

}  // namespace earshot::edge
