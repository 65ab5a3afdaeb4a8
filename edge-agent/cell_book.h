// The location's cells: stored rows with a cache in front, changed in the transaction of the
// responses that changed them, each written once per transaction with a version that only grows.
// Owner: the edge core. Threads: the event loop.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/score/cell.h"
#include "edge-agent/scoreboard.h"
#include "platform/sqlite/database.h"

namespace earshot::edge {

struct CellKeyHash {
  std::size_t operator()(const score::CellKey& key) const noexcept;
};

class CellBook {
 public:
  /// The most cells in the cache between transactions (some 30 MB); then it starts afresh.
  static constexpr std::size_t kCachedMax = 50'000;

  CellBook(sqlite::Database& database, LocationId location)
      : database_(database), location_(std::move(location)) {}

  /// Reads every stored cell once, for the scoreboard. Error: as the database; corrupt when a row
  /// cannot be decoded.
  Result<void> load();

  /// False: the cells are of an older version, which did not count how far they were heard.
  Result<bool> heard_is_counted();
  /// Inside a transaction: from now on it is.
  Result<void> note_heard_counted();

  /// Inside a transaction: counts `value` in. Error: as the database.
  Result<void> add(const score::CellKey& key, const score::CellValue& value);
  /// Inside a transaction: takes back what was counted. Error: conflict, with nothing changed, if
  /// the cell does not hold that much; as the database.
  Result<void> subtract(const score::CellKey& key, const score::CellValue& value);
  /// True if `subtract` of all of them would go through. Keys must be unique.
  Result<bool> holds(const std::vector<std::pair<score::CellKey, score::CellValue>>& values);

  /// Writes every cell that this transaction changed, and returns their encoded CellRecords. The
  /// version is the time in ms or the old version + 1, whichever is more: it grows even when the
  /// clock goes back, and when an empty disk replaced this one.
  Result<std::vector<std::string>> flush(WallTime now);
  void committed();
  void rolled_back();

  /// In a transaction: from the first stored cell on, all are owed to headquarters once more.
  Result<void> owe_all();
  /// Inside a transaction: the next stored records that are owed, at most `limit`; none: that was
  /// all.
  Result<std::vector<std::string>> take_owed(int limit);

  [[nodiscard]] const Scoreboard& scoreboard() const { return scoreboard_; }

 private:
  struct Entry {
    std::int64_t number = 0;  ///< of its row; 0: not stored yet
    std::uint64_t version = 0;
    bool changed = false;  ///< in this transaction
    score::CellValue value;
  };
  struct Before {
    const score::CellKey* key;
    Entry* entry;
    Entry was;
  };

  Result<Entry*> find(const score::CellKey& key);
  Result<Entry*> find_to_change(const score::CellKey& key);
  std::string write(const score::CellKey& key, Entry& entry, WallTime now);

  sqlite::Database& database_;
  const LocationId location_;
  std::unordered_map<score::CellKey, Entry, CellKeyHash> cache_;
  std::vector<Before> changed_;
  Scoreboard scoreboard_;
};

}  // namespace earshot::edge
