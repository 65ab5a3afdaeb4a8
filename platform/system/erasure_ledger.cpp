#include "platform/system/erasure_ledger.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <string>
#include <string_view>

#include "platform/system/files.h"

namespace earshot::system {
namespace {

constexpr std::string_view kHead =
    "# Responses that were erased here: id, milliseconds since 1970. Keep the newest copy of this\n"
    "# file when you put back a backup: what it lists is then erased again.\n";

/// One descriptor, closed at the end of its scope.
struct Opened {
  int fd = -1;
  explicit Opened(int opened) : fd(opened) {}
  ~Opened() {
    if (fd >= 0) ::close(fd);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
};

}  // namespace

Result<ErasureLedger> ErasureLedger::open(const std::filesystem::path& file) {
  ErasureLedger ledger(file);
  const auto text = read_file(file, kBytesMax);
  if (!text && text.error().code == ErrorCode::not_found) return ledger;
  if (!text) return tl::unexpected(text.error());
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const auto space = line.find(' ');
    auto id = ResponseId::parse(line.substr(0, space));
    if (!id) continue;
    WallTime at;
    if (space != std::string_view::npos) {
      std::from_chars(line.data() + space + 1, line.data() + line.size(), at.ms);
    }
    ledger.entries_.emplace(std::move(*id), at);
  }
  return ledger;
}

Result<void> ErasureLedger::add(const ResponseId& id, WallTime at) {
  if (contains(id)) return {};
  const auto failed = [&](std::string what) {
    return tl::unexpected<Error>(errno_error(errno, std::move(what) + " '" + file_.string() + "'"));
  };
  const Opened out(::open(file_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (out.fd < 0) return failed("write");
  struct stat now {};
  if (::fstat(out.fd, &now) != 0) return failed("read");
  std::string line;
  char last = '\n';
  if (now.st_size == 0) line = kHead;
  if (now.st_size > 0 && ::pread(out.fd, &last, 1, now.st_size - 1) != 1) return failed("read");
  if (last != '\n') line = "\n";  // a line that a power cut left behind
  line += id.str() + " " + std::to_string(at.ms) + "\n";
  const auto written = ::write(out.fd, line.data(), line.size());
  if (written != static_cast<ssize_t>(line.size())) {
    if (written >= 0) errno = ENOSPC;
    return failed("write");
  }
  if (::fsync(out.fd) != 0) return failed("write to the disk");
  if (now.st_size == 0) {
    if (auto synced = sync_folder(file_.parent_path()); !synced) return synced;
  }
  entries_.emplace(id, at);
  return {};
}

}  // namespace earshot::system
