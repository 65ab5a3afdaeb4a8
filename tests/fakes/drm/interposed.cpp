// Loaded before a program's libraries (LD_PRELOAD), this makes the process see one display card,
// /dev/dri/card0, and a touch panel, whatever this machine has: the calls below go to them, and
// every other goes on to the kernel as it came. Only what SDL, libdrm, libgbm and Mesa use is here.
#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <string>
#include <string_view>

#include "tests/fakes/drm/card.h"
#include "tests/fakes/drm/touch_panel.h"

namespace {

using earshot::fakes::Card;

constexpr std::string_view kFolder = "/dev/dri";
constexpr unsigned kDrmMajor = 226;

/// 0 or more is the answer; less is an errno.
template <typename Answer>
Answer as_libc(Answer answer) {
  if (answer >= 0) return answer;
  errno = static_cast<int>(-answer);
  return -1;
}

bool below_dri(const char* path) {
  return path != nullptr && std::string_view(path).substr(0, kFolder.size()) == kFolder;
}

int open_any(int folder, const char* path, int flags, mode_t mode) {
  Card* const card = below_dri(path) ? Card::of_this_process() : nullptr;
  if (card == nullptr) return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
  if (std::strcmp(path, "/dev/dri/card0") == 0) return as_libc(card->open(flags));
  return as_libc(-ENOENT);
}

int stat_file(int fd, struct stat* found) {
  const auto answer = static_cast<int>(syscall(SYS_fstat, fd, found));
  Card* const card = Card::of_this_process();
  if (answer == 0 && S_ISSOCK(found->st_mode) && card != nullptr && card->owns(fd)) {
    found->st_mode = S_IFCHR | 0660;
    found->st_rdev = makedev(kDrmMajor, 0);
  }
  return answer;
}

void* map(void* at, size_t size, int protection, int flags, int fd, off_t offset) {
  Card* const card = fd >= 0 ? Card::of_this_process() : nullptr;
  if (card != nullptr && card->owns(fd)) {
    fd = card->memory_at(fd, static_cast<std::uint64_t>(offset));
    offset = 0;
    if (fd < 0) {
      errno = EINVAL;
      return MAP_FAILED;
    }
  }
  return reinterpret_cast<void*>(syscall(SYS_mmap, at, size, protection, flags, fd, offset));
}

mode_t mode_in(int flags, va_list rest) {
  return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = mode_in(flags, rest);
  va_end(rest);
  return open_any(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = mode_in(flags, rest);
  va_end(rest);
  return open_any(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = mode_in(flags, rest);
  va_end(rest);
  return open_any(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = mode_in(flags, rest);
  va_end(rest);
  return open_any(folder, path, flags, mode);
}

DIR* opendir(const char* path) {
  const Card* const card = below_dri(path) ? Card::of_this_process() : nullptr;
  // The test's folder has one of that name, with an empty file for each card.
  const auto real = card == nullptr ? std::string(path) : card->folder() + "/dri";
  const auto fd = static_cast<int>(
      syscall(SYS_openat, AT_FDCWD, real.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK));
  return fd < 0 ? nullptr : fdopendir(fd);
}

int fstat(int fd, struct stat* found) { return stat_file(fd, found); }

int fstat64(int fd, struct stat64* found) {
  static_assert(sizeof(struct stat64) == sizeof(struct stat));
  return stat_file(fd, reinterpret_cast<struct stat*>(found));
}

// The same by the names that programs had before glibc 2.33: the thread sanitizer still calls them.
int __fxstat(int /*version*/, int fd, struct stat* found) { return stat_file(fd, found); }

int __fxstat64(int /*version*/, int fd, struct stat64* found) { return fstat64(fd, found); }

int ioctl(int fd, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void* const argument = va_arg(rest, void*);
  va_end(rest);
  const auto code = static_cast<unsigned>(request);
  Card* const card = Card::of_this_process();
  if (card != nullptr && _IOC_TYPE(code) == DRM_IOCTL_BASE && card->owns(fd)) {
    return as_libc(card->call(fd, code, argument));
  }
  if (card != nullptr && earshot::fakes::is_touch_panel(fd, card->folder())) {
    return as_libc(earshot::fakes::call_touch_panel(code, argument));
  }
  return static_cast<int>(syscall(SYS_ioctl, fd, request, argument));
}

void* mmap(void* at, size_t size, int protection, int flags, int fd, off_t offset) {
  return map(at, size, protection, flags, fd, offset);
}

void* mmap64(void* at, size_t size, int protection, int flags, int fd, off64_t offset) {
  return map(at, size, protection, flags, fd, offset);
}

}  // extern "C"
