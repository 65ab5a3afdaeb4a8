#include "platform/sqlite/log_sync.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace earshot::sqlite {
namespace {

/// A file of SQLite's own disk, whichever that is.
class LogFile {
 public:
  explicit LogFile(const std::string& path)
      : vfs_(sqlite3_vfs_find(nullptr)),
        name_(sqlite3_create_filename(path.c_str(), "", "", 0, nullptr)),
        memory_(static_cast<std::size_t>(vfs_->szOsFile) / sizeof(std::max_align_t) + 1) {
    int out_flags = 0;
    constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL;
    opened_ = vfs_->xOpen(vfs_, name_, file(), kFlags, &out_flags);
  }
  ~LogFile() {
    if (file()->pMethods != nullptr) file()->pMethods->xClose(file());
    sqlite3_free_filename(const_cast<char*>(name_));
  }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  /// SQLITE_OK or what failed.
  int store_again() {
    if (opened_ != SQLITE_OK) return opened_;
    const auto* call = file()->pMethods;
    sqlite3_int64 size = 0;
    if (const int rc = call->xFileSize(file(), &size); rc != SQLITE_OK) return rc;
    std::vector<char> part(64 * 1024);  // SQLite's disks take less than 128 KiB at once
    for (sqlite3_int64 at = 0; at < size; at += static_cast<sqlite3_int64>(part.size())) {
      const auto bytes =
          static_cast<int>(std::min(size - at, static_cast<sqlite3_int64>(part.size())));
      if (const int rc = call->xRead(file(), part.data(), bytes, at); rc != SQLITE_OK) return rc;
      if (const int rc = call->xWrite(file(), part.data(), bytes, at); rc != SQLITE_OK) return rc;
    }
    return call->xSync(file(), SQLITE_SYNC_NORMAL);
  }

 private:
  [[nodiscard]] sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.data()); }
  sqlite3_vfs* vfs_;
  const char* name_;
  std::vector<std::max_align_t> memory_;  // aligned, and zero at first: not open
  int opened_ = SQLITE_OK;
};

}  // namespace

Result<void> store_log_again(const std::filesystem::path& store) {
  const std::string path = store.string() + "-wal";
  std::error_code ignored;
  const auto size = std::filesystem::file_size(path, ignored);
  if (ignored || size == 0) return {};
  LogFile log(std::filesystem::absolute(path).string());
  const int rc = log.store_again();
  if (rc == SQLITE_OK) return {};
  return fail((rc & 0xff) == SQLITE_FULL ? ErrorCode::no_space : ErrorCode::io,
              "the write-ahead log that a former run left cannot be stored safely (" +
                  std::string(sqlite3_errstr(rc)) + "): check the disk");
}

}  // namespace earshot::sqlite
