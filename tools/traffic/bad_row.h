// What can be wrong with a row of somebody's CSV file, so that each kind is counted by itself.
// Owner: tools/traffic. Threads: plain values, any thread.
// A bad row is reported as FILE:LINE: reason, counted and skipped; its neighbours are not harmed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace earshot::traffic {

enum class Fault : std::uint8_t {
  broken_quoting,
  too_few_columns,
  too_many_columns,
  row_too_long,
  invalid_utf8,
  missing_location,
  missing_touchpoint,
  missing_respondent,
  missing_rating,
  impossible_rating,
  bad_date,
  unusable_name,
  conflicting_rating,
};
inline constexpr int kFaultCount = 13;

/// As it stands in reports: "broken quoting".
[[nodiscard]] std::string_view to_string(Fault fault);

struct BadRow {
  std::uint64_t line = 0;  ///< where the row begins; the file's first line is 1
  Fault fault = Fault::broken_quoting;
  std::string reason;  ///< for a person; quotes at most a few words of the row, never a comment
};

}  // namespace earshot::traffic
