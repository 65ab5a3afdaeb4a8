// Reads CSV as RFC 4180 describes it, a row at a time, and survives what people's files really
// hold: no Debian library reports line numbers and finds its way back after broken quoting. Owner:
// whoever reads the file. Threads: one.
//
// The way back: a row with broken quoting, of the wrong width or too long is one mistake, and
// reading goes on at the physical line after the one where that row began. So an opening quote that
// nobody closes costs its own row and nothing that follows. What cannot be seen is a pair of
// mistakes that make up a sound row together (an opening quote too many, and lines later a closing
// one too many in the same column): that is a valid multi-line field.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tools/traffic/bad_row.h"

namespace earshot::traffic {

struct CsvLimits {
  std::size_t row_bytes_max = 256 * 1024;  ///< of one row with its quotes and line ends
  std::size_t row_lines_max = 1000;        ///< physical lines that one row may span
  std::size_t columns_max = 1000;
};

struct CsvRow {
  std::uint64_t line = 0;  ///< where it begins; the file's first line is 1
  std::vector<std::string> fields;
};

using CsvItem = std::variant<CsvRow, BadRow>;

/// One attempt to read the row that begins at the front of `text`.
struct CsvAttempt {
  enum class Outcome { row, need_more, bad };
  Outcome outcome = Outcome::need_more;
  std::size_t length = 0;  ///< row: its bytes with the line end
  std::size_t lines = 0;   ///< row: the physical lines that it spans
  std::vector<std::string> fields;
  BadRow mistake;  ///< bad: without a line number
};
/// Pure. `at_end`: no byte follows `text`, so that it never answers need_more.
[[nodiscard]] CsvAttempt parse_csv_row(std::string_view text, bool at_end, const CsvLimits& limits);

/// One row as RFC 4180 wants it, ended by CRLF.
[[nodiscard]] std::string encode_csv_row(std::span<const std::string> fields);

class CsvReader {
 public:
  /// `in` must outlive the reader. A byte order mark at its start is skipped.
  explicit CsvReader(std::istream& in, CsvLimits limits = {});

  /// From the next row on, rows must have this many columns (known from the header).
  void expect_columns(std::size_t count) { columns_ = count; }

  /// The next row or mistake; none at the end of the file. Lines with nothing in them are passed
  /// over. Memory: at most twice the longest row allowed.
  [[nodiscard]] std::optional<CsvItem> next();

  /// True when the machine failed to read the file, so that the end is not its end.
  [[nodiscard]] bool failed() const { return in_.bad(); }

 private:
  CsvAttempt attempt();
  [[nodiscard]] std::optional<BadRow> wrong_width(const CsvAttempt& row) const;
  bool refill();
  void skip_byte_order_mark();
  bool skip_blank_line();
  void skip_line();
  [[nodiscard]] std::string_view rest() const {
    return std::string_view(buffer_).substr(position_);
  }

  std::istream& in_;
  const CsvLimits limits_;
  std::optional<std::size_t> columns_;
  std::string buffer_;
  std::size_t position_ = 0;
  std::uint64_t line_ = 1;
  bool at_end_ = false;
  bool started_ = false;
};

}  // namespace earshot::traffic
