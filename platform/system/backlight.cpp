#include "platform/system/backlight.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "platform/system/files.h"

namespace earshot::system {
namespace {

namespace fs = std::filesystem;

/// No panel has more steps; a driver that says so is not believed.
constexpr std::int64_t kStepsMax = 1'000'000;

std::optional<std::int64_t> number_in(const fs::path& file) {
  const auto text = read_file(file, 64);
  if (!text) return std::nullopt;
  std::int64_t number = 0;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
  const bool sound = read.ec == std::errc() && number > 0 && number <= kStepsMax;
  return sound ? std::optional(number) : std::nullopt;
}

/// The first by name that says how bright it can be.
std::optional<std::pair<fs::path, std::int64_t>> light_in(const fs::path& folder) {
  std::vector<fs::path> lights;
  std::error_code none;
  for (fs::directory_iterator each(folder, none), end; !none && each != end; each.increment(none)) {
    lights.push_back(each->path());
  }
  std::sort(lights.begin(), lights.end());
  for (auto& light : lights) {
    if (const auto most = number_in(light / "max_brightness")) return {{std::move(light), *most}};
  }
  return std::nullopt;
}

}  // namespace

Result<void> Backlight::set(int percent) const {
  const auto light = light_in(folder_);
  if (!light) return fail(ErrorCode::unsupported, "this panel has no light that software can set");
  const auto& [path, most] = *light;
  const auto step = std::max<std::int64_t>(1, (most * std::clamp(percent, 1, 100) + 50) / 100);
  const auto file = path / "brightness";
  const auto refused = [&] {
    return tl::unexpected(errno_error(errno, "set the light '" + file.string() + "'"));
  };
  const int fd = ::open(file.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  if (fd < 0) return refused();
  const auto text = std::to_string(step) + "\n";
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int wrong = errno;
  ::close(fd);
  errno = wrong;
  if (!written) return refused();
  return {};
}

}  // namespace earshot::system
