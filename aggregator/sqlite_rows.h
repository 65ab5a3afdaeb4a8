// Small things that the store's .cpp files share: reading columns, and queries that end by
// themselves. Owner: sqlite_store.cpp and sqlite_voices.cpp, nobody else. Threads: as the Database.
#pragma once

#include <cstdint>
#include <string_view>

#include "platform/sqlite/database.h"

namespace earshot::hq {

template <typename T>
[[nodiscard]] std::int64_t number_of(T value) {
  return static_cast<std::int64_t>(value);
}

[[nodiscard]] inline std::uint64_t count_at(const SQLite::Statement& row, int column) {
  return static_cast<std::uint64_t>(row.getColumn(column).getInt64());
}

[[nodiscard]] inline std::string_view bytes_at(const SQLite::Statement& row, int column) {
  const SQLite::Column cell = row.getColumn(column);
  return {static_cast<const char*>(cell.getBlob()), static_cast<std::size_t>(cell.getBytes())};
}

/// Ends a query when its reader leaves: an open one would hold up the checkpoint.
class Query {
 public:
  explicit Query(SQLite::Statement& statement) : statement_(statement) {}
  ~Query() { static_cast<void>(statement_.tryReset()); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  SQLite::Statement* operator->() { return &statement_; }
  SQLite::Statement& operator*() { return statement_; }

 private:
  SQLite::Statement& statement_;
};

}  // namespace earshot::hq
