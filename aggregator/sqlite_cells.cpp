// The cells' part of the SQLite store: finding, writing and reading them all.
#include <sqlite3.h>

#include <algorithm>

#include "aggregator/cell_bytes.h"
#include "aggregator/sqlite_rows.h"
#include "aggregator/sqlite_store.h"

namespace earshot::hq {
namespace {

using sqlite::guarded;

/// Above this, looking into the table is cheaper than looking through the list.
constexpr std::size_t kSeriesNotedMax = 512;

constexpr const char* kNewestTotals =
    "SELECT hour, series FROM hq_total WHERE location = ?1 AND hour = "
    "(SELECT max(hour) FROM hq_total WHERE location = ?1)";
constexpr const char* kNewestTopics =
    "SELECT hour, series FROM hq_topic WHERE location = ?1 AND hour = "
    "(SELECT max(hour) FROM hq_topic WHERE location = ?1)";

std::string list_of(const score::Histogram& ratings) {
  std::string list;
  for (const std::uint64_t count : ratings) {
    list += (list.empty() ? "" : " ") + std::to_string(count);
  }
  return list;
}

template <typename KeyOf>
void visit_topics(PlainStatement& rows, Number location, const KeyOf& key_of,
                  CellVisitor& visitor) {
  rows.bind(1, location);
  while (rows.next()) {
    const score::CellKey* key = key_of(rows.number(1));
    score::CellValue value;
    if (key == nullptr) continue;
    if (!unpack_rest(rows.bytes(4), value)) {
      throw SQLite::Exception("a stored cell cannot be read", SQLITE_CORRUPT);
    }
    value.responses = rows.count(3);
    visitor.topic(rows.number(1), *key, rows.number(0), static_cast<LocalDay>(rows.number(2)),
                  value);
  }
}

}  // namespace

void SqliteStore::note(Newest& newest, HourUtc hour, Number series) {
  if (hour < newest.hour) return;
  if (hour > newest.hour) newest.series.clear();
  newest.hour = hour;
  if (std::find(newest.series.begin(), newest.series.end(), series) != newest.series.end()) return;
  if (newest.series.size() <= kSeriesNotedMax) newest.series.push_back(series);
}

SqliteStore::Newest& SqliteStore::newest(const CellPlace& place) {
  Location& where = locations_.at(place.location);
  Newest& newest = place.of_topic ? where.newest_topic : where.newest_total;
  if (newest.read) return newest;
  Query rows(database_.prepared(place.of_topic ? kNewestTopics : kNewestTotals));
  rows->bind(1, place.location);
  while (rows->executeStep()) {
    note(newest, rows->getColumn(0).getInt64(), rows->getColumn(1).getInt64());
  }
  newest.read = true;
  return newest;
}

Result<std::optional<StoredCell>> SqliteStore::find(const CellPlace& place) {
  return guarded([&]() -> Result<std::optional<StoredCell>> {
    const Newest& newest = this->newest(place);
    if (place.hour > newest.hour) return std::nullopt;
    if (place.hour == newest.hour && newest.series.size() <= kSeriesNotedMax &&
        std::find(newest.series.begin(), newest.series.end(), place.series) ==
            newest.series.end()) {
      return std::nullopt;
    }
    return (place.of_topic ? topics_ : totals_).find(place);
  });
}

/// In the tables' own order, so that one row's place is found from the last one's.
Result<void> SqliteStore::put(std::span<const PlacedCell> cells) {
  return guarded([&]() -> Result<void> {
    if (cells.empty()) return {};
    if (sqlite3_get_autocommit(database_.raw().getHandle()) != 0) {
      throw SQLite::Exception("the transaction was rolled back after an earlier error",
                              SQLITE_FULL);
    }
    sorted_.assign(cells.begin(), cells.end());
    const auto totals_end = std::partition(
        sorted_.begin(), sorted_.end(), [](const auto& placed) { return !placed.place.of_topic; });
    const auto in_order = [](const PlacedCell& a, const PlacedCell& b) {
      return stands_before(a.place, b.place);
    };
    std::sort(sorted_.begin(), totals_end, in_order);
    std::sort(totals_end, sorted_.end(), in_order);
    for (const PlacedCell& placed : sorted_) {
      note(newest(placed.place), placed.place.hour, placed.place.series);
    }
    const auto totals = static_cast<std::size_t>(totals_end - sorted_.begin());
    totals_.put(std::span(sorted_).first(totals));
    topics_.put(std::span(sorted_).subspan(totals));
    return {};
  });
}

Result<void> SqliteStore::set_aside(const PlacedCell& cell) {
  return guarded([&]() -> Result<void> {
    auto& row = database_.prepared(
        "INSERT INTO hq_cell_aside VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO UPDATE "
        "SET version = excluded.version, responses = excluded.responses, "
        "ratings = excluded.ratings, more = excluded.more, heard = excluded.heard, "
        "revisions = excluded.revisions WHERE excluded.version > version");
    const score::CellValue& value = cell.cell->value;
    const std::string rest = pack_rest(value);
    row.bind(1, cell.place.location);
    row.bind(2, cell.place.hour);
    row.bind(3, cell.place.series);
    row.bind(4, cell.place.business_day);
    row.bind(5, cell.cell->life);
    row.bind(6, number_of(cell.cell->version));
    row.bind(7, number_of(value.responses));
    row.bind(8, list_of(value.ratings));
    row.bind(9, rest.data(), static_cast<int>(rest.size()));
    row.bind(10, number_of(value.heard));
    row.bind(11, number_of(value.revisions));
    row.exec();
    return {};
  });
}

Result<void> SqliteStore::each_total(CellVisitor& visitor) {
  return guarded([&]() -> Result<void> {
    forget_if_undone();
    std::vector<const score::CellKey*> keys;  // by series
    for (const auto& [key, number] : series_) {
      if (static_cast<std::size_t>(number) >= keys.size()) {
        keys.resize(static_cast<std::size_t>(number) + 1);
      }
      keys[static_cast<std::size_t>(number)] = &key;
    }
    PlainStatement rows(database_.raw(),
                        "SELECT hour, series, business_day, r0, r1, r2, r3, r4, r5, r6, r7, r8, "
                        "r9, r10 FROM hq_total WHERE location = ? ORDER BY hour, series");
    PlainStatement topics(database_.raw(),
                          "SELECT hour, series, business_day, responses, more FROM hq_topic WHERE "
                          "location = ? ORDER BY hour, series");
    const auto key_of = [&](Number series) {
      const auto index = static_cast<std::size_t>(series);
      return index < keys.size() ? keys[index] : nullptr;
    };
    for (const auto& [number, location] : locations_) {
      visitor.location(location.id);
      visit_topics(topics, number, key_of, visitor);
      rows.bind(1, number);
      while (rows.next()) {
        const Number series = rows.number(1);
        const score::CellKey* key = key_of(series);
        if (key == nullptr) continue;
        score::Histogram ratings;
        for (int i = 0; i < 11; ++i) ratings[static_cast<std::size_t>(i)] = rows.count(3 + i);
        visitor.cell(series, *key, rows.number(0), static_cast<LocalDay>(rows.number(2)), ratings);
      }
    }
    return {};
  });
}

}  // namespace earshot::hq
