#include "tools/traffic/feedback_file.h"

#include <numeric>

namespace earshot::traffic {
namespace {

constexpr std::uint64_t kRowsBetweenAsking = 5000;

class FileReader {
 public:
  FileReader(std::istream& in, const FeedbackMap& map, Places& places, Staging& staging,
             const OnBadRow& on_bad)
      : csv_(in), map_(map), places_(places), staging_(staging), on_bad_(on_bad) {}

  Result<void> read_header() {
    const auto item = csv_.next();
    if (!item) return fail(ErrorCode::invalid, csv_.failed() ? "cannot be read" : "is empty");
    const auto* header = std::get_if<CsvRow>(&*item);
    if (header == nullptr) {
      const auto& mistake = std::get<BadRow>(*item);
      return fail(ErrorCode::invalid,
                  "line " + std::to_string(mistake.line) + ": the header has " + mistake.reason);
    }
    auto columns = find_columns(map_, header->fields);
    if (!columns) return tl::unexpected(columns.error());
    columns_ = *columns;
    csv_.expect_columns(columns_.width);
    return {};
  }

  Result<void> read_rows(const GoOn& go_on) {
    while (const auto item = csv_.next()) {
      ++counts_.rows;
      if (const auto* mistake = std::get_if<BadRow>(&*item)) {
        report(*mistake);
      } else if (const auto taken = take(std::get<CsvRow>(*item)); !taken) {
        return taken;
      }
      if (counts_.rows % kRowsBetweenAsking == 0 && !go_on(counts_.rows)) {
        return fail(ErrorCode::busy, "stopped while reading");
      }
    }
    if (csv_.failed()) return fail(ErrorCode::io, "the disk failed while it was read");
    return staging_.seal();
  }

  [[nodiscard]] const FileCounts& counts() const { return counts_; }

 private:
  Result<void> take(const CsvRow& csv_row) {
    const auto row = read_row(map_, columns_, csv_row);
    if (!row) return report(row.error());
    if (!row->rating) {
      ++counts_.not_a_rating;
      return {};
    }
    const auto kiosk = places_.kiosk_at(row->location, row->touchpoint);
    if (!kiosk) {
      if (kiosk.error().code != ErrorCode::invalid) return tl::unexpected(kiosk.error());
      return report({row->line, Fault::unusable_name, kiosk.error().message});
    }
    const auto outcome = staging_.add(*row, places_.kiosks()[*kiosk].location, *kiosk);
    if (!outcome) return tl::unexpected(outcome.error());
    if (outcome->added == Staging::Added::joined) ++counts_.further_rows;
    if (outcome->added != Staging::Added::conflicting) return {};
    return report({row->line, Fault::conflicting_rating,
                   "the same respondent gave another rating in line " +
                       std::to_string(outcome->first_line) + ", which counts"});
  }

  Result<void> report(const BadRow& row) {
    ++counts_.bad[static_cast<std::size_t>(row.fault)];
    on_bad_(row);
    return {};
  }

  CsvReader csv_;
  const FeedbackMap& map_;
  Places& places_;
  Staging& staging_;
  const OnBadRow& on_bad_;
  Columns columns_;
  FileCounts counts_;
};

}  // namespace

std::uint64_t FileCounts::bad_rows() const {
  return std::accumulate(bad.begin(), bad.end(), std::uint64_t{0});
}

Result<FileCounts> read_feedback(std::istream& in, const FeedbackMap& map, Places& places,
                                 Staging& staging, const OnBadRow& on_bad, const GoOn& go_on) {
  FileReader reader(in, map, places, staging, on_bad);
  if (const auto header = reader.read_header(); !header) return tl::unexpected(header.error());
  if (const auto rows = reader.read_rows(go_on); !rows) return tl::unexpected(rows.error());
  return reader.counts();
}

}  // namespace earshot::traffic
