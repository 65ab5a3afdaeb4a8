// The tables of a location's store, beside the relay's own.
// Owner: edge-agent. Threads: pure functions, any thread.
// Forward only: a released migration is never edited, a change is the next number.
#pragma once

#include <vector>

#include "platform/sqlite/database.h"

namespace earshot::edge {

/// The relay's migrations, then the edge agent's: what Database::open wants.
[[nodiscard]] std::vector<sqlite::Migration> migrations();

}  // namespace earshot::edge
