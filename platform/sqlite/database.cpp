#include "platform/sqlite/database.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "core/base/check.h"
#include "platform/sqlite/last_used.h"
#include "platform/sqlite/set_aside.h"

namespace earshot::sqlite {

namespace {

constexpr const char* kMain = "main";
/// Up to this size a store is rewritten in memory, above it through a temporary file.
constexpr std::uintmax_t kRewriteInMemoryMax = 64 * 1024 * 1024;

/// The connection that this thread used last: SQLite keeps the system's own error numbers there.
thread_local sqlite3* last_used = nullptr;

/// The system's number of a file's last failure; 0: none, or this kind of disk keeps none.
int last_errno(sqlite3_file* file) {
  int number = 0;
  if (file == nullptr || file->pMethods == nullptr) return 0;
  const int rc = file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &number);
  return rc == SQLITE_OK ? number : 0;
}

bool is_no_room(int number) { return number == ENOSPC || number == EDQUOT || number == EFBIG; }

/// SQLite knows one way for a disk to have no room, and calls the others I/O errors: a quota, a
/// limit on the file's size, and whatever is not a plain write.
bool is_no_room(const SQLite::Exception& e) {
  const int code = e.getErrorCode() & 0xff;
  if (code == SQLITE_FULL) return true;
  if ((code != SQLITE_IOERR && code != SQLITE_CANTOPEN) || last_used == nullptr) return false;
  switch (sqlite3_extended_errcode(last_used)) {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_TRUNCATE: {
      sqlite3_file* log = nullptr;
      sqlite3_file* file = nullptr;
      sqlite3_file_control(last_used, kMain, SQLITE_FCNTL_JOURNAL_POINTER,
                           static_cast<void*>(&log));
      sqlite3_file_control(last_used, kMain, SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
      return is_no_room(last_errno(log)) || is_no_room(last_errno(file));
    }
    default:
      return is_no_room(sqlite3_system_errno(last_used));
  }
}

}  // namespace

void note_use(sqlite3* connection) { last_used = connection; }

Error error_of(const SQLite::Exception& e) {
  const std::string what = e.what();
  if (is_no_room(e)) {
    return {ErrorCode::no_space, "the disk is full, nothing was stored: make room (" + what + ")"};
  }
  switch (e.getErrorCode() & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::corrupt,
              "the store is damaged: restart the program, which sets it aside "
              "and goes on (" +
                  what + ")"};
    case SQLITE_CONSTRAINT:
      return {ErrorCode::conflict, "it contradicts what is stored (" + what + ")"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::busy, "the store is in use by somebody else just now (" + what + ")"};
    default:
      return {ErrorCode::io, "the store failed (" + what + ")"};
  }
}

Database::Database(FileLock lock, std::unique_ptr<SQLite::Database> db, std::filesystem::path path)
    : lock_(std::move(lock)), db_(std::move(db)), path_(std::move(path)) {
  // Takes the place of SQLite's own automatic checkpoint.
  sqlite3_wal_hook(db_->getHandle(), &Database::on_commit, this);
  sqlite3_rollback_hook(db_->getHandle(), &Database::on_rollback, this);
}

Database::~Database() {
  rollback();
  if (last_used == db_->getHandle()) last_used = nullptr;
  sqlite3_wal_hook(db_->getHandle(), nullptr, nullptr);
  sqlite3_rollback_hook(db_->getHandle(), nullptr, nullptr);
}

int Database::on_commit(void* self, sqlite3* db, const char* name, int pages) {
  auto& database = *static_cast<Database*>(self);
  // Told each time the log has grown by this much, not with every commit.
  const bool tell = database.wal_pages_ / kWalPagesAtCommit != pages / kWalPagesAtCommit;
  database.wal_pages_ = pages;
  if (pages < kWalPagesAtCommit) return SQLITE_OK;
  const int mode = pages < kWalPagesMax ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
  int in_log = 0;
  int moved = 0;
  const int rc = sqlite3_wal_checkpoint_v2(db, name, mode, &in_log, &moved);
  if (rc == SQLITE_OK && in_log == moved) database.wal_pages_ = 0;
  if (rc != SQLITE_OK && rc != SQLITE_BUSY && tell) {
    spdlog::warn("'{}': the write-ahead log could not be moved into the file: {}",
                 database.path_.string(), sqlite3_errstr(rc));
  }
  // The commit itself is done and durable, whatever became of the checkpoint: an error here would
  // make SQLite call it failed.
  return SQLITE_OK;
}

void Database::on_rollback(void* self) { ++static_cast<Database*>(self)->undone_; }

SQLite::Statement& Database::prepared(std::string_view sql) {
  note_use(db_->getHandle());
  if (in_transaction_ && sqlite3_get_autocommit(db_->getHandle()) != 0) {
    // A full disk or a failed write makes SQLite roll back by itself. What follows would then be
    // stored on its own, as if the first half had been.
    const int earlier = sqlite3_errcode(db_->getHandle());
    const bool known = earlier != SQLITE_OK && earlier != SQLITE_ROW && earlier != SQLITE_DONE;
    throw SQLite::Exception("the transaction was rolled back after an earlier error",
                            known ? earlier : SQLITE_ABORT);
  }
  auto& statement = prepared_[sql];
  if (!statement) {
    statement = std::make_unique<SQLite::Statement>(*db_, std::string(sql));
  } else {
    // Its answer is the error of the last step, which was reported then.
    static_cast<void>(statement->tryReset());
  }
  return *statement;
}

Result<void> Database::begin() {
  EARSHOT_CHECK(!in_transaction_);
  return guarded([&]() -> Result<void> {
    prepared("BEGIN IMMEDIATE").exec();
    in_transaction_ = true;
    return {};
  });
}

Result<void> Database::commit() {
  EARSHOT_CHECK(in_transaction_);
  auto done = guarded([&]() -> Result<void> {
    prepared("COMMIT").exec();
    return {};
  });
  if (!done) rollback();
  in_transaction_ = false;
  return done;
}

void Database::rollback() {
  if (!in_transaction_) return;
  in_transaction_ = false;
  ++undone_;
  reset_statements();
  if (sqlite3_get_autocommit(db_->getHandle()) != 0) return;  // SQLite did it by itself
  const int rc = db_->tryExec("ROLLBACK");
  // It cannot fail with a transaction open, save for a file that went bad: then the next use says
  // so.
  if (rc != SQLITE_OK) spdlog::warn("'{}': rollback: {}", path_.string(), sqlite3_errstr(rc));
}

void Database::open_savepoint() {
  EARSHOT_CHECK(in_transaction_);
  prepared("SAVEPOINT part").exec();
}

void Database::close_savepoint(bool keep) {
  if (!keep) {
    ++undone_;
    prepared("ROLLBACK TO part").exec();
  }
  prepared("RELEASE part").exec();
}

void Database::reset_statements() {
  for (auto& [sql, statement] : prepared_) {
    if (statement) static_cast<void>(statement->tryReset());
  }
}

Result<void> Database::scrub() {
  EARSHOT_CHECK(!in_transaction_);
  reset_statements();
  note_use(db_->getHandle());
  // Damaged stores that were set aside hold the same words.
  if (auto gone = delete_set_aside(path_, WallTime{INT64_MAX}); !gone) return gone;
  // Overwriting what is deleted is not enough: when a page is split, what moved to another one
  // stays behind in the gap between its cells, and outlives the record (about one in a hundred
  // does). Only a store written anew holds nothing but what it holds.
  auto rewritten = guarded([&]() -> Result<void> {
    std::error_code ignored;
    const bool large = std::filesystem::file_size(path_, ignored) > kRewriteInMemoryMax;
    if (large) db_->exec("PRAGMA temp_store = FILE");
    const int rc = db_->tryExec("VACUUM");
    if (large) db_->exec("PRAGMA temp_store = MEMORY");
    if (rc != SQLITE_OK) throw SQLite::Exception(db_->getHandle(), rc);
    return {};
  });
  if (!rewritten) return rewritten;
  const int rc = sqlite3_wal_checkpoint_v2(db_->getHandle(), kMain, SQLITE_CHECKPOINT_TRUNCATE,
                                           nullptr, nullptr);
  if (rc != SQLITE_OK) {
    return tl::unexpected<Error>(error_of(SQLite::Exception(db_->getHandle(), rc)));
  }
  wal_pages_ = 0;
  return {};
}

Result<void> Database::checkpoint() {
  EARSHOT_CHECK(!in_transaction_);
  if (wal_pages_ < kWalPagesWhenIdle) return {};
  // A statement left in the middle of its rows holds the log's pages in place.
  reset_statements();
  note_use(db_->getHandle());
  int in_log = 0;
  int moved = 0;
  const int rc = sqlite3_wal_checkpoint_v2(db_->getHandle(), kMain, SQLITE_CHECKPOINT_PASSIVE,
                                           &in_log, &moved);
  if (rc == SQLITE_BUSY) return {};  // a reader is at it; the next call goes on
  if (rc != SQLITE_OK) {
    return tl::unexpected<Error>(error_of(SQLite::Exception(db_->getHandle(), rc)));
  }
  if (in_log == moved) wal_pages_ = 0;
  return {};
}

}  // namespace earshot::sqlite
