#include "tools/traffic/feedback_row.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace earshot::traffic {
namespace {

constexpr std::size_t kRespondentBytesMax = 256;
constexpr std::size_t kPlaceBytesMax = 256;
constexpr std::size_t kQuotedBytesMax = 40;

std::string trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const auto first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kSpaces) - first + 1));
}

/// A few words of the file, inert on a terminal.
std::string shown(std::string_view text) {
  return "'" + one_line(text.substr(0, kQuotedBytesMax), kQuotedBytesMax) + "'";
}

using Read = tl::expected<FeedbackRow, BadRow>;

class RowReader {
 public:
  RowReader(const FeedbackMap& map, const Columns& columns, const CsvRow& row)
      : map_(map), columns_(columns), row_(row) {
    result_.line = row.line;
  }

  Read read() {
    for (std::size_t i = 0; i < row_.fields.size(); ++i) {
      if (!is_utf8(row_.fields[i])) {
        return bad(Fault::invalid_utf8, "column " + std::to_string(i + 1) + " is not UTF-8");
      }
    }
    const std::string rating = trimmed(row_.fields[columns_.rating]);
    if (map_.not_a_rating.contains(rating)) return std::move(result_);
    if (rating.empty()) return bad(Fault::missing_rating, "the rating is missing");
    const auto value = map_.rating_values.find(rating);
    if (value == map_.rating_values.end()) {
      return bad(Fault::impossible_rating, "the rating " + shown(rating) + " is not in the map");
    }
    result_.rating = value->second;
    return read_rest();
  }

 private:
  Read read_rest() {
    result_.location = place(columns_.location, map_.locations);
    if (result_.location.empty()) return bad(Fault::missing_location, "the location is missing");
    result_.touchpoint = place(columns_.touchpoint, map_.touchpoints);
    if (result_.touchpoint.empty()) {
      return bad(Fault::missing_touchpoint,
                 "the touchpoint is missing, and the map has no [touchpoint] when_empty");
    }
    if (std::max(result_.location.size(), result_.touchpoint.size()) > kPlaceBytesMax) {
      return bad(Fault::unusable_name, "the name of a place is longer than 256 bytes");
    }
    result_.respondent = trimmed(row_.fields[columns_.respondent]);
    if (result_.respondent.empty()) {
      return bad(Fault::missing_respondent, "the respondent is missing");
    }
    if (result_.respondent.size() > kRespondentBytesMax) {
      return bad(Fault::unusable_name, "the respondent is longer than 256 bytes");
    }
    const std::string date = trimmed(row_.fields[columns_.date]);
    const auto at = map_.date_format.read(date);
    if (!at) {
      return bad(Fault::bad_date, "the date " + shown(date) + " is not a day written as " +
                                      map_.date_format.format());
    }
    result_.at = *at;
    if (columns_.comment) {
      const std::string& comment = row_.fields[*columns_.comment];
      result_.comment = trimmed(clean_text(comment, comment.size()));
    }
    return std::move(result_);
  }

  [[nodiscard]] std::string place(std::size_t column, const PlaceNames& names) const {
    std::string value = trimmed(row_.fields[column]);
    return value.empty() ? names.when_empty.value_or("") : value;
  }

  [[nodiscard]] Read bad(Fault fault, std::string reason) const {
    return tl::unexpected(BadRow{row_.line, fault, std::move(reason)});
  }

  const FeedbackMap& map_;
  const Columns& columns_;
  const CsvRow& row_;
  FeedbackRow result_;
};

Result<std::size_t> find(const FeedbackMap& map, const FeedbackMap::Column& column,
                         std::span<const std::string> header) {
  const auto where = map.file_name + ":" + std::to_string(column.line) + ": ";
  const auto it = std::ranges::find(header, column.name);
  if (it == header.end()) {
    std::string list;
    for (const auto& name : header.first(std::min<std::size_t>(header.size(), 40))) {
      list += (list.empty() ? "" : ", ") + one_line(name, kQuotedBytesMax);
    }
    return fail(ErrorCode::invalid,
                where + "the file has no column " + shown(column.name) + "; it has: " + list);
  }
  if (std::ranges::count(header, column.name) > 1) {
    return fail(ErrorCode::invalid,
                where + "the file has the column " + shown(column.name) + " twice");
  }
  return static_cast<std::size_t>(it - header.begin());
}

}  // namespace

Result<Columns> find_columns(const FeedbackMap& map, std::span<const std::string> header) {
  Columns columns;
  columns.width = header.size();
  const std::pair<const FeedbackMap::Column*, std::size_t*> wanted[] = {
      {&map.location, &columns.location},
      {&map.touchpoint, &columns.touchpoint},
      {&map.respondent, &columns.respondent},
      {&map.rating, &columns.rating},
      {&map.date, &columns.date},
  };
  for (const auto& [column, index] : wanted) {
    const auto found = find(map, *column, header);
    if (!found) return tl::unexpected(found.error());
    *index = *found;
  }
  if (map.comment) {
    const auto found = find(map, *map.comment, header);
    if (!found) return tl::unexpected(found.error());
    columns.comment = *found;
  }
  return columns;
}

tl::expected<FeedbackRow, BadRow> read_row(const FeedbackMap& map, const Columns& columns,
                                           const CsvRow& row) {
  return RowReader(map, columns, row).read();
}

}  // namespace earshot::traffic
