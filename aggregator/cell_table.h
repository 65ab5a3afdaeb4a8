// The rows of whole cells in SQLite: one table for cells of all topics, one for those of a topic,
// both in the order location, hour, series, so that what arrives together lies together.
// Owner: SqliteStore. Threads: as the Database. Everything throws SQLite::Exception.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "aggregator/plain_statement.h"
#include "aggregator/stores.h"

namespace earshot::hq {

class CellTable {
 public:
  CellTable(SQLite::Database& database, const std::string& name);

  /// Throws also when the stored bytes are not ours.
  std::optional<StoredCell> find(const CellPlace& place);
  /// Each place once, in the table's order.
  void put(std::span<const PlacedCell> cells);

 private:
  /// Rows in one statement, which is a good deal faster than one by one.
  static constexpr std::size_t kRowsPerStatement = 32;
  static void bind(PlainStatement& statement, std::size_t row, const PlacedCell& placed);

  PlainStatement find_;
  PlainStatement put_one_;
  PlainStatement put_many_;
};

/// Whether `a` stands before `b` in the tables.
[[nodiscard]] bool stands_before(const CellPlace& a, const CellPlace& b);

}  // namespace earshot::hq
