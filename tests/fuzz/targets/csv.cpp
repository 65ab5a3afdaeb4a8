// CSV files of strangers: rows, line numbers, the way back after a mistake, with narrow limits (so
// that each of them is met) and the real ones.
#include <sstream>

#include "core/base/check.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tools/traffic/csv_reader.h"

namespace earshot::fuzz {
namespace {

/// A reader holds what it reads ahead and a row; fields are texts of their own.
constexpr MemoryBound kBound{64, 512 * 1024};

using traffic::BadRow;
using traffic::CsvItem;
using traffic::CsvLimits;
using traffic::CsvRow;

std::uint64_t count_lines(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1;
}

/// A row written and read again is the same row.
void expect_same_again(const CsvRow& row) {
  const auto text = traffic::encode_csv_row(row.fields);
  const CsvLimits wide{text.size() + 1, text.size() + 2, row.fields.size() + 1};
  const auto again = traffic::parse_csv_row(text, true, wide);
  EARSHOT_CHECK(again.outcome == traffic::CsvAttempt::Outcome::row);
  EARSHOT_CHECK(again.length == text.size() && again.fields == row.fields);
}

void read_all(std::string_view input, const CsvLimits& limits, std::size_t columns) {
  std::istringstream in{std::string(input)};
  traffic::CsvReader reader(in, limits);
  if (columns > 0) reader.expect_columns(columns);
  const std::uint64_t last_line = count_lines(input);
  std::uint64_t line = 0;
  while (const auto item = reader.next()) {
    const auto* row = std::get_if<CsvRow>(&*item);
    const auto at = row != nullptr ? row->line : std::get<BadRow>(*item).line;
    EARSHOT_CHECK(at > line && at <= last_line);  // always forward, and never past the end
    line = at;
    if (row == nullptr) {
      expect_readable({ErrorCode::invalid, std::get<BadRow>(*item).reason});
      continue;
    }
    EARSHOT_CHECK(!row->fields.empty() && row->fields.size() <= limits.columns_max);
    EARSHOT_CHECK(columns == 0 || row->fields.size() == columns);
    std::size_t bytes = 0;
    for (const auto& field : row->fields) bytes += field.size();
    EARSHOT_CHECK(bytes <= limits.row_bytes_max);
    expect_same_again(*row);
  }
}

}  // namespace

FUZZ_TARGET(csv) {
  if (input.empty()) return;
  const auto how = static_cast<unsigned char>(input.front());
  input.remove_prefix(1);
  const CsvLimits limits = (how & 1U) != 0 ? CsvLimits{} : CsvLimits{40, 4, 5};
  const MemoryWatch watch;
  read_all(input, limits, how / 2 % 4);
  watch.expect_within(kBound, input.size());
}

}  // namespace earshot::fuzz
