// A SQLite file: WAL, synchronous FULL, one writing connection which alone checkpoints, numbered
// forward-only migrations, an integrity check at start. Owner: the process's event loop.
// Threads: a Database is used by one thread at a time; open a Reader for each other thread.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/result.h"
#include "core/base/time.h"
#include "platform/sqlite/file_lock.h"

namespace earshot::sqlite {

/// One step of a schema: applied once, in order, in a transaction; never edited after release.
/// `part` names the sequence ("relay", "edge", "hq", "kiosk"); each has its own numbers 1, 2, 3 …
struct Migration {
  std::string_view part;
  int number;
  std::string_view sql;
};

/// Runs `f`, which uses SQLiteCpp and returns Result<T>; turns its exceptions into Errors:
/// SQLITE_FULL → no_space, SQLITE_CORRUPT and NOTADB → corrupt, CONSTRAINT → conflict, BUSY and
/// LOCKED → busy, else io.
template <typename F>
auto guarded(F f) -> decltype(f());

/// What the last exception in flight means, for `guarded`.
[[nodiscard]] Error error_of(const SQLite::Exception& e);

/// Files up to this size get SQLite's full integrity check at start, larger ones its quick one
/// (which does not compare indexes with their tables).
inline constexpr std::uintmax_t kFullCheckBytesMax = 8 * 1024 * 1024;

/// The write-ahead log, in pages of 4 KiB: from the first size on `checkpoint` does something, from
/// the second a commit moves it into the file itself, and from the third that commit also waits for
/// readers (at most kBusyWait), so that not even a reader that never rests lets it grow without
/// end.
inline constexpr int kWalPagesWhenIdle = 256;
inline constexpr int kWalPagesAtCommit = 4096;
inline constexpr int kWalPagesMax = 4 * kWalPagesAtCommit;

/// How long one statement waits for a lock that another connection holds.
inline constexpr Duration kBusyWait{2000};

class Database {
 public:
  /// What opening found: a corrupt file is set aside and collecting goes on with an empty one.
  struct Opened;

  /// Opens or makes the file (mode 0600), checks it, applies the migrations. When the file is
  /// corrupt it is moved to "<path>.corrupt-<ms>" (with its -wal and -shm) and a new one is made.
  /// Holds
  /// "<path>.lock" for its whole life. Error: busy (another process has it), io, no_space,
  /// unsupported (made by a newer version: nothing is touched).
  static Result<Opened> open(const std::filesystem::path& path,
                             std::span<const Migration> migrations, WallTime now);

  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// A prepared statement, kept for the connection's life and reset before it is returned.
  /// `sql` must be a literal or live as long as the Database. Throws SQLite::Exception, also when
  /// SQLite itself has rolled the open transaction back after an earlier error.
  SQLite::Statement& prepared(std::string_view sql);

  /// BEGIN IMMEDIATE … COMMIT; nesting is a programmer's error (asserted). After a failed commit
  /// nothing of the transaction is left, and none is open.
  Result<void> begin();
  Result<void> commit();
  /// Without a transaction it does nothing.
  void rollback();
  [[nodiscard]] bool in_transaction() const { return in_transaction_; }

  /// Runs `f`, which returns Result<T>, in the open transaction or else in one of its own, which is
  /// committed when `f` succeeds. Exceptions of SQLiteCpp become errors.
  template <typename F>
  auto in_one_transaction(F f) -> decltype(f());

  /// Runs `f`, which returns Result<T>, inside the open transaction; when it fails or throws, what
  /// it wrote is undone and the transaction goes on. Always use this, never SAVEPOINT itself:
  /// caches over the tables must hear of it.
  template <typename F>
  auto undone_on_error(F f) -> decltype(f());

  /// Counts every undoing of writes, whole transactions and parts of them: who keeps a cache of
  /// what the tables hold compares this with the count that it remembers, and reads again.
  [[nodiscard]] std::uint64_t undone() const { return undone_; }

  /// The check that opening makes, for whoever was told `corrupt`: a row that does not decode is no
  /// damage of the file. Seconds for a large one. Error: corrupt (open it again, which sets it
  /// aside), io.
  Result<void> check();

  /// Moves the WAL into the file when it has grown; call it when idle, outside a transaction. It
  /// also resets every prepared statement. Error: io, no_space.
  Result<void> checkpoint();
  /// Moves the whole WAL into the file and empties the WAL's own: afterwards no file holds what was
  /// deleted or overwritten before (every store opens with secure_delete). Waits for readers, at
  /// most kBusyWait; error busy: one of them is still at it, call it again. Else as checkpoint.
  Result<void> scrub();
  /// Pages in the WAL after the last commit; 0 once they were moved.
  [[nodiscard]] int wal_pages() const { return wal_pages_; }

  [[nodiscard]] SQLite::Database& raw() { return *db_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  Database(FileLock lock, std::unique_ptr<SQLite::Database> db, std::filesystem::path path);
  static int on_commit(void* self, sqlite3* db, const char* name, int pages);
  static void on_rollback(void* self);
  void reset_statements();
  void open_savepoint();
  void close_savepoint(bool keep);

  FileLock lock_;
  std::unique_ptr<SQLite::Database> db_;
  std::filesystem::path path_;
  std::unordered_map<std::string_view, std::unique_ptr<SQLite::Statement>> prepared_;
  bool in_transaction_ = false;
  std::uint64_t undone_ = 0;
  int wal_pages_ = 0;
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

template <typename F>
auto Database::in_one_transaction(F f) -> decltype(f()) {
  if (in_transaction_) return guarded(f);
  if (auto begun = begin(); !begun) return tl::unexpected<Error>(std::move(begun.error()));
  auto result = guarded(f);
  if (!result) {
    rollback();
    return result;
  }
  if (auto done = commit(); !done) return tl::unexpected<Error>(std::move(done.error()));
  return result;
}

template <typename F>
auto Database::undone_on_error(F f) -> decltype(f()) {
  return guarded([&]() -> decltype(f()) {
    open_savepoint();
    auto result = guarded(f);
    close_savepoint(result.has_value());
    return result;
  });
}

}  // namespace earshot::sqlite
