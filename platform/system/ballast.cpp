#include "platform/system/ballast.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "platform/system/files.h"

namespace earshot::system {

FileBallast::FileBallast(std::filesystem::path path, std::uint64_t bytes)
    : path_(std::move(path)), bytes_(bytes) {
  struct stat status {};
  held_ = ::stat(path_.c_str(), &status) == 0 && status.st_blocks > 0;
}

bool FileBallast::release() {
  if (!held_) return false;
  held_ = false;
  // Emptied first: a reader that has it open, a backup for instance, would keep the blocks of a
  // file that is only unlinked.
  const bool emptied = ::truncate(path_.c_str(), 0) == 0;
  const bool removed = ::unlink(path_.c_str()) == 0;
  if (!emptied && !removed) {
    spdlog::error("the disk is full and the reserve '{}' cannot be given up: {}", path_.string(),
                  errno_error(errno, "remove it").message);
    return false;
  }
  spdlog::error("the disk is full: the reserve of {} MiB at '{}' was given up; make room now",
                bytes_ >> 20, path_.string());
  return true;
}

bool FileBallast::restore() {
  struct stat status {};
  const bool there = ::stat(path_.c_str(), &status) == 0;
  const auto kept = there ? static_cast<std::uint64_t>(status.st_blocks) * 512 : 0;
  held_ = kept > 0;
  if (kept >= bytes_) return held_;
  struct statvfs disk {};
  if (::statvfs(path_.parent_path().empty() ? "." : path_.parent_path().c_str(), &disk) != 0) {
    return held_;
  }
  const auto room = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  if (room < 2 * bytes_) return held_;
  if (auto made = make(); !made) {
    spdlog::warn("no reserve for a full disk: {}", made.error().message);
  } else {
    held_ = true;
  }
  return held_;
}

/// Whole, or not at all.
Result<void> FileBallast::make() {
  const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const auto what = "make '" + path_.string() + "'";
  if (fd < 0) return tl::unexpected<Error>(errno_error(errno, what));
  const int failed = ::posix_fallocate(fd, 0, static_cast<off_t>(bytes_));
  ::close(fd);
  if (failed == 0) return sync_folder(path_.parent_path());
  ::unlink(path_.c_str());
  held_ = false;
  return tl::unexpected<Error>(errno_error(failed, what));
}

}  // namespace earshot::system
