#include "tools/traffic/csv_reader.h"

#include <algorithm>

namespace earshot::traffic {
namespace {

constexpr std::size_t kChunkBytes = 64 * 1024;

/// Walks over one row; each step takes one byte or asks for more.
class RowParser {
 public:
  RowParser(std::string_view text, bool at_end, const CsvLimits& limits)
      : text_(text), at_end_(at_end), limits_(limits) {}

  CsvAttempt parse() {
    while (!done_) {
      if (text_.substr(at_, 1) == "\"") {
        quoted_field();
      } else {
        plain_field();
      }
    }
    return std::move(result_);
  }

 private:
  void plain_field() {
    const std::size_t end = text_.find_first_of(",\"\n", at_);
    if (end == std::string_view::npos) return no_more(text_.substr(at_));
    if (text_[end] == '"')
      return bad("a quotation mark inside a field that does not begin with one");
    field_.assign(text_.substr(at_, end - at_));
    if (text_[end] == '\n' && field_.ends_with('\r')) field_.pop_back();
    at_ = end;
    end_of_field();
  }

  void quoted_field() {
    ++at_;
    field_.clear();
    for (;;) {
      const std::size_t quote = text_.find('"', at_);
      const std::string_view part = text_.substr(at_, quote - at_);
      field_.append(part);
      result_.lines += static_cast<std::size_t>(std::ranges::count(part, '\n'));
      if (too_long(quote)) return;
      if (quote == std::string_view::npos) return unclosed();
      at_ = quote + 1;
      if (at_ == text_.size() && !at_end_) return need_more();
      if (text_.substr(at_, 1) != "\"") break;
      field_.push_back('"');
      ++at_;
    }
    after_closing_quote();
  }

  void after_closing_quote() {
    if (at_ == text_.size()) return end_of_row(0);
    if (text_[at_] == '\r') {
      if (at_ + 1 == text_.size() && !at_end_) return need_more();
      if (at_ + 1 == text_.size()) return end_of_row(1);
      if (text_[at_ + 1] == '\n') ++at_;
    }
    if (text_[at_] != ',' && text_[at_] != '\n') return bad("text behind a closing quotation mark");
    end_of_field();
  }

  /// At the comma or line feed that ends the field.
  void end_of_field() {
    if (text_[at_] == '\n') return end_of_row(1);
    if (!take_field()) return;
    ++at_;
    if (at_ == text_.size() && !at_end_) need_more();
  }

  void end_of_row(std::size_t line_end_bytes) {
    if (!take_field()) return;
    result_.outcome = CsvAttempt::Outcome::row;
    result_.length = at_ + line_end_bytes;
    ++result_.lines;
    if (result_.length > limits_.row_bytes_max) return row_too_long();
    done_ = true;
  }

  bool take_field() {
    if (result_.fields.size() == limits_.columns_max) {
      fail(Fault::too_many_columns,
           "more than " + std::to_string(limits_.columns_max) + " columns");
      return false;
    }
    result_.fields.push_back(std::move(field_));
    field_.clear();
    return true;
  }

  /// The text ends inside a plain field.
  void no_more(std::string_view last) {
    if (text_.size() > limits_.row_bytes_max) return row_too_long();
    if (!at_end_) return need_more();
    field_.assign(last);
    if (field_.ends_with('\r')) field_.pop_back();
    at_ = text_.size();
    end_of_row(0);
  }

  void unclosed() {
    if (!at_end_) return need_more();
    bad("a quotation mark is never closed");
  }

  /// A quoted field that goes on and on is almost surely one that nobody closed.
  bool too_long(std::size_t quote) {
    if (std::min(quote, text_.size()) <= limits_.row_bytes_max &&
        result_.lines < limits_.row_lines_max) {
      return false;
    }
    bad("a quotation mark is not closed within " + std::to_string(limits_.row_lines_max) +
        " lines or " + std::to_string(limits_.row_bytes_max / 1024) + " KiB");
    return true;
  }

  void row_too_long() {
    fail(Fault::row_too_long,
         "longer than " + std::to_string(limits_.row_bytes_max / 1024) + " KiB");
  }
  void bad(std::string reason) { fail(Fault::broken_quoting, std::move(reason)); }

  void fail(Fault fault, std::string reason) {
    result_.outcome = CsvAttempt::Outcome::bad;
    result_.mistake = {0, fault, std::move(reason)};
    done_ = true;
  }

  void need_more() {
    result_.outcome = CsvAttempt::Outcome::need_more;
    done_ = true;
  }

  const std::string_view text_;
  const bool at_end_;
  const CsvLimits& limits_;
  std::size_t at_ = 0;
  std::string field_;
  CsvAttempt result_;
  bool done_ = false;
};

}  // namespace

CsvAttempt parse_csv_row(std::string_view text, bool at_end, const CsvLimits& limits) {
  return RowParser(text, at_end, limits).parse();
}

std::string encode_csv_row(std::span<const std::string> fields) {
  std::string row;
  for (const std::string& field : fields) {
    if (!row.empty() || &field != &fields.front()) row += ',';
    // An empty only field would make a blank line, which readers pass over.
    if (field.find_first_of(",\"\r\n") == std::string::npos &&
        !(field.empty() && fields.size() == 1)) {
      row += field;
      continue;
    }
    row += '"';
    for (const char c : field) row.append(c == '"' ? 2 : 1, c);
    row += '"';
  }
  return row + "\r\n";
}

CsvReader::CsvReader(std::istream& in, CsvLimits limits) : in_(in), limits_(limits) {}

std::optional<CsvItem> CsvReader::next() {
  if (!started_) skip_byte_order_mark();
  while (skip_blank_line()) {
  }
  if (rest().empty()) return std::nullopt;

  CsvAttempt row = attempt();
  const std::uint64_t line = line_;
  std::optional<BadRow> mistake;
  if (row.outcome == CsvAttempt::Outcome::bad) mistake = std::move(row.mistake);
  if (!mistake) mistake = wrong_width(row);
  if (mistake) {
    mistake->line = line;
    skip_line();
    return *std::move(mistake);
  }
  position_ += row.length;
  line_ += row.lines;
  return CsvRow{line, std::move(row.fields)};
}

CsvAttempt CsvReader::attempt() {
  for (;;) {
    CsvAttempt row = parse_csv_row(rest(), at_end_, limits_);
    if (row.outcome != CsvAttempt::Outcome::need_more) return row;
    refill();
  }
}

std::optional<BadRow> CsvReader::wrong_width(const CsvAttempt& row) const {
  const std::size_t count = row.fields.size();
  if (!columns_ || count == *columns_) return std::nullopt;
  return BadRow{
      0, count < *columns_ ? Fault::too_few_columns : Fault::too_many_columns,
      std::to_string(count) + " columns where the header has " + std::to_string(*columns_)};
}

bool CsvReader::refill() {
  if (at_end_) return false;
  buffer_.erase(0, position_);
  position_ = 0;
  const std::size_t had = buffer_.size();
  buffer_.resize(had + kChunkBytes);
  in_.read(buffer_.data() + had, static_cast<std::streamsize>(kChunkBytes));
  const auto got = static_cast<std::size_t>(in_.gcount());
  buffer_.resize(had + got);
  if (got < kChunkBytes) at_end_ = true;
  return got > 0;
}

void CsvReader::skip_byte_order_mark() {
  started_ = true;
  refill();
  if (rest().starts_with("\xEF\xBB\xBF")) position_ += 3;
}

bool CsvReader::skip_blank_line() {
  while (rest().size() < 2 && refill()) {
  }
  std::size_t length = 0;
  if (rest().starts_with("\r\n")) length = 2;
  if (rest().starts_with("\n")) length = 1;
  if (length == 0) return false;
  position_ += length;
  ++line_;
  return true;
}

void CsvReader::skip_line() {
  for (;;) {
    const std::size_t end = buffer_.find('\n', position_);
    if (end != std::string::npos) {
      position_ = end + 1;
      ++line_;
      return;
    }
    position_ = buffer_.size();
    if (!refill()) return;
  }
}

}  // namespace earshot::traffic
