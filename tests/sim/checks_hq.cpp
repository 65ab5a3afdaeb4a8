#include "tests/sim/checks_hq.h"

#include <algorithm>
#include <functional>

#include "aggregator/filing.h"

namespace earshot::sim {
namespace {

using Cells = std::map<score::CellKey, score::CellValue>;

std::string words_of(const score::CellKey& key) {
  return fmt::format("{} {} {}{} hour {}", key.touchpoint.str(), key.question.str(),
                     key.language.str(), key.topic.empty() ? "" : " " + key.topic.str(), key.hour);
}

std::string words_of(const score::CellValue& value) {
  return fmt::format("{} responses, {} comments, ratings {}, {} ms", value.responses,
                     value.comments, fmt::join(value.ratings, ","), value.duration_ms);
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
    for (const auto& [key, value] : edge::contribution_of(as_said)) cells[key] += value;
  }
  return cells;
}

bool every_part(const score::CellValue& small, const score::CellValue& large) {
  const auto parts = [](const auto& a, const auto& b) {
    return std::equal(a.begin(), a.end(), b.begin(),
                      [](std::uint64_t x, std::uint64_t y) { return x <= y; });
  };
  return small.responses <= large.responses && small.comments <= large.comments &&
         parts(small.ratings, large.ratings);
}

/// All that was ever said for a key, every revision of it.
Cells ever_said(const World& world, const Site& site) {
  Cells cells;
  for (const auto& [id, voice] : world.scene.oracle.voices()) {
    if (voice.location != site.id) continue;
    for (const auto& [revision, utterance] : voice.revisions) {
      edge::FiledResponse filed;
      filed.response = utterance.response;
      filed.business_day = world.scene.zone.local_day(utterance.response.at);
      for (const auto& [key, value] : edge::contribution_of(filed)) cells[key] += value;
    }
  }
  return cells;
}

/// How much headquarters' cells of a location may differ from what its edge agent has now.
enum class Leeway {
  none,
  older_life,   ///< what was lost with a disk, or taken back since, headquarters may still have
  other_hours,  ///< and the same response may be in two hours: see docs/faults.md, row 13
};

Leeway leeway_of(const World& world, const Site& site) {
  const auto has = [&](std::initializer_list<Fault> faults) {
    return std::any_of(faults.begin(), faults.end(),
                       [&](Fault fault) { return world.scene.plan.faults.contains(fault); });
  };
  const bool refilled =
      has({Fault::edge_restored, Fault::edge_reimaged, Fault::damaged_store, Fault::edge_cloned});
  // Filed anew while another clock was wrong, a response gets another hour.
  if (refilled &&
      has({Fault::clock_back, Fault::clock_drift, Fault::clock_forward, Fault::clock_unset})) {
    return Leeway::other_hours;
  }
  return refilled || world.scene.oracle.has_losses(site.id) ? Leeway::older_life : Leeway::none;
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

 private:
  Visit visit_;
  LocationId location_;
};

}  // namespace

std::optional<Failure> check_cells_at_hq(World& world, const Site& site, const Filed& filed) {
  const Cells expected = said_at(world, filed);
  const Leeway leeway = leeway_of(world, site);
  if (leeway == Leeway::other_hours) return std::nullopt;
  const bool exact = leeway == Leeway::none;
  const Cells possible = exact ? Cells{} : ever_said(world, site);
  std::size_t totals = 0;
  for (const auto& [key, value] : expected) {
    const auto found = cell_at_hq(world, site.id, key);
    if (!found) return Failure{"headquarters' store", found.error().message};
    const score::CellValue stored = *found ? (*found)->value : score::CellValue{};
    if (key.topic.empty() && *found) ++totals;
    if (stored == value) continue;
    const bool older_life = !exact && hq::people_in(stored) >= hq::people_in(value) &&
                            possible.contains(key) && every_part(stored, possible.at(key));
    if (older_life) continue;
    return Failure{"headquarters' cells",
                   fmt::format("{}, {}: headquarters has {}; what was said makes {}", site.id.str(),
                               words_of(key), words_of(stored), words_of(value))};
  }
  std::optional<Failure> extra;
  EachTotal cells(
      [&](const LocationId& location, const score::CellKey& key, const score::Histogram& ratings) {
        if (location != site.id || expected.contains(key) || score::total(ratings) == 0) return;
        if (!exact && possible.contains(key)) return;
        extra = Failure{"headquarters' cells",
                        fmt::format("{}, {}: headquarters has a cell that nothing makes",
                                    site.id.str(), words_of(key))};
      });
  const auto seen = world.hq->cells().each_total(cells);
  if (!seen) return Failure{"headquarters' store", seen.error().message};
  return extra;
}

std::optional<Failure> check_numbers_of_hq(World& world) {
  hq::Headquarters& headquarters = world.hq->headquarters();
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
    const auto at = before.find(line);
    if (at == std::string::npos) {
      return Failure{"rollups", fmt::format("headquarters has no line “{}”", line)};
    }
  }
  return std::nullopt;
}

}  // namespace earshot::sim
