#include "tests/sim/checks_hq.h"

#include <algorithm>
#include <functional>

#include "aggregator/filing.h"
#include "tests/sim/leeway.h"
#include "tests/sim/reader.h"

namespace earshot::sim {
namespace {

using Cells = std::map<score::CellKey, score::CellValue>;

std::string words_of(const score::CellKey& key) {
  return fmt::format("{} {} {}{} hour {}", key.touchpoint.str(), key.question.str(),
                     key.language.str(), key.topic.empty() ? "" : " " + key.topic.str(), key.hour);
}

std::string words_of(const score::CellValue& value) {
  return fmt::format("{} responses, {} comments, ratings {}, {} ms, {} heard up to {} revisions",
                     value.responses, value.comments, fmt::join(value.ratings, ","),
                     value.duration_ms, value.heard, value.revisions);
}

/// From the customers' own words; only which revision counts, when it was said and whether that was
/// misuse is the edge agent's.
Cells said_at(const World& world, const Filed& filed) {
  Cells cells;
  for (const auto& [id, row] : filed) {
    edge::FiledResponse as_said = row;
    as_said.response =
        world.scene.oracle.voices().at(id).revisions.at(row.response.revision).response;
    as_said.response.at = row.response.at;
    as_said.response.misuse = row.response.misuse;
    as_said.readings = reader().read(as_said.response);
    for (const auto& [key, value] : edge::contribution_of(as_said)) cells[key] += value;
  }
  return cells;
}

/// Headquarters' cell for a key; none: it has no such cell.
Result<std::optional<hq::StoredCell>> cell_at_hq(World& world, const LocationId& location,
                                                 const score::CellKey& key) {
  auto& number = world.hq->database().prepared("SELECT number FROM hq_location WHERE id = ?");
  number.bind(1, location.str());
  if (!number.executeStep()) return std::optional<hq::StoredCell>{};
  hq::CellPlace place;
  place.location = number.getColumn(0).getInt64();
  place.hour = key.hour;
  place.business_day = key.business_day;
  place.of_topic = !key.topic.empty();
  auto series = world.hq->cells().find_series(key);
  if (!series) return tl::unexpected(series.error());
  if (!*series) return std::optional<hq::StoredCell>{};
  place.series = **series;
  return world.hq->cells().find(place);
}

/// Tells a lambda of every cell of all topics, with its whole key.
class EachTotal final : public hq::CellVisitor {
 public:
  using Visit =
      std::function<void(const LocationId&, const score::CellKey&, const score::Histogram&)>;
  explicit EachTotal(Visit visit) : visit_(std::move(visit)) {}
  void location(const LocationId& id) override { location_ = id; }
  void cell(hq::Number, const score::CellKey& series, HourUtc hour, LocalDay business_day,
            const score::Histogram& ratings) override {
    score::CellKey key = series;
    key.hour = hour;
    key.business_day = business_day;
    visit_(location_, key, ratings);
  }
  void topic(hq::Number, const score::CellKey&, HourUtc, LocalDay,
             const score::CellValue&) override {}

 private:
  Visit visit_;
  LocationId location_;
};

}  // namespace

std::optional<Failure> check_cells_at_hq(World& world, const Site& site, const Filed& filed) {
  const Cells expected = said_at(world, filed);
  const Leeway leeway(world, site);
  for (const auto& [key, value] : expected) {
    const auto found = cell_at_hq(world, site.id, key);
    if (!found) return Failure{"headquarters' store", found.error().message};
    const score::CellValue stored = *found ? (*found)->value : score::CellValue{};
    if (stored == value || (leeway.covers(key) && stored.heard >= value.heard)) continue;
    return Failure{"headquarters' cells",
                   fmt::format("{}, {}: headquarters has {}; what was said makes {}", site.id.str(),
                               words_of(key), words_of(stored), words_of(value))};
  }
  std::optional<Failure> extra;
  std::map<score::CellKey, score::Histogram> sums;
  EachTotal cells(
      [&](const LocationId& location, const score::CellKey& key, const score::Histogram& ratings) {
        if (location != site.id || score::total(ratings) == 0) return;
        auto& sum = sums[series_of(key)];
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += ratings[i];
        if (leeway.covers(key) || expected.contains(key)) return;
        extra = Failure{"headquarters' cells",
                        fmt::format("{}, {}: headquarters has a cell that nothing makes",
                                    site.id.str(), words_of(key))};
      });
  const auto seen = world.hq->cells().each_total(cells);
  if (!seen) return Failure{"headquarters' store", seen.error().message};
  if (extra) return extra;
  // Lost or not, nobody counts twice.
  const auto& said = leeway.most();
  for (const auto& [key, sum] : sums) {
    const auto most = said.find(key);
    if (most != said.end() && std::equal(sum.begin(), sum.end(), most->second.begin(),
                                         [](std::uint64_t a, std::uint64_t b) { return a <= b; })) {
      continue;
    }
    return Failure{"headquarters' cells",
                   fmt::format("{}, {}: headquarters counts more than was ever said", site.id.str(),
                               words_of(key))};
  }
  return std::nullopt;
}

bool has_line(std::string_view text, std::string_view beginning) {
  for (std::size_t at = text.find(beginning); at != std::string_view::npos;
       at = text.find(beginning, at + 1)) {
    const std::size_t end = at + beginning.size();
    const bool begins = at == 0 || text[at - 1] == '\n';
    if (begins && (end == text.size() || text[end] == ' ' || text[end] == '\n')) return true;
  }
  return false;
}

std::optional<Failure> check_numbers_of_hq(World& world) {
  hq::Headquarters& headquarters = world.hq->headquarters();
  // An hour that ended since its last tick is let go of by the recount alone (seed 200225).
  if (auto ticked = headquarters.tick(); !ticked) {
    return Failure{"headquarters' store", ticked.error().message};
  }
  const std::string before = headquarters.numbers_text();
  if (auto counted = headquarters.recount(); !counted) {
    return Failure{"headquarters' store", counted.error().message};
  }
  if (headquarters.numbers_text() != before) {
    return Failure{"rollups", "headquarters’ numbers are not what counting its cells again gives"};
  }
  // The totals of each line against the cells, added up here.
  std::map<std::string, score::Histogram> sums;
  EachTotal cells(
      [&](const LocationId& location, const score::CellKey& key, const score::Histogram& ratings) {
        if (!survey::scale_of(key.kind)) return;
        auto& sum = sums[fmt::format("{} {} {} {}", location.str(), key.touchpoint.str(),
                                     key.question.str(), survey::to_string(key.kind))];
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += ratings[i];
      });
  const auto seen = world.hq->cells().each_total(cells);
  if (!seen) return Failure{"headquarters' store", seen.error().message};
  for (const auto& [name, sum] : sums) {
    if (score::total(sum) == 0) continue;
    const auto line = fmt::format("{} {}", name, fmt::join(sum, ","));
    if (!has_line(before, line)) {
      return Failure{"rollups", fmt::format("headquarters has no line “{}”", line)};
    }
  }
  return std::nullopt;
}

}  // namespace earshot::sim
