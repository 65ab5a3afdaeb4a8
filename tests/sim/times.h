// When something was said, against when it is filed: the truth is the simulator's own time, and a
// wrong clock is no excuse where the kiosk had a look at a right one. Owner: the run. Threads: one.
#pragma once

#include <optional>

#include "tests/sim/checks.h"
#include "tests/sim/checks_hq.h"

namespace earshot::sim {

/// True when a clock that has a part in filing what this kiosk said was ever wrong: its own, or
/// the edge agent's.
[[nodiscard]] bool clock_was_wrong(const World& world, const Site& site, const DeviceId& device);

/// What an edge agent has filed of a customer is filed in the right time, as far as any program
/// could know it.
[[nodiscard]] std::optional<Failure> check_time(const World& world, const Site& site,
                                                const Voice& voice, const edge::FiledResponse& row);

}  // namespace earshot::sim
