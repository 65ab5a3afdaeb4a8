#include "aggregator/sqlite_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "aggregator/sqlite_rows.h"
#include "core/base/check.h"

namespace earshot::hq {
namespace {

using sqlite::guarded;

constexpr std::string_view kHq1 = R"sql(
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
)sql";

// hq_life: a location's epochs, in the order in which they were first heard; cells keep the number.
// Cells of all topics, which alone make the numbers in memory, lie apart from those of one topic,
// and both by hour first: what arrives together lies together. hq_cell_aside: what another life
// than the shown one told of the same cell.
constexpr std::string_view kHq2 = R"sql(
  CREATE TABLE hq_life (
    location INTEGER NOT NULL, life INTEGER NOT NULL,  -- 1, 2, 3 … for each location
    epoch INTEGER NOT NULL,
    began_ms INTEGER NOT NULL,                  -- first heard, by our clock; 0: not known
    before_ms INTEGER NOT NULL,                 -- when the location was last heard before
    missing_most INTEGER NOT NULL,              -- what the life before had still to tell, at most
    PRIMARY KEY (location, life)
  ) WITHOUT ROWID;
  INSERT INTO hq_life
    SELECT location, row_number() OVER (PARTITION BY location ORDER BY count(*) DESC), epoch,
           0, 0, 0
    FROM hq_cell GROUP BY location, epoch;
  CREATE TABLE hq_total (
    location INTEGER NOT NULL, hour INTEGER NOT NULL, series INTEGER NOT NULL,
    business_day INTEGER NOT NULL,
    life INTEGER NOT NULL, version INTEGER NOT NULL,
    responses INTEGER NOT NULL, comments INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
    r0 INTEGER NOT NULL, r1 INTEGER NOT NULL, r2 INTEGER NOT NULL, r3 INTEGER NOT NULL,
    r4 INTEGER NOT NULL, r5 INTEGER NOT NULL, r6 INTEGER NOT NULL, r7 INTEGER NOT NULL,
    r8 INTEGER NOT NULL, r9 INTEGER NOT NULL, r10 INTEGER NOT NULL,
    more BLOB,
    PRIMARY KEY (location, hour, series, business_day)
  ) WITHOUT ROWID;
  CREATE TABLE hq_topic (
    location INTEGER NOT NULL, hour INTEGER NOT NULL, series INTEGER NOT NULL,
    business_day INTEGER NOT NULL,
    life INTEGER NOT NULL, version INTEGER NOT NULL,
    responses INTEGER NOT NULL, comments INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
    r0 INTEGER NOT NULL, r1 INTEGER NOT NULL, r2 INTEGER NOT NULL, r3 INTEGER NOT NULL,
    r4 INTEGER NOT NULL, r5 INTEGER NOT NULL, r6 INTEGER NOT NULL, r7 INTEGER NOT NULL,
    r8 INTEGER NOT NULL, r9 INTEGER NOT NULL, r10 INTEGER NOT NULL,
    more BLOB,
    PRIMARY KEY (location, hour, series, business_day)
  ) WITHOUT ROWID;
  INSERT INTO hq_total
    SELECT c.location, c.hour, c.series, c.business_day, l.life, c.version, c.responses, c.comments,
           c.duration_ms, r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, c.more
    FROM hq_cell c JOIN hq_life l ON l.location = c.location AND l.epoch = c.epoch
    WHERE c.series IN (SELECT number FROM hq_series WHERE topic = '');
  INSERT INTO hq_topic
    SELECT c.location, c.hour, c.series, c.business_day, l.life, c.version, c.responses, c.comments,
           c.duration_ms, r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, c.more
    FROM hq_cell c JOIN hq_life l ON l.location = c.location AND l.epoch = c.epoch
    WHERE c.series NOT IN (SELECT number FROM hq_series WHERE topic = '');
  DROP TABLE hq_cell;
  CREATE TABLE hq_cell_aside (
    location INTEGER NOT NULL, hour INTEGER NOT NULL, series INTEGER NOT NULL,
    business_day INTEGER NOT NULL, life INTEGER NOT NULL,
    version INTEGER NOT NULL, responses INTEGER NOT NULL,
    ratings TEXT NOT NULL,                      -- the counts of r0 … r10, as a list
    more BLOB,
    PRIMARY KEY (location, hour, series, business_day, life)
  ) WITHOUT ROWID;
  CREATE TABLE hq_erased (response TEXT PRIMARY KEY) WITHOUT ROWID;  -- carried out in this file
)sql";

// How far a cell was heard, by which the lives of a location are told apart; 0: told by an older
// version.
constexpr std::string_view kHq3 = R"sql(
  ALTER TABLE hq_total ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE hq_total ADD COLUMN revisions INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE hq_topic ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE hq_topic ADD COLUMN revisions INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE hq_cell_aside ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE hq_cell_aside ADD COLUMN revisions INTEGER NOT NULL DEFAULT 0;
)sql";

constexpr std::array kMigrations{sqlite::Migration{"hq", 1, kHq1}, sqlite::Migration{"hq", 2, kHq2},
                                 sqlite::Migration{"hq", 3, kHq3}};

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

SqliteStore::SqliteStore(sqlite::Database& database)
    : database_(database),
      totals_(database.raw(), "hq_total"),
      topics_(database.raw(), "hq_topic") {}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(sqlite::Database& database) {
  return guarded([&]() -> Result<std::unique_ptr<SqliteStore>> {
    std::unique_ptr<SqliteStore> store(new SqliteStore(database));
    store->read_names();
    return store;
  });
}

void SqliteStore::read_names() {
  auto known = std::exchange(locations_, {});
  numbers_.clear();
  series_.clear();
  auto& locations = database_.prepared(
      "SELECT l.number, l.id, (SELECT count(*) FROM hq_series s WHERE s.introduced_by = l.number) "
      "FROM hq_location l");
  while (locations.executeStep()) {
    LocationId id = LocationId::trusted(locations.getColumn(1).getString());
    const Number number = locations.getColumn(0).getInt64();
    Location location;
    location.id = id;
    location.introduced = count_at(locations, 2);
    if (const auto before = known.find(number); before != known.end() && before->second.id == id) {
      location.newest_total = std::move(before->second.newest_total);
      location.newest_topic = std::move(before->second.newest_topic);
    }
    locations_.emplace(number, std::move(location));
    numbers_.emplace(std::move(id), number);
  }
  auto& lives = database_.prepared("SELECT location, epoch, life FROM hq_life");
  while (lives.executeStep()) {
    const auto location = locations_.find(lives.getColumn(0).getInt64());
    if (location == locations_.end()) continue;
    location->second.lives.emplace_back(count_at(lives, 1), lives.getColumn(2).getInt64());
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

SqliteStore::Location& SqliteStore::location(const LocationId& id, Number& number) {
  if (const auto known = numbers_.find(id); known != numbers_.end()) {
    number = known->second;
    return locations_.at(number);
  }
  auto& insert = database_.prepared("INSERT INTO hq_location (id) VALUES (?)");
  insert.bind(1, id.str());
  insert.exec();
  number = database_.raw().getLastInsertRowid();
  Location fresh;
  fresh.id = id;
  numbers_.emplace(id, number);
  return locations_.insert_or_assign(number, std::move(fresh)).first->second;
}

Result<Speaker> SqliteStore::speaker(const LocationId& id, relay::Epoch epoch, WallTime now) {
  return guarded([&]() -> Result<Speaker> {
    forget_if_undone();
    Speaker speaker;
    Location& where = location(id, speaker.location);
    speaker.newest = static_cast<Life>(where.lives.size());
    for (const auto& [known, life] : where.lives) {
      if (known == epoch) speaker.life = life;
    }
    if (speaker.life != 0) return speaker;
    speaker.life = ++speaker.newest;
    auto& insert = database_.prepared(
        "INSERT INTO hq_life SELECT number, ?2, ?3, ?4, last_heard_ms, iif(?2 > 1, pending, 0) "
        "FROM hq_location WHERE number = ?1");
    insert.bind(1, speaker.location);
    insert.bind(2, speaker.life);
    insert.bind(3, number_of(epoch));
    insert.bind(4, now.ms);
    insert.exec();
    where.lives.emplace_back(epoch, speaker.life);
    return speaker;
  });
}

Result<std::optional<Number>> SqliteStore::find_series(const score::CellKey& key) {
  return guarded([&]() -> Result<std::optional<Number>> {
    forget_if_undone();
    const auto known = series_.find(key);
    if (known == series_.end()) return std::nullopt;
    return known->second;
  });
}

Result<Number> SqliteStore::new_series(Number number, const score::CellKey& key) {
  return guarded([&]() -> Result<Number> {
    Location& location = locations_.at(number);
    if (location.introduced >= kSeriesIntroducedMax) {
      return fail(ErrorCode::invalid,
                  fmt::format("'{}' already brought in {} combinations of touchpoint, question, "
                              "language and topic",
                              location.id.str(), kSeriesIntroducedMax));
    }
    auto& insert = database_.prepared(
        "INSERT INTO hq_series (introduced_by, touchpoint, question, kind, audience, channel, "
        "language, variant, topic) VALUES (?,?,?,?,?,?,?,?,?)");
    insert.bind(1, number);
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
  });
}

}  // namespace earshot::hq
