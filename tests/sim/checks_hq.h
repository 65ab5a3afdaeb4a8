// What must be true of headquarters' numbers when all is quiet again: the second half of checks.h.
// Owner: the run. Threads: one.
#pragma once

#include <map>
#include <optional>
#include <string_view>

#include "edge-agent/response_book.h"
#include "tests/sim/checks.h"

namespace earshot::sim {

/// What an edge agent has filed.
using Filed = std::map<ResponseId, edge::FiledResponse>;

/// Headquarters' cells of this location are what the responses that its edge agent has make,
/// counted from what the customers said. When disks were destroyed that held something alone, a
/// cell may also stand as an earlier life of the edge agent sent it: fuller than today's, and
/// nothing in it that was never said.
[[nodiscard]] std::optional<Failure> check_cells_at_hq(World& world, const Site& site,
                                                       const Filed& filed);

/// Whether a line of `text` begins with these words, whole ones.
[[nodiscard]] bool has_line(std::string_view text, std::string_view beginning);

/// The rollups are what counting the cells again gives, and the sum of the locations' cells.
[[nodiscard]] std::optional<Failure> check_numbers_of_hq(World& world);

}  // namespace earshot::sim
