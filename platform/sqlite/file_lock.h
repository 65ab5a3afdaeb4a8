// One writing process per store: an exclusive lock on a file beside it, gone with the process
// however it ends. Owner: the Database. Threads: one at a time.
#pragma once

#include <filesystem>
#include <utility>

#include "core/base/result.h"

namespace earshot::sqlite {

class FileLock {
 public:
  /// Locks "<store>.lock", making it if needed. Error: busy, naming the process that has it; io.
  static Result<FileLock> take(const std::filesystem::path& store);

  FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace earshot::sqlite
