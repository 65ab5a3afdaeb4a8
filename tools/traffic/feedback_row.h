// One row of somebody's CSV file, read with their map.
// Owner: the replay command. Threads: pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "core/base/result.h"
#include "core/base/time.h"
#include "tools/traffic/bad_row.h"
#include "tools/traffic/csv_reader.h"
#include "tools/traffic/feedback_map.h"

namespace earshot::traffic {

/// Where the mapped columns stand in the header.
struct Columns {
  std::size_t width = 0;
  std::size_t location = 0, touchpoint = 0, respondent = 0, rating = 0, date = 0;
  std::optional<std::size_t> comment;
};

/// Error: invalid, "<map>:<line>: …", when the header has no such column or has it twice.
[[nodiscard]] Result<Columns> find_columns(const FeedbackMap& map,
                                           std::span<const std::string> header);

struct FeedbackRow {
  std::uint64_t line = 0;
  std::optional<int> rating;  ///< on the map's scale; none: not a rating, and the rest is empty
  std::string location, touchpoint, respondent;  ///< as the file has them, without spaces around
  WallTime at;
  std::string comment;  ///< clean text of any length
};

/// `row` has the header's width. The checks, in their order: UTF-8, rating, location, touchpoint,
/// respondent, date; the first that fails names the fault.
[[nodiscard]] tl::expected<FeedbackRow, BadRow> read_row(const FeedbackMap& map,
                                                         const Columns& columns, const CsvRow& row);

}  // namespace earshot::traffic
