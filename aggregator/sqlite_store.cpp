#include "aggregator/sqlite_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "aggregator/cell_bytes.h"
#include "aggregator/sqlite_rows.h"
#include "core/base/check.h"

namespace earshot::hq {
namespace {

using sqlite::guarded;

constexpr std::array kMigrations{sqlite::Migration{"hq", 1, R"sql(
  CREATE TABLE hq_location (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    last_heard_ms INTEGER NOT NULL DEFAULT 0,   -- any frame, by our clock; roughly
    pending INTEGER NOT NULL DEFAULT 0,         -- responses on their way, as it said then
    pending_since_ms INTEGER NOT NULL DEFAULT 0
  );
  -- What of a cell's key is the same for all hours. topic '' is all responses.
  CREATE TABLE hq_series (
    number INTEGER PRIMARY KEY,
    introduced_by INTEGER NOT NULL,             -- hq_location.number
    touchpoint TEXT NOT NULL, question TEXT NOT NULL, kind INTEGER NOT NULL,
    audience INTEGER NOT NULL, channel INTEGER NOT NULL, language TEXT NOT NULL,
    variant TEXT NOT NULL, topic TEXT NOT NULL,
    UNIQUE (touchpoint, question, kind, audience, channel, language, variant, topic)
  );
  -- Whole cells, as the edge agents sent them last. r0 … r10: how many gave each rating.
  CREATE TABLE hq_cell (
    location INTEGER NOT NULL, series INTEGER NOT NULL, hour INTEGER NOT NULL,
    business_day INTEGER NOT NULL,
    epoch INTEGER NOT NULL, version INTEGER NOT NULL,
    responses INTEGER NOT NULL, comments INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
    r0 INTEGER NOT NULL, r1 INTEGER NOT NULL, r2 INTEGER NOT NULL, r3 INTEGER NOT NULL,
    r4 INTEGER NOT NULL, r5 INTEGER NOT NULL, r6 INTEGER NOT NULL, r7 INTEGER NOT NULL,
    r8 INTEGER NOT NULL, r9 INTEGER NOT NULL, r10 INTEGER NOT NULL,
    more BLOB,                                  -- sentiment, emotions, misuse; null: all 0
    PRIMARY KEY (location, series, hour, business_day)
  ) WITHOUT ROWID;
  CREATE TABLE hq_alert (
    location TEXT NOT NULL, id TEXT NOT NULL,
    raised_at_ms INTEGER NOT NULL, acknowledged_at_ms INTEGER NOT NULL,
    record BLOB NOT NULL,                       -- an encoded wire record
    PRIMARY KEY (location, id)
  ) WITHOUT ROWID;
  CREATE INDEX hq_alert_newest ON hq_alert (location, raised_at_ms);
  CREATE TABLE hq_response (
    location TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL,
    at_ms INTEGER NOT NULL, received_at_ms INTEGER NOT NULL,
    words INTEGER NOT NULL,                     -- 1: has a comment that counts
    record BLOB NOT NULL,
    PRIMARY KEY (location, id)
  ) WITHOUT ROWID;
  CREATE INDEX hq_response_words ON hq_response (location, at_ms) WHERE words = 1;
)sql"}};

constexpr const char* kFindCell =
    "SELECT epoch, version, responses, comments, duration_ms, r0, r1, r2, r3, r4, r5, r6, r7, r8, "
    "r9, r10, more FROM hq_cell WHERE location = ? AND series = ? AND hour = ? AND business_day = "
    "?";
constexpr int kCellColumns = 21;
/// Rows in one statement, which is a good deal faster than one by one.
constexpr std::size_t kCellsPerStatement = 32;

std::string put_cells_sql(std::size_t rows) {
  std::string sql = "INSERT OR REPLACE INTO hq_cell VALUES ";
  for (std::size_t i = 0; i < rows; ++i) {
    sql += i > 0 ? "," : "";
    sql += "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
  }
  return sql;
}
/// Above this, looking into the table is cheaper than looking through the list.
constexpr std::size_t kSeriesNotedMax = 512;

}  // namespace

std::span<const sqlite::Migration> hq_migrations() { return kMigrations; }

std::size_t SqliteStore::SeriesHash::operator()(const score::CellKey& key) const noexcept {
  std::size_t hash = std::hash<TouchpointId>{}(key.touchpoint);
  const auto mix = [&](std::size_t more) { hash = (hash ^ more) * 0x9E3779B97F4A7C15ULL; };
  mix(std::hash<QuestionId>{}(key.question));
  mix(std::hash<TopicId>{}(key.topic));
  mix(std::hash<LanguageTag>{}(key.language));
  return hash ^ (hash >> 29);
}

bool SqliteStore::SameSeries::operator()(const score::CellKey& a,
                                         const score::CellKey& b) const noexcept {
  return a.touchpoint == b.touchpoint && a.question == b.question && a.topic == b.topic &&
         a.kind == b.kind && a.audience == b.audience && a.channel == b.channel &&
         a.language == b.language && a.variant == b.variant;
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(sqlite::Database& database) {
  return guarded([&]() -> Result<std::unique_ptr<SqliteStore>> {
    std::unique_ptr<SqliteStore> store(new SqliteStore(database));
    store->read_names();
    return store;
  });
}

void SqliteStore::read_names() {
  auto known = std::exchange(locations_, {});
  series_.clear();
  auto& locations = database_.prepared(
      "SELECT l.number, l.id, (SELECT count(*) FROM hq_series s WHERE s.introduced_by = l.number) "
      "FROM hq_location l");
  while (locations.executeStep()) {
    LocationId id = LocationId::trusted(locations.getColumn(1).getString());
    Newest newest = std::move(known[id].newest);
    locations_.emplace(std::move(id), Location{locations.getColumn(0).getInt64(),
                                               count_at(locations, 2), std::move(newest)});
  }
  auto& rows = database_.prepared(
      "SELECT number, touchpoint, question, kind, audience, channel, language, variant, topic "
      "FROM hq_series");
  while (rows.executeStep()) {
    score::CellKey key;
    key.touchpoint = TouchpointId::trusted(rows.getColumn(1).getString());
    key.question = QuestionId::trusted(rows.getColumn(2).getString());
    key.kind = static_cast<survey::QuestionKind>(rows.getColumn(3).getInt());
    key.audience = static_cast<survey::Audience>(rows.getColumn(4).getInt());
    key.channel = static_cast<response::Channel>(rows.getColumn(5).getInt());
    key.language = LanguageTag::trusted(rows.getColumn(6).getString());
    key.variant = VariantId::trusted(rows.getColumn(7).getString());
    key.topic = TopicId::trusted(rows.getColumn(8).getString());
    series_.emplace(std::move(key), rows.getColumn(0).getInt64());
  }
  undone_ = database_.undone();
}

/// Names that a transaction brought in went with it when it was undone.
void SqliteStore::forget_if_undone() {
  if (undone_ != database_.undone()) read_names();
}

bool SqliteStore::surely_absent(const Newest& newest, HourUtc hour, Number series) {
  if (!newest.known || hour < newest.hour) return false;
  return hour > newest.hour ||
         std::find(newest.series.begin(), newest.series.end(), series) == newest.series.end();
}

void SqliteStore::note(Newest& newest, HourUtc hour, Number series) {
  if (hour < newest.hour) return;
  if (hour > newest.hour) newest.series.clear();
  newest.hour = hour;
  if (std::find(newest.series.begin(), newest.series.end(), series) != newest.series.end()) return;
  newest.series.push_back(series);
  if (newest.series.size() > kSeriesNotedMax) newest.known = false;  // from now on it is looked for
}

SqliteStore::Location& SqliteStore::location(const LocationId& id) {
  if (const auto known = locations_.find(id); known != locations_.end()) return known->second;
  auto& insert = database_.prepared("INSERT INTO hq_location (id) VALUES (?)");
  insert.bind(1, id.str());
  insert.exec();
  Location fresh{database_.raw().getLastInsertRowid(), 0, {}};
  fresh.newest.known = true;  // it has no cells yet
  return locations_.emplace(id, std::move(fresh)).first->second;
}

SqliteStore::Number SqliteStore::series(Location& location, const score::CellKey& key) {
  if (const auto known = series_.find(key); known != series_.end()) return known->second;
  auto& insert = database_.prepared(
      "INSERT INTO hq_series (introduced_by, touchpoint, question, kind, audience, channel, "
      "language, variant, topic) VALUES (?,?,?,?,?,?,?,?,?)");
  insert.bind(1, location.number);
  insert.bind(2, key.touchpoint.str());
  insert.bind(3, key.question.str());
  insert.bind(4, static_cast<int>(key.kind));
  insert.bind(5, static_cast<int>(key.audience));
  insert.bind(6, static_cast<int>(key.channel));
  insert.bind(7, key.language.str());
  insert.bind(8, key.variant.str());
  insert.bind(9, key.topic.str());
  insert.exec();
  ++location.introduced;
  return series_.emplace(key, database_.raw().getLastInsertRowid()).first->second;
}

Result<std::optional<StoredCell>> SqliteStore::find(const LocationId& id,
                                                    const score::CellKey& key) {
  return guarded([&]() -> Result<std::optional<StoredCell>> {
    forget_if_undone();
    const auto where = locations_.find(id);
    if (where == locations_.end()) return std::nullopt;
    const auto what = series_.find(key);
    if (what == series_.end()) {
      if (where->second.introduced < kSeriesIntroducedMax) return std::nullopt;
      return fail(ErrorCode::invalid,
                  fmt::format("'{}' already brought in {} combinations of touchpoint, question, "
                              "language and topic",
                              id.str(), kSeriesIntroducedMax));
    }
    if (surely_absent(where->second.newest, key.hour, what->second)) return std::nullopt;
    Query query(database_.prepared(kFindCell));
    SQLite::Statement& row = *query;
    row.bind(1, where->second.number);
    row.bind(2, what->second);
    row.bind(3, number_of(key.hour));
    row.bind(4, key.business_day);
    if (!row.executeStep()) return std::nullopt;
    StoredCell cell;
    cell.epoch = count_at(row, 0);
    cell.version = count_at(row, 1);
    cell.value.responses = count_at(row, 2);
    cell.value.comments = count_at(row, 3);
    cell.value.duration_ms = count_at(row, 4);
    for (int i = 0; i < 11; ++i) {
      cell.value.ratings[static_cast<std::size_t>(i)] = count_at(row, 5 + i);
    }
    if (!row.getColumn(16).isNull() && !unpack_rest(bytes_at(row, 16), cell.value)) {
      return fail(ErrorCode::corrupt, "a stored cell of '" + id.str() + "' cannot be read");
    }
    return cell;
  });
}

void SqliteStore::bind(SQLite::Statement& row, int first, const Row& at) {
  const auto& [id, key, cell] = *at.placed;
  int column = first;
  row.bind(column++, at.location);
  row.bind(column++, at.series);
  row.bind(column++, number_of(key->hour));
  row.bind(column++, key->business_day);
  row.bind(column++, number_of(cell->epoch));
  row.bind(column++, number_of(cell->version));
  row.bind(column++, number_of(cell->value.responses));
  row.bind(column++, number_of(cell->value.comments));
  row.bind(column++, number_of(cell->value.duration_ms));
  for (const std::uint64_t count : cell->value.ratings) row.bind(column++, number_of(count));
  const std::string rest = pack_rest(cell->value);
  if (rest.empty()) {
    row.bind(column++);
  } else {
    row.bind(column++, rest.data(), static_cast<int>(rest.size()));
  }
  EARSHOT_CHECK(column == first + kCellColumns);
}

/// In the table's own order, so that one row's place is found from the last one's.
std::vector<SqliteStore::Row> SqliteStore::rows_of(std::span<const PlacedCell> cells) {
  std::vector<Row> rows;
  rows.reserve(cells.size());
  for (const PlacedCell& placed : cells) {
    Location& where = location(*placed.location);
    const Number what = series(where, *placed.key);
    note(where.newest, placed.key->hour, what);
    rows.push_back({where.number, what, placed.key->hour, placed.key->business_day, &placed});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.location, a.series, a.hour, a.business_day) <
           std::tie(b.location, b.series, b.hour, b.business_day);
  });
  return rows;
}

Result<void> SqliteStore::put(std::span<const PlacedCell> cells) {
  static const std::string kOne = put_cells_sql(1);
  static const std::string kMany = put_cells_sql(kCellsPerStatement);
  return guarded([&]() -> Result<void> {
    forget_if_undone();
    const std::vector<Row> rows = rows_of(cells);
    for (std::size_t done = 0; done < rows.size();) {
      const std::size_t count = rows.size() - done < kCellsPerStatement ? 1 : kCellsPerStatement;
      auto& statement = database_.prepared(count == 1 ? kOne : kMany);
      for (std::size_t i = 0; i < count; ++i) {
        bind(statement, 1 + static_cast<int>(i) * kCellColumns, rows[done + i]);
      }
      statement.exec();
      done += count;
    }
    return {};
  });
}

Result<void> SqliteStore::each_total(const CellStore::Visitor& visit) {
  return guarded([&]() -> Result<void> {
    forget_if_undone();
    std::unordered_map<Number, std::pair<const LocationId*, Location*>> locations;
    for (auto& [id, location] : locations_) locations[location.number] = {&id, &location};
    std::unordered_map<Number, score::CellKey> series;
    for (const auto& [key, number] : series_) {
      if (key.topic.empty()) series.emplace(number, key);
    }
    auto& rows = database_.prepared(
        "SELECT location, series, hour, business_day, r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10 "
        "FROM hq_cell ORDER BY location, series, hour, business_day");
    while (rows.executeStep()) {
      const auto& [id, location] = locations.at(rows.getColumn(0).getInt64());
      const Number number = rows.getColumn(1).getInt64();
      const HourUtc hour = rows.getColumn(2).getInt64();
      note(location->newest, hour, number);
      const auto what = series.find(number);
      if (what == series.end()) continue;
      score::CellKey& key = what->second;
      key.hour = hour;
      key.business_day = rows.getColumn(3).getInt();
      score::Histogram ratings;
      for (int i = 0; i < 11; ++i) ratings[static_cast<std::size_t>(i)] = count_at(rows, 4 + i);
      visit(*id, key, ratings);
    }
    for (auto& [id, location] : locations_) {
      location.newest.known = location.newest.series.size() <= kSeriesNotedMax;
    }
    return {};
  });
}

}  // namespace earshot::hq
