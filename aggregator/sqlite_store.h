// The aggregator's stores in one SQLite file, beside the relay's inbox, so that one transaction
// covers cells, alerts, comments and cursors. Owner: main. Threads: as the Database, the event
// loop's. What repeats in a cell's key (touchpoint, question, language …) is kept once, as a
// "series"; a cell's row is then a handful of small numbers. docs: the schema's own comments in
// sqlite_store.cpp.
#pragma once

#include <limits>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aggregator/cell_table.h"
#include "aggregator/stores.h"
#include "core/wire/codec.h"
#include "platform/sqlite/database.h"

namespace earshot::hq {

/// The tables; put them behind the relay's migrations.
[[nodiscard]] std::span<const sqlite::Migration> hq_migrations();

/// The most series that one location may bring in (touchpoints × questions × languages × topics …).
inline constexpr std::size_t kSeriesIntroducedMax = 20'000;

class SqliteStore final : public CellStore, public VoiceStore, public HeardStore {
 public:
  /// Reads the names that cells refer to. Error: as the database.
  static Result<std::unique_ptr<SqliteStore>> open(sqlite::Database& database);

  Result<Speaker> speaker(const LocationId& location, relay::Epoch epoch, WallTime now) override;
  Result<std::optional<Number>> find_series(const score::CellKey& key) override;
  Result<Number> new_series(Number location, const score::CellKey& key) override;
  Result<std::optional<StoredCell>> find(const CellPlace& place) override;
  Result<void> put(std::span<const PlacedCell> cells) override;
  Result<void> set_aside(const PlacedCell& cell) override;
  Result<void> each_total(CellVisitor& visitor) override;

  Result<std::optional<alert::Alert>> find_alert(const LocationId& location,
                                                 const AlertId& id) override;
  Result<void> put_alert(const LocationId& location, const alert::Alert& alert) override;
  Result<std::optional<response::Response>> find_response(const LocationId& location,
                                                          const ResponseId& id) override;
  Result<void> put_response(const StoredVoice& voice) override;
  Result<void> erase(const LocationId& location, const ResponseId& id) override;
  /// At start: erases, in one transaction of its own, those of `erased` that this file does not
  /// know of yet, as after a backup was put back. Returns them.
  Result<std::vector<ResponseId>> erase_missed(const std::vector<ResponseId>& erased);
  Result<std::vector<alert::Alert>> alerts(const LocationId& location, std::size_t limit) override;
  Result<std::vector<StoredVoice>> comments(const LocationId& location, std::size_t limit) override;
  Result<void> each_summary(const VoiceStore::Visitor& visit) override;

  Result<void> save(std::span<const Heard> heard) override;
  Result<std::vector<Heard>> load() override;
  Result<std::vector<LocatedLife>> later_lives() override;
  Result<std::uint64_t> told_before(const LocationId& location, Life life, HourUtc from) override;
  Result<std::vector<relay::NotedIncident>> incidents(std::int64_t before,
                                                      std::size_t count) override;
  Result<void> nothing_missing(const LocationId& location, Life life) override;

 private:
  /// Looks at what of a key is the same for all hours, and passes over hour and business day.
  struct SeriesHash {
    std::size_t operator()(const score::CellKey& key) const noexcept;
  };
  struct SameSeries {
    bool operator()(const score::CellKey& a, const score::CellKey& b) const noexcept;
  };
  /// A location's newest hour in one of the tables, and the series that have a cell in it. What
  /// lies beyond cannot be in the table and is not looked for: most cells are new when they come.
  /// An undone transaction may leave an hour or a series too many here, which only costs a look.
  struct Newest {
    bool read = false;
    HourUtc hour = std::numeric_limits<HourUtc>::min();
    std::vector<Number> series;
  };
  struct Location {
    LocationId id;
    std::size_t introduced = 0;  ///< series that it was the first to use
    std::vector<std::pair<relay::Epoch, Life>> lives;
    Newest newest_total, newest_topic;
  };

  explicit SqliteStore(sqlite::Database& database);
  void read_names();
  void forget_if_undone();
  Location& location(const LocationId& id, Number& number);
  Newest& newest(const CellPlace& place);
  template <typename Record, typename Wanted>
  std::vector<Record> records_of(const char* sql, const std::string& location, Wanted wanted);
  void write_erased(std::vector<wire::ResponseRecord> responses,
                    std::vector<wire::AlertRecord> alerts);
  void note_erased(const ResponseId& id);
  static void note(Newest& newest, HourUtc hour, Number series);

  sqlite::Database& database_;
  CellTable totals_, topics_;
  std::unordered_map<LocationId, Number> numbers_;
  std::unordered_map<Number, Location> locations_;
  std::unordered_map<score::CellKey, Number, SeriesHash, SameSeries> series_;
  std::vector<PlacedCell> sorted_;
  std::uint64_t undone_ = 0;  ///< the Database's count when the names were read
};

}  // namespace earshot::hq
