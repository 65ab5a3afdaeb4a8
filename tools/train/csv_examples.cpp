#include "tools/train/csv_examples.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "core/base/utf8.h"
#include "core/text/model.h"
#include "tools/traffic/csv_reader.h"

namespace earshot::train {
namespace {

constexpr std::size_t kFaultsShown = 5;
constexpr std::size_t kLabelsInFileMax = 4096;

struct Places {
  std::size_t text = 0;
  std::size_t labels = 0;
  std::vector<std::size_t> contexts;
  std::optional<std::size_t> group;
};

Result<std::size_t> place_of(const std::vector<std::string>& header, const std::string& name,
                             const std::string& file_name) {
  const auto found = std::ranges::find(header, name);
  if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
  std::string there;
  for (const std::string& column : header) there += (there.empty() ? "" : ", ") + column;
  return fail(ErrorCode::invalid, file_name + " has no column \"" + name +
                                      "\". Its columns are: " + one_line(there, 300));
}

Result<Places> places_of(const std::vector<std::string>& header, const CsvColumns& columns,
                         const std::string& file_name) {
  Places places;
  const auto text = place_of(header, columns.text, file_name);
  if (!text) return tl::unexpected(text.error());
  const auto labels = place_of(header, columns.labels, file_name);
  if (!labels) return tl::unexpected(labels.error());
  places.text = *text;
  places.labels = *labels;
  for (const std::string& name : columns.contexts) {
    const auto context = place_of(header, name, file_name);
    if (!context) return tl::unexpected(context.error());
    places.contexts.push_back(*context);
  }
  if (columns.group.empty()) return places;
  const auto group = place_of(header, columns.group, file_name);
  if (!group) return tl::unexpected(group.error());
  places.group = *group;
  return places;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::set<std::string> labels_of(const std::string& cell, const CsvColumns& columns) {
  std::set<std::string> labels;
  std::size_t begin = 0;
  while (begin <= cell.size()) {
    std::size_t end = columns.single ? std::string::npos : cell.find(columns.separator, begin);
    end = std::min(end, cell.size());
    std::string label = trimmed(
        one_line(std::string_view(cell).substr(begin, end - begin), text::kLabelBytesMax / 4));
    if (!label.empty()) labels.insert(std::move(label));
    begin = end + 1;
  }
  return labels;
}

struct Row {
  text::Example example;
  std::set<std::string> labels;
};

Row row_of(const std::vector<std::string>& fields, const Places& places,
           const CsvColumns& columns) {
  Row row;
  row.example.text = trimmed(fields[places.text]);
  for (const std::size_t place : places.contexts) {
    if (!row.example.context.empty()) row.example.context += ' ';
    row.example.context += trimmed(fields[place]);
  }
  if (places.group) row.example.group = fields[*places.group];
  row.labels = labels_of(fields[places.labels], columns);
  return row;
}

/// Gives numbers to the labels, in the order of their names.
CsvExamples numbered(CsvExamples read, std::vector<Row> rows, const std::set<std::string>& names) {
  read.set.labels.assign(names.begin(), names.end());
  for (Row& row : rows) {
    for (const std::string& label : row.labels) {
      const auto at = std::ranges::lower_bound(read.set.labels, label);
      row.example.labels.push_back(static_cast<std::uint16_t>(at - read.set.labels.begin()));
    }
    read.set.examples.push_back(std::move(row.example));
  }
  return read;
}

}  // namespace

Result<CsvExamples> read_examples(std::istream& in, const std::string& file_name,
                                  const CsvColumns& columns) {
  traffic::CsvReader reader(in);
  CsvExamples read;
  std::optional<Places> places;
  std::vector<Row> rows;
  std::set<std::string> names;
  while (const auto item = reader.next()) {
    if (const auto* bad = std::get_if<traffic::BadRow>(&*item)) {
      ++read.bad;
      if (read.first_faults.size() < kFaultsShown) {
        read.first_faults.push_back(file_name + ":" + std::to_string(bad->line) + ": " +
                                    bad->reason);
      }
      continue;
    }
    const auto& fields = std::get<traffic::CsvRow>(*item).fields;
    if (!places) {
      auto found = places_of(fields, columns, file_name);
      if (!found) return tl::unexpected(found.error());
      places = *std::move(found);
      reader.expect_columns(fields.size());
      continue;
    }
    ++read.rows;
    Row row = row_of(fields, *places, columns);
    if (row.example.text.empty() || row.labels.empty() ||
        row.example.text.size() > text::kCommentBytesMax) {
      ++read.unlabelled;
      continue;
    }
    names.insert(row.labels.begin(), row.labels.end());
    if (names.size() > kLabelsInFileMax) {
      return fail(ErrorCode::invalid, file_name + ": the column \"" + columns.labels +
                                          "\" holds more than " + std::to_string(kLabelsInFileMax) +
                                          " different labels. Is it the right column, and the "
                                          "right separator?");
    }
    rows.push_back(std::move(row));
  }
  if (reader.failed()) return fail(ErrorCode::io, file_name + " could not be read to its end");
  if (!places) return fail(ErrorCode::invalid, file_name + " is empty: not even a header");
  return numbered(std::move(read), std::move(rows), names);
}

}  // namespace earshot::train
