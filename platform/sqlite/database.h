// A SQLite file: WAL, synchronous FULL, one writing connection which alone checkpoints, numbered
// forward-only migrations, an integrity check at start. Owner: the process's event loop.
// Threads: a Database is used by one thread at a time; open a Reader for each other thread.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace earshot::sqlite {

/// One step of a schema: applied once, in order, in a transaction; never edited after release.
/// `part` names the sequence ("relay", "edge", "hq", "kiosk"); each has its own numbers 1, 2, 3 …
struct Migration {
  std::string_view part;
  int number;
  std::string_view sql;
};

/// Runs `f`, which uses SQLiteCpp and returns Result<T>; turns its exceptions into Errors:
/// SQLITE_FULL → no_space, SQLITE_CORRUPT and NOTADB → corrupt, CONSTRAINT → conflict, else io.
template <typename F>
auto guarded(F f) -> decltype(f());

/// What the last exception in flight means, for `guarded`.
[[nodiscard]] Error error_of(const SQLite::Exception& e);

class Database {
 public:
  /// What opening found: a corrupt file is set aside and collecting goes on with an empty one.
  struct Opened;

  /// Opens or makes the file, checks it, applies the migrations. When the file is corrupt it is moved
  /// to "<path>.corrupt-<ms>" (with its -wal and -shm) and a new one is made. Error: io, no_space,
  /// unsupported (made by a newer version: nothing is touched).
  static Result<Opened> open(const std::filesystem::path& path,
                             std::span<const Migration> migrations, WallTime now);

  /// A prepared statement, kept for the connection's life and reset before it is returned.
  /// `sql` must be a literal or live as long as the Database. Throws SQLite::Exception.
  SQLite::Statement& prepared(std::string_view sql);

  /// BEGIN IMMEDIATE … COMMIT; nesting is a programmer's error (asserted).
  Result<void> begin();
  Result<void> commit();
  void rollback();
  [[nodiscard]] bool in_transaction() const { return in_transaction_; }

  /// Moves the WAL into the file when it has grown; call it when idle. Error: io.
  Result<void> checkpoint();

  [[nodiscard]] SQLite::Database& raw() { return *db_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit Database(std::unique_ptr<SQLite::Database> db, std::filesystem::path path);
  std::unique_ptr<SQLite::Database> db_;
  std::filesystem::path path_;
  std::unordered_map<std::string_view, std::unique_ptr<SQLite::Statement>> prepared_;
  bool in_transaction_ = false;
};

struct Database::Opened {
  std::unique_ptr<Database> database;
  std::string set_aside;  ///< where a corrupt file was moved to; empty: it was sound
};

/// A read-only connection (query_only) for one other thread, for instance an HTTP handler's.
Result<std::unique_ptr<SQLite::Database>> open_reader(const std::filesystem::path& path);

template <typename F>
auto guarded(F f) -> decltype(f()) {
  try {
    return f();
  } catch (const SQLite::Exception& e) {
    return tl::unexpected<Error>(error_of(e));
  }
}

}  // namespace earshot::sqlite
