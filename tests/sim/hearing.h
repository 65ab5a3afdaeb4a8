// What headquarters heard besides numbers: alerts, whether somebody took them up, and customers'
// words. Each check looks into both stores and at what was said. Owner: the run. Threads: one.
#pragma once

#include <optional>

#include "tests/sim/checks.h"

namespace earshot::sim {

/// The first that is broken; none: all hold. The world is quiet.
[[nodiscard]] std::optional<Failure> check_hearing(World& world);

}  // namespace earshot::sim
