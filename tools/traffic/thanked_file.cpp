#include "tools/traffic/thanked_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "platform/system/files.h"

namespace earshot::traffic {

Result<ThankedFile> ThankedFile::open(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return tl::unexpected(system::errno_error(errno, "open " + path.string()));
  return ThankedFile(file, path.string());
}

ThankedFile::ThankedFile(ThankedFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)), name_(std::move(other.name_)) {}

ThankedFile::~ThankedFile() {
  if (file_ >= 0) ::close(file_);
}

Result<void> ThankedFile::add(std::span<const response::Response> responses, WallTime now) {
  const std::string when = " " + std::to_string(now.ms) + " ";
  std::string lines;
  for (const auto& response : responses) {
    const auto* main = response::main_rating(response);
    const bool rated = main != nullptr && main->rating;
    lines += response.id.str() + when + (rated ? std::to_string(*main->rating) : "-") + "\n";
  }
  const ssize_t written = ::write(file_, lines.data(), lines.size());
  if (written == static_cast<ssize_t>(lines.size())) return {};
  return tl::unexpected(system::errno_error(written < 0 ? errno : ENOSPC, "write all of " + name_));
}

}  // namespace earshot::traffic
