// The aggregator's stores in one SQLite file, beside the relay's inbox, so that one transaction
// covers cells, alerts, comments and cursors. Owner: main. Threads: as the Database, the event
// loop's. What repeats in a cell's key (touchpoint, question, language …) is kept once, as a
// "series"; a cell's row is then a handful of small numbers. docs: the schema's own comments in
// sqlite_store.cpp.
#pragma once

#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

#include "aggregator/stores.h"
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

  Result<std::optional<StoredCell>> find(const LocationId& location,
                                         const score::CellKey& key) override;
  Result<void> put(std::span<const PlacedCell> cells) override;
  Result<void> each_total(const CellStore::Visitor& visit) override;

  Result<std::optional<alert::Alert>> find_alert(const LocationId& location,
                                                 const AlertId& id) override;
  Result<void> put_alert(const LocationId& location, const alert::Alert& alert) override;
  Result<std::optional<std::uint32_t>> find_revision(const LocationId& location,
                                                     const ResponseId& id) override;
  Result<void> put_response(const StoredVoice& voice) override;
  Result<std::vector<alert::Alert>> alerts(const LocationId& location, std::size_t limit) override;
  Result<std::vector<StoredVoice>> comments(const LocationId& location, std::size_t limit) override;
  Result<void> each_summary(const VoiceStore::Visitor& visit) override;

  Result<void> save(std::span<const Heard> heard) override;
  Result<std::vector<Heard>> load() override;

 private:
  using Number = std::int64_t;
  /// Looks at what of a key is the same for all hours, and passes over hour and business day.
  struct SeriesHash {
    std::size_t operator()(const score::CellKey& key) const noexcept;
  };
  struct SameSeries {
    bool operator()(const score::CellKey& a, const score::CellKey& b) const noexcept;
  };
  /// A location's newest hour and the series that have a cell in it. What lies beyond cannot be in
  /// the table and is not looked for: most cells are new when they come. An undone transaction may
  /// leave an hour or a series too many here, which only costs a look.
  struct Newest {
    bool known = false;  ///< false until the table was read once
    HourUtc hour = std::numeric_limits<HourUtc>::min();
    std::vector<Number> series;
  };
  struct Location {
    Number number;
    std::size_t introduced;  ///< series that it was the first to use
    Newest newest;
  };

  explicit SqliteStore(sqlite::Database& database) : database_(database) {}
  void read_names();
  void forget_if_undone();
  Location& location(const LocationId& id);
  Number series(Location& location, const score::CellKey& key);
  [[nodiscard]] static bool surely_absent(const Newest& newest, HourUtc hour, Number series);
  /// A cell's row to be, with the numbers of its location and series.
  struct Row {
    Number location, series;
    HourUtc hour;
    LocalDay business_day;
    const PlacedCell* placed;
  };
  std::vector<Row> rows_of(std::span<const PlacedCell> cells);
  static void bind(SQLite::Statement& row, int first, const Row& at);
  static void note(Newest& newest, HourUtc hour, Number series);

  sqlite::Database& database_;
  std::unordered_map<LocationId, Location> locations_;
  std::unordered_map<score::CellKey, Number, SeriesHash, SameSeries> series_;
  std::uint64_t undone_ = 0;  ///< the Database's count when the names were read
};

}  // namespace earshot::hq
