// What must be true when all is quiet again. Each check is independent of how the programs came to
// their state: it knows what was said, and looks into the stores. Owner: the run. Threads: one.
#pragma once

#include <optional>
#include <string>

#include "tests/sim/world.h"

namespace earshot::sim {

struct Failure {
  std::string check;  ///< its name: shrinking looks for the same one again
  std::string words;  ///< what is wrong, where
};

/// The first that is broken; none: all hold.
[[nodiscard]] std::optional<Failure> check_all(World& world);

}  // namespace earshot::sim
