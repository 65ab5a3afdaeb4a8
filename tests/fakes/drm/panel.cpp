#include "tests/fakes/drm/panel.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <utility>

namespace earshot::fakes {
namespace {

constexpr std::uint32_t kRefreshHz = 60;

drm_mode_modeinfo mode_of(std::uint32_t width, std::uint32_t height, bool own) {
  drm_mode_modeinfo mode{};
  const auto w = static_cast<std::uint16_t>(width), h = static_cast<std::uint16_t>(height);
  mode.hdisplay = w;
  mode.hsync_start = static_cast<std::uint16_t>(w + 48);
  mode.hsync_end = static_cast<std::uint16_t>(w + 80);
  mode.htotal = static_cast<std::uint16_t>(w + 160);
  mode.vdisplay = h;
  mode.vsync_start = static_cast<std::uint16_t>(h + 3);
  mode.vsync_end = static_cast<std::uint16_t>(h + 9);
  mode.vtotal = static_cast<std::uint16_t>(h + 31);
  mode.vrefresh = kRefreshHz;
  mode.clock = std::uint32_t{mode.htotal} * mode.vtotal * kRefreshHz / 1000;
  mode.type = DRM_MODE_TYPE_DRIVER | (own ? DRM_MODE_TYPE_PREFERRED : 0U);
  std::snprintf(mode.name, sizeof(mode.name), "%ux%u", width, height);
  return mode;
}

std::vector<drm_mode_modeinfo> read_modes(const std::string& folder) {
  std::vector<drm_mode_modeinfo> modes;
  std::ifstream file(folder + "/modes");
  std::uint32_t width = 0, height = 0;
  for (char by = 0; file >> width >> by >> height;) {
    modes.push_back(mode_of(width, height, modes.empty()));
  }
  return modes;
}

}  // namespace

Buffer::Buffer(const std::string& folder, std::uint64_t bytes) : size(bytes) {
  static std::atomic<int> count = 0;
  name = "buffer-" + std::to_string(getpid()) + "-" + std::to_string(++count);
  path = folder + "/" + name;
  fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd >= 0 && ftruncate(fd, static_cast<off_t>(size)) != 0) {
    close(fd);
    fd = -1;
  }
}

Buffer::~Buffer() {
  if (fd >= 0) close(fd);
  unlink(path.c_str());
}

Panel::Panel(std::string folder)
    : folder_(std::move(folder)),
      modes_(read_modes(folder_)),
      mode_(modes_.empty() ? drm_mode_modeinfo{} : modes_.front()) {}

void Panel::show(std::shared_ptr<Picture> picture, const drm_mode_modeinfo& mode) {
  shown_ = std::move(picture);
  mode_ = mode;
  tell();
}

void Panel::flip(std::shared_ptr<Picture> picture) {
  shown_ = std::move(picture);
  ++flips_;
  tell();
}

void Panel::set_cursor(bool visible) {
  if (std::exchange(cursor_, visible) != visible) tell();
}

void Panel::tell() const {
  const auto path = folder_ + "/glass", next = path + ".new";
  std::ofstream file(next);
  file << R"({"lit": )" << (shown_ ? "true" : "false") << R"(, "buffer": ")"
       << (shown_ && shown_->buffer ? shown_->buffer->name : "") << R"(", "width": )"
       << mode_.hdisplay << R"(, "height": )" << mode_.vdisplay << R"(, "pitch": )"
       << (shown_ ? shown_->pitch : 0) << R"(, "cursor": )" << (cursor_ ? "true" : "false")
       << R"(, "flips": )" << flips_ << "}\n";
  file.close();
  std::rename(next.c_str(), path.c_str());
}

}  // namespace earshot::fakes
