#include "platform/sqlite/log_sync.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace earshot::sqlite {
namespace {

constexpr std::size_t kPartBytes = 64 * 1024;  // SQLite's disks take less than 128 KiB at once

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

  /// The four below: SQLITE_OK or what failed.
  int size(sqlite3_int64& bytes) {
    return opened_ != SQLITE_OK ? opened_ : file()->pMethods->xFileSize(file(), &bytes);
  }
  int read(sqlite3_int64 at, std::span<unsigned char> bytes) {
    if (opened_ != SQLITE_OK) return opened_;
    int rc = SQLITE_OK;
    while (rc == SQLITE_OK && !bytes.empty()) {
      const auto part = bytes.first(std::min(bytes.size(), kPartBytes));
      rc = file()->pMethods->xRead(file(), part.data(), static_cast<int>(part.size()), at);
      at += static_cast<sqlite3_int64>(part.size());
      bytes = bytes.subspan(part.size());
    }
    return rc;
  }
  int write(sqlite3_int64 at, std::string_view bytes) {
    if (opened_ != SQLITE_OK) return opened_;
    return file()->pMethods->xWrite(file(), bytes.data(), static_cast<int>(bytes.size()), at);
  }
  int store_again() {
    sqlite3_int64 bytes = 0;
    if (const int rc = size(bytes); rc != SQLITE_OK) return rc;
    std::vector<unsigned char> part(kPartBytes);
    for (sqlite3_int64 at = 0; at < bytes; at += static_cast<sqlite3_int64>(part.size())) {
      part.resize(
          static_cast<std::size_t>(std::min(bytes - at, static_cast<sqlite3_int64>(kPartBytes))));
      if (const int rc = read(at, part); rc != SQLITE_OK) return rc;
      const std::string_view same(reinterpret_cast<const char*>(part.data()), part.size());
      if (const int rc = write(at, same); rc != SQLITE_OK) return rc;
    }
    return sync();
  }
  int sync() { return file()->pMethods->xSync(file(), SQLITE_SYNC_NORMAL); }

 private:
  [[nodiscard]] sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.data()); }
  sqlite3_vfs* vfs_;
  const char* name_;
  std::vector<std::max_align_t> memory_;  // aligned, and zero at first: not open
  int opened_ = SQLITE_OK;
};

/// None: there is no log, or an empty one.
std::unique_ptr<LogFile> log_of(const std::filesystem::path& store) {
  const std::string path = store.string() + "-wal";
  std::error_code ignored;
  const auto size = std::filesystem::file_size(path, ignored);
  if (ignored || size == 0) return nullptr;
  return std::make_unique<LogFile>(std::filesystem::absolute(path).string());
}

tl::unexpected<Error> cannot_be(const char* done, int rc) {
  return fail((rc & 0xff) == SQLITE_FULL ? ErrorCode::no_space : ErrorCode::io,
              std::string("the write-ahead log that a former run left cannot be ") + done + " (" +
                  sqlite3_errstr(rc) + "): check the disk");
}

}  // namespace

Result<LogVerdict> examine_log(const std::filesystem::path& store) {
  const auto log = log_of(store);
  if (!log) return LogVerdict{};
  sqlite3_int64 size = 0;
  int rc = log->size(size);
  if (rc != SQLITE_OK) return cannot_be("read", rc);
  auto verdict = check_log(
      [&](std::uint64_t at, std::span<unsigned char> bytes) {
        rc = log->read(static_cast<sqlite3_int64>(at), bytes);
        return rc == SQLITE_OK;
      },
      static_cast<std::uint64_t>(size));
  if (verdict.state == LogVerdict::State::unreadable) return cannot_be("read", rc);
  return verdict;
}

Result<void> patch_log(const std::filesystem::path& store, std::span<const LogPatch> patches) {
  const auto log = log_of(store);
  if (!log) return {};
  int rc = SQLITE_OK;
  for (const auto& patch : patches) {
    if (rc == SQLITE_OK) rc = log->write(static_cast<sqlite3_int64>(patch.offset), patch.bytes);
  }
  if (rc == SQLITE_OK) rc = log->sync();
  if (rc != SQLITE_OK) return cannot_be("mended", rc);
  return {};
}

Result<void> store_log_again(const std::filesystem::path& store) {
  const auto log = log_of(store);
  if (!log) return {};
  const int rc = log->store_again();
  if (rc != SQLITE_OK) return cannot_be("stored safely", rc);
  return {};
}

}  // namespace earshot::sqlite
