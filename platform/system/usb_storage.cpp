#include "platform/system/usb_storage.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "platform/system/descriptor.h"
#include "platform/system/files.h"

namespace earshot::system {
namespace {

using Outcome = UsbWrite::Outcome;

UsbWrite failed(int number, const std::string& what) {
  auto outcome = Outcome::failed;
  if (number == EROFS) outcome = Outcome::read_only;
  if (number == ENOSPC || number == EDQUOT || number == EFBIG) outcome = Outcome::full;
  return {outcome, {}, errno_error(number, what).message};
}

/// A stick is another file system than the folder above it.
bool is_mounted(int folder) {
  struct stat here {
  }, above{};
  return ::fstat(folder, &here) == 0 && ::fstatat(folder, "..", &above, 0) == 0 &&
         here.st_dev != above.st_dev;
}

/// Still the one at its path: nobody pulled it out and left us writing into nothing.
bool is_there(int folder, const std::filesystem::path& path) {
  struct stat here {
  }, now{};
  return ::fstat(folder, &here) == 0 && ::stat(path.c_str(), &now) == 0 &&
         here.st_dev == now.st_dev && here.st_ino == now.st_ino;
}

int write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const auto n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

/// True if the file holds exactly this.
bool holds(int fd, std::string_view content) {
  std::array<char, 64 * 1024> part{};
  for (;;) {
    const auto n = ::read(fd, part.data(), part.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return n == 0 && content.empty();
    const auto size = static_cast<std::size_t>(n);
    if (size > content.size() || std::memcmp(part.data(), content.data(), size) != 0) return false;
    content.remove_prefix(size);
  }
}

/// One file on one storage, by the folder that was open when it began.
class Writing {
 public:
  Writing(int folder, std::filesystem::path at, std::string name, const UsbOptions& options)
      : folder_(folder),
        at_(std::move(at)),
        name_(std::move(name)),
        fresh_(name_ + ".part"),
        options_(options) {}

  UsbWrite run(std::string_view content) {
    step("opened");
    auto done = write(content);
    if (done.outcome == Outcome::written) done = finish(content);
    if (done.outcome != Outcome::written) {
      (void)::unlinkat(folder_, fresh_.c_str(), 0);
      (void)::fsync(folder_);
    }
    return done;
  }

 private:
  void step(std::string_view name) const {
    if (options_.at_step) options_.at_step(name);
  }
  [[nodiscard]] std::string place() const { return "'" + (at_ / name_).string() + "'"; }

  UsbWrite write(std::string_view content) {
    (void)::unlinkat(folder_, fresh_.c_str(), 0);  // of one that was pulled out
    const Descriptor file(
        ::openat(folder_, fresh_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.valid()) return failed(errno, "write " + place());
    if (const int wrong = write_all(file.get(), content)) return failed(wrong, "write " + place());
    step("written");
    if (::fsync(file.get()) != 0) return failed(errno, "write " + place());
    // So that reading asks the storage, and not what the system remembers.
    (void)::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
    step("synced");
    return {Outcome::written, {}, {}};
  }

  UsbWrite finish(std::string_view content) {
    const Descriptor file(::openat(folder_, fresh_.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid()) return failed(errno, "read " + place() + " back");
    if (!holds(file.get(), content)) {
      return {Outcome::failed, {}, place() + " does not hold what was written to it"};
    }
    if (::renameat(folder_, fresh_.c_str(), folder_, name_.c_str()) != 0) {
      return failed(errno, "give " + place() + " its name");
    }
    step("renamed");
    // Some file systems cannot sync a folder and say EINVAL; there is nothing more to be done.
    if (::fsync(folder_) != 0 && errno != EINVAL) return failed(errno, "sync the folder");
    if (!is_there(folder_, at_)) {
      return {Outcome::failed, {}, "the storage at '" + at_.string() + "' was pulled out"};
    }
    return {Outcome::written, at_ / name_, {}};
  }

  const int folder_;
  const std::filesystem::path at_;
  const std::string name_, fresh_;
  const UsbOptions& options_;
};

}  // namespace

UsbWrite write_to_usb(const std::filesystem::path& folder, const std::string& name,
                      std::string_view content, const UsbOptions& options) {
  const Descriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const auto where = "'" + folder.string() + "'";
  if (!open.valid() && errno == ENOENT) return {Outcome::absent, {}, where + " is not there"};
  if (!open.valid()) return failed(errno, "open the folder " + where);
  if (options.needs_mount && !is_mounted(open.get())) {
    return {Outcome::absent, {}, "nothing is mounted at " + where};
  }
  struct statvfs room {};
  if (::fstatvfs(open.get(), &room) != 0) return failed(errno, "look at " + where);
  if ((room.f_flag & ST_RDONLY) != 0) return failed(EROFS, "write to " + where);
  if (static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize < content.size()) {
    return failed(ENOSPC, "write to " + where);
  }
  return Writing(open.get(), folder, name, options).run(content);
}

}  // namespace earshot::system
