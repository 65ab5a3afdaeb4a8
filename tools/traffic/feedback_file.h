// Reads a whole CSV file of feedback into the staging store, row by row, and counts what it met.
// Owner: the replay command. Threads: one.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <istream>

#include "tools/traffic/places.h"
#include "tools/traffic/staging.h"

namespace earshot::traffic {

struct FileCounts {
  std::uint64_t rows = 0;          ///< all but the header and blank lines
  std::uint64_t not_a_rating = 0;  ///< rows that the map says carry none
  std::uint64_t further_rows = 0;  ///< good rows that were joined to their respondent's first
  std::array<std::uint64_t, kFaultCount> bad{};
  [[nodiscard]] std::uint64_t bad_rows() const;
};

/// Called for each bad row, in the order of the file.
using OnBadRow = std::function<void(const BadRow&)>;
/// Asked now and then with the rows read so far; false stops the reading.
using GoOn = std::function<bool(std::uint64_t rows)>;

/// Error: invalid when the header is not one, lacks a column of the map, or the file has none; busy
/// when `go_on` said no; io; no_space (disk, or more than kKiosksMax kiosks).
Result<FileCounts> read_feedback(std::istream& in, const FeedbackMap& map, Places& places,
                                 Staging& staging, const OnBadRow& on_bad, const GoOn& go_on);

}  // namespace earshot::traffic
