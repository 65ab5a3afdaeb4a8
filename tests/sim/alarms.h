// Alarms that somebody deserves to get: what was done, and what of it the receiver must have seen,
// known from the disks and from the frames that were heard. Owner: the run. Threads: one.
#pragma once

#include <optional>

#include "tests/sim/checks.h"

namespace earshot::sim {

/// The machine is about to go on with what is in `successor`, or with nothing. Call it while the
/// old disk is still there. What follows from that must be told of at its receiver: another history
/// is one of `fork` and `new_epoch`.
void expect_other_history(World& world, Machine& machine, const std::filesystem::path* successor);

/// The edge agent is about to go on with `successor`, or with nothing: what its kiosks have let go
/// of and it does not have is a hole.
void expect_holes(World& world, EdgeMachine& edge, const std::filesystem::path* successor);

/// Every alarm that was due was raised, and none for nothing.
[[nodiscard]] std::optional<Failure> check_alarms(World& world);

/// What was filed with a time put right: its kiosk's clock was told of.
[[nodiscard]] std::optional<Failure> check_clock_alarms(World& world, const Site& site,
                                                        const edge::FiledResponse& row);

}  // namespace earshot::sim
