#include "platform/system/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>

#include "platform/system/descriptor.h"

namespace earshot::system {

namespace {

namespace fs = std::filesystem;

std::string_view advice(int number) {
  switch (number) {
    case EACCES:
    case EPERM:
      return "; check who owns it and who may use it";
    case EROFS:
      return "; it lies on a file system that is mounted read-only";
    case ENOSPC:
    case EDQUOT:
      return "; make room on that disk";
    case EFBIG:
      return "; the file may not grow that large here";
    case ENOENT:
    case ENOTDIR:
      return "; check the path";
    case EMFILE:
    case ENFILE:
      return "; too many files are open";
    default:
      return "";
  }
}

tl::unexpected<Error> failed(int number, const std::string& what) {
  return tl::unexpected<Error>(errno_error(number, what));
}

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

Result<void> write_all(int fd, std::string_view content, const fs::path& path) {
  while (!content.empty()) {
    const auto n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed(errno, "write " + quoted(path));
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

/// Everything up to the rename, so that the caller can clean up in one place.
Result<void> write_new(const fs::path& fresh, mode_t mode, std::string_view content,
                       const fs::path& path) {
  Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file.valid()) return failed(errno, "write " + quoted(path));
  if (::fchmod(file.get(), mode) != 0) return failed(errno, "set the mode of " + quoted(path));
  if (auto written = write_all(file.get(), content, path); !written) return written;
  if (::fsync(file.get()) != 0) return failed(errno, "write " + quoted(path) + " to the disk");
  if (!file.close_now()) return failed(errno, "write " + quoted(path));
  return {};
}

}  // namespace

Error errno_error(int number, const std::string& what) {
  auto code = ErrorCode::io;
  if (number == ENOSPC || number == EDQUOT || number == EFBIG) code = ErrorCode::no_space;
  if (number == ENOENT || number == ENOTDIR) code = ErrorCode::not_found;
  return {code, "cannot " + what + ": " + std::generic_category().message(number) +
                    std::string(advice(number))};
}

Result<std::string> read_file(const fs::path& path, std::size_t bytes_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return failed(errno, "read " + quoted(path));
  std::string content;
  char part[16 * 1024];
  for (;;) {
    const auto n = ::read(file.get(), part, sizeof part);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed(errno, "read " + quoted(path));
    if (n == 0) return content;
    content.append(part, static_cast<std::size_t>(n));
    if (content.size() > bytes_max) {
      return fail(ErrorCode::invalid, quoted(path) + " is larger than the " +
                                          std::to_string(bytes_max) +
                                          " bytes allowed here; is it the right file?");
    }
  }
}

Result<void> write_file_atomically(const fs::path& path, std::string_view content) {
  struct stat old {};
  const mode_t mode = ::stat(path.c_str(), &old) == 0 ? (old.st_mode & 07777) : 0600;
  static std::atomic<unsigned> number{0};
  auto fresh = path;
  fresh += ".new-" + std::to_string(::getpid()) + "-" + std::to_string(number++);
  auto written = write_new(fresh, mode, content, path);
  if (written && ::rename(fresh.c_str(), path.c_str()) != 0) {
    written = failed(errno, "replace " + quoted(path));
  }
  if (!written) {
    ::unlink(fresh.c_str());
    return written;
  }
  return sync_folder(path.parent_path());
}

Result<void> make_folder(const fs::path& path) {
  auto so_far = fs::path();
  for (const auto& part : path) {
    so_far /= part;
    if (::mkdir(so_far.c_str(), 0700) == 0 || errno == EEXIST) continue;
    // Some file systems answer otherwise for a folder that is there and may not be written.
    const int number = errno;
    std::error_code ignored;
    if (!fs::is_directory(so_far, ignored)) {
      return failed(number, "make the folder " + quoted(path));
    }
  }
  std::error_code ignored;
  if (!fs::is_directory(path, ignored)) {
    return fail(ErrorCode::io, "cannot make the folder " + quoted(path) +
                                   ": there is a file of that name; move it away");
  }
  return {};
}

Result<void> sync_folder(const fs::path& folder) {
  const auto where = folder.empty() ? fs::path(".") : folder;
  const Descriptor fd(::open(where.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid()) return failed(errno, "open the folder " + quoted(where));
  // Some file systems cannot sync a folder and say EINVAL; there is nothing more to be done there.
  if (::fsync(fd.get()) != 0 && errno != EINVAL) {
    return failed(errno, "write the folder " + quoted(where) + " to the disk");
  }
  return {};
}

}  // namespace earshot::system
