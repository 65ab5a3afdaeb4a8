#include "platform/sqlite/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "platform/system/files.h"

namespace earshot::sqlite {

Result<FileLock> FileLock::take(const std::filesystem::path& store) {
  auto path = store;
  path += ".lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return tl::unexpected<Error>(system::errno_error(errno, "lock '" + store.string() + "'"));
  }
  FileLock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return tl::unexpected<Error>(system::errno_error(errno, "lock '" + store.string() + "'"));
    }
    const auto holder = system::read_file(path, 64);
    const auto who = holder && !holder->empty() ? " (process " + *holder + ")" : std::string();
    return fail(ErrorCode::busy, "'" + store.string() + "' is in use by another program" + who +
                                     "; stop that one first, or choose another data folder");
  }
  // For the message above only; the lock holds whether or not this could be written.
  const auto pid = std::to_string(::getpid());
  if (::ftruncate(fd, 0) == 0) {
    [[maybe_unused]] const auto written = ::pwrite(fd, pid.data(), pid.size(), 0);
  }
  return lock;
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace earshot::sqlite
