// A prepared statement for the few places that touch millions of values: SQLiteCpp takes a shared
// pointer for each column that is read, and a bound value is bound again only when it is another
// one. Owner: the stores of this folder. Threads: as the Database.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace earshot::hq {

class PlainStatement {
 public:
  /// All methods throw SQLite::Exception, as SQLiteCpp does.
  PlainStatement(SQLite::Database& database, const std::string& sql) : db_(database.getHandle()) {
    check(sqlite3_prepare_v3(db_, sql.c_str(), static_cast<int>(sql.size()) + 1,
                             SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
    bound_.assign(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement_)), kNothing);
  }
  ~PlainStatement() { sqlite3_finalize(statement_); }
  PlainStatement(const PlainStatement&) = delete;
  PlainStatement& operator=(const PlainStatement&) = delete;

  /// `place` counts from 1. Bound values stay for the next steps.
  void bind(int place, std::int64_t value) {
    Bound& bound = bound_[static_cast<std::size_t>(place - 1)];
    if (bound.kind == Bound::number && bound.value == value) return;
    check(sqlite3_bind_int64(statement_, place, value));
    bound = {Bound::number, value};
  }
  /// The bytes are copied; none are bound as null.
  void bind(int place, std::string_view bytes) {
    Bound& bound = bound_[static_cast<std::size_t>(place - 1)];
    if (bytes.empty()) {
      if (bound.kind == Bound::null) return;
      check(sqlite3_bind_null(statement_, place));
      bound = kNothing;
      return;
    }
    check(sqlite3_bind_blob(statement_, place, bytes.data(), static_cast<int>(bytes.size()),
                            SQLITE_TRANSIENT));
    bound = {Bound::bytes, 0};
  }

  /// Runs a statement that gives no rows.
  void run() {
    const int code = sqlite3_step(statement_);
    const int reset = sqlite3_reset(statement_);
    if (code != SQLITE_DONE) check(reset);
  }
  /// True: there is a row to read. False: that was the last one, and it is reset.
  bool next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    check(sqlite3_reset(statement_));
    return false;
  }
  void reset() { static_cast<void>(sqlite3_reset(statement_)); }
  [[nodiscard]] std::int64_t number(int column) const {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] std::uint64_t count(int column) const {
    return static_cast<std::uint64_t>(number(column));
  }
  [[nodiscard]] std::string_view bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    if (data == nullptr) return {};
    return {static_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  struct Bound {
    enum Kind : std::uint8_t { null, number, bytes } kind;
    std::int64_t value;
  };
  static constexpr Bound kNothing{Bound::null, 0};
  void check(int code) const {
    if (code != SQLITE_OK) throw SQLite::Exception(db_, code);
  }

  sqlite3* db_;
  sqlite3_stmt* statement_ = nullptr;
  std::vector<Bound> bound_;
};

}  // namespace earshot::hq
