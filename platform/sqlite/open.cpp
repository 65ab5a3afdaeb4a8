// Opening a store: lock, check, set aside if damaged, migrate.
#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "platform/sqlite/database.h"
#include "platform/sqlite/last_used.h"
#include "platform/sqlite/log_sync.h"
#include "platform/sqlite/migrations.h"
#include "platform/sqlite/readable.h"
#include "platform/sqlite/set_aside.h"
#include "platform/system/files.h"

namespace earshot::sqlite {

namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> about(const fs::path& path, Error error) {
  error.message = "'" + path.string() + "': " + error.message;
  return tl::unexpected<Error>(std::move(error));
}

/// SQLite would make it readable for everybody; its -wal and -shm take its mode over.
Result<void> make_private(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return tl::unexpected<Error>(
        system::errno_error(errno, "open the store '" + path.string() + "'"));
  }
  struct stat status {};
  const bool loose = ::fstat(fd, &status) == 0 && (status.st_mode & 0077) != 0;
  if (loose && ::fchmod(fd, 0600) != 0) {
    spdlog::warn("'{}' may be read by other users, and that could not be changed", path.string());
  }
  ::close(fd);
  return system::sync_folder(path.parent_path());
}

/// Until a file is known to be sound and ours, closing it must not write to it.
void write_nothing_on_close(SQLite::Database& db, bool on) {
  sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 1 : 0, nullptr);
}

Result<std::unique_ptr<SQLite::Database>> connect(const fs::path& path) {
  return guarded([&]() -> Result<std::unique_ptr<SQLite::Database>> {
    auto db = std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READWRITE,
                                                 static_cast<int>(kBusyWait.count()));
    note_use(db->getHandle());
    write_nothing_on_close(*db, true);
    return db;
  });
}

/// Error: corrupt, with SQLite's first complaint in one line.
Result<void> check_integrity(SQLite::Database& db, const fs::path& path) {
  std::error_code ignored;
  const bool small = fs::file_size(path, ignored) <= kFullCheckBytesMax;
  try {
    SQLite::Statement check(db, small ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)");
    if (!check.executeStep()) return fail(ErrorCode::corrupt, "the check gave no answer");
    const std::string answer = check.getColumn(0);
    if (answer != "ok") {
      return fail(ErrorCode::corrupt, answer.substr(answer.rfind('\n') + 1));
    }
    // We may write the file, so only a damaged header can make SQLite think that it may not.
    if (sqlite3_db_readonly(db.getHandle(), "main") != 0) {
      return fail(ErrorCode::corrupt, "its header names a file format that does not exist");
    }
    return {};
  } catch (const SQLite::Exception& e) {
    auto error = error_of(e);
    if (error.code == ErrorCode::corrupt) error.message = e.what();
    return tl::unexpected<Error>(std::move(error));
  }
}

Result<void> configure(SQLite::Database& db) {
  return guarded([&]() -> Result<void> {
    const std::string mode = db.execAndGet("PRAGMA journal_mode = WAL").getString();
    if (mode != "wal") {
      return fail(ErrorCode::io, "SQLite cannot keep a write-ahead log here; use a local disk");
    }
    db.exec(
        "PRAGMA synchronous = FULL;"
        "PRAGMA foreign_keys = ON;"
        "PRAGMA temp_store = MEMORY;"
        "PRAGMA cache_size = -8000;"
        "PRAGMA cell_size_check = ON;"
        // What is deleted is overwritten; see also Database::scrub.
        "PRAGMA secure_delete = ON;"
        // After a long backlog the log's file gives its room back to the disk.
        "PRAGMA journal_size_limit = 67108864;");
    return {};
  });
}

/// Mends what can be mended of the log, and notes what a person should hear of it. Error: corrupt.
Result<void> mend_log(const fs::path& path) {
  auto verdict = examine_log(path);
  if (!verdict) return tl::unexpected<Error>(std::move(verdict.error()));
  if (verdict->state == LogVerdict::State::damaged) {
    return fail(ErrorCode::corrupt, "its write-ahead log: " + verdict->words);
  }
  if (verdict->state == LogVerdict::State::sound) return {};
  if (auto mended = patch_log(path, verdict->patches); !mended) return mended;
  const auto words =
      fmt::format("the disk had spoilt the log of '{}' ({}); it was mended, and nothing is lost",
                  path.string(), verdict->words);
  if (!verdict->told) {
    spdlog::info("{}. A power cut in the middle of a commit may look the same", words);
    return {};
  }
  spdlog::warn("{}. Have the disk looked at", words);
  if (auto noted = note_mended(path, words); !noted) spdlog::warn("{}", noted.error().message);
  return {};
}

/// A connection to a file that is sound, ours, and has today's schema.
Result<std::unique_ptr<SQLite::Database>> open_sound(const fs::path& path,
                                                     std::span<const Migration> migrations,
                                                     WallTime now) {
  if (auto mended = mend_log(path); !mended) {
    return tl::unexpected<Error>(std::move(mended.error()));
  }
  if (auto stored = store_log_again(path); !stored) {
    return tl::unexpected<Error>(std::move(stored.error()));
  }
  auto db = connect(path);
  if (!db) return db;
  auto ready = check_integrity(**db, path)
                   .and_then([&] { return check_migrations(**db, migrations); })
                   .and_then([&] { return configure(**db); })
                   .and_then([&] { return apply_migrations(**db, migrations, now); });
  if (!ready) {
    note_use(nullptr);
    return tl::unexpected<Error>(std::move(ready.error()));
  }
  write_nothing_on_close(**db, false);
  return db;
}

}  // namespace

Result<Database::Opened> Database::open(const fs::path& path, std::span<const Migration> migrations,
                                        WallTime now) {
  auto lock = FileLock::take(path);
  if (!lock) return tl::unexpected<Error>(std::move(lock.error()));
  Opened opened;
  auto finished = finish_set_aside(path, now);
  if (!finished) return tl::unexpected<Error>(std::move(finished.error()));
  opened.set_aside = std::move(*finished);
  if (auto made = make_private(path); !made) return tl::unexpected<Error>(std::move(made.error()));

  auto db = open_sound(path, migrations, now);
  if (!db && db.error().code == ErrorCode::corrupt) {
    // A disk that fails to read for a moment looks like damage: only a file that can be read, and
    // is found damaged twice, is set aside.
    db = check_readable(path).and_then([&] { return open_sound(path, migrations, now); });
  }
  if (!db && db.error().code == ErrorCode::corrupt) {
    auto where = set_aside(path, now);
    if (!where) return tl::unexpected<Error>(std::move(where.error()));
    opened.set_aside = *where;
    spdlog::error(
        "the store '{}' is damaged ({}): it is kept as '{}', and collecting goes on in a "
        "new one",
        path.string(), db.error().message, opened.set_aside);
    if (auto made = make_private(path); !made) {
      return tl::unexpected<Error>(std::move(made.error()));
    }
    db = open_sound(path, migrations, now);
  }
  if (!db) return about(path, std::move(db.error()));
  opened.database.reset(new Database(std::move(*lock), std::move(*db), path));
  return opened;
}

Result<void> Database::check() {
  reset_statements();
  note_use(db_->getHandle());
  auto sound = check_integrity(*db_, path_);
  if (!sound) return about(path_, std::move(sound.error()));
  return {};
}

Result<std::unique_ptr<SQLite::Database>> open_reader(const fs::path& path) {
  auto db = guarded([&]() -> Result<std::unique_ptr<SQLite::Database>> {
    auto reader = std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READONLY,
                                                     static_cast<int>(kBusyWait.count()));
    reader->exec("PRAGMA query_only = ON; PRAGMA cache_size = -2000");
    return reader;
  });
  if (!db) return about(path, std::move(db.error()));
  return db;
}

}  // namespace earshot::sqlite
