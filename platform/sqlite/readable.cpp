#include "platform/sqlite/readable.h"

#include <sqlite3.h>

#include <cstddef>
#include <string>
#include <vector>

namespace earshot::sqlite {
namespace {

/// SQLITE_OK or what failed. Uses SQLite's own disk, whichever that is.
int read_all(const std::string& path, int kind) {
  auto* const disk = sqlite3_vfs_find(nullptr);
  const char* const name = sqlite3_create_filename(path.c_str(), "", "", 0, nullptr);
  std::vector<std::max_align_t> memory(
      static_cast<std::size_t>(disk->szOsFile) / sizeof(std::max_align_t) + 1);
  auto* const file = reinterpret_cast<sqlite3_file*>(memory.data());
  int out_flags = 0;
  int rc = disk->xOpen(disk, name, file, SQLITE_OPEN_READONLY | kind, &out_flags);
  std::vector<char> part(64 * 1024);  // SQLite's disks take less than 128 KiB at once
  for (sqlite3_int64 at = 0; rc == SQLITE_OK; at += static_cast<sqlite3_int64>(part.size())) {
    rc = file->pMethods->xRead(file, part.data(), static_cast<int>(part.size()), at);
  }
  if (file->pMethods != nullptr) file->pMethods->xClose(file);
  sqlite3_free_filename(const_cast<char*>(name));
  return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : rc;  // the end
}

}  // namespace

Result<void> check_readable(const std::filesystem::path& store) {
  const std::string path = std::filesystem::absolute(store).string();
  int rc = read_all(path, SQLITE_OPEN_MAIN_DB);
  std::error_code ignored;
  if (rc == SQLITE_OK && std::filesystem::exists(path + "-wal", ignored)) {
    rc = read_all(path + "-wal", SQLITE_OPEN_WAL);
  }
  if (rc == SQLITE_OK) return {};
  return fail(ErrorCode::io, "the disk cannot read the store (" + std::string(sqlite3_errstr(rc)) +
                                 "); nothing was moved: check the disk and start again");
}

}  // namespace earshot::sqlite
