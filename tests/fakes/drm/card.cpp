#include "tests/fakes/drm/card.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string_view>
#include <thread>
#include <utility>

namespace earshot::fakes {
namespace {

constexpr std::uint32_t kCrtc = 31, kEncoder = 32, kConnector = 33, kConsole = 40;
constexpr std::uint32_t kCursorSize = 64, kSizeMax = 4096;
constexpr std::chrono::nanoseconds kRefresh{1'000'000'000 / 60};

/// How the kernel hands over a list: all of it where there is room, and always how long it is.
template <typename T>
void give(std::uint64_t to, std::uint32_t& room, const std::vector<T>& list) {
  const auto count = static_cast<std::uint32_t>(list.size());
  if (to != 0 && room >= count) {
    std::memcpy(reinterpret_cast<void*>(to), list.data(), count * sizeof(T));
  }
  room = count;
}

void give(char* to, __kernel_size_t& room, std::string_view text) {
  if (to != nullptr) std::memcpy(to, text.data(), std::min<std::size_t>(room, text.size()));
  room = text.size();
}

/// A socket's own number, by which copies of it are known; 0: it is no socket.
ino_t number_of(int fd) {
  struct stat found {};
  if (syscall(SYS_fstat, fd, &found) != 0 || !S_ISSOCK(found.st_mode)) return 0;
  return found.st_ino;
}

int get_capability(drm_get_cap& asked) {
  switch (asked.capability) {
    case DRM_CAP_DUMB_BUFFER:
    case DRM_CAP_TIMESTAMP_MONOTONIC:
    case DRM_CAP_CRTC_IN_VBLANK_EVENT:
      asked.value = 1;
      return 0;
    case DRM_CAP_DUMB_PREFERRED_DEPTH:
      asked.value = 24;
      return 0;
    case DRM_CAP_CURSOR_WIDTH:
    case DRM_CAP_CURSOR_HEIGHT:
      asked.value = kCursorSize;
      return 0;
    case DRM_CAP_VBLANK_HIGH_CRTC:
    case DRM_CAP_DUMB_PREFER_SHADOW:
    case DRM_CAP_PRIME:
    case DRM_CAP_ASYNC_PAGE_FLIP:
    case DRM_CAP_ADDFB2_MODIFIERS:
    case DRM_CAP_PAGE_FLIP_TARGET:
    case DRM_CAP_SYNCOBJ:
    case DRM_CAP_SYNCOBJ_TIMELINE:
      asked.value = 0;
      return 0;
    default:
      return -EINVAL;
  }
}

}  // namespace

Card* Card::of_this_process() {
  // Never taken down: the program's last calls may come after everything else has gone.
  static Card* const card = [] {
    const char* const folder = std::getenv("EARSHOT_FAKE_DISPLAY");
    return folder == nullptr ? nullptr : new Card(folder);
  }();
  return card;
}

Card::Card(std::string folder)
    : panel_(std::move(folder)),
      console_(std::make_shared<Picture>(
          Picture{kConsole, panel_.mode().hdisplay, panel_.mode().vdisplay, 0, nullptr})),
      next_picture_(kConsole + 1) {
  panel_.show(console_, panel_.mode());
}

bool Card::gone() const { return access((folder() + "/unplugged").c_str(), F_OK) == 0; }

bool Card::taken_by_another() const {
  std::ifstream file(folder() + "/taken");
  int opened_before = 0;
  return file >> opened_before && opened_ > opened_before;
}

int Card::open(int flags) {
  const std::lock_guard lock(mutex_);
  if (gone()) return -ENOENT;
  forget_closed();
  ++opened_;
  int ends[2];
  const int kind = SOCK_SEQPACKET | ((flags & O_CLOEXEC) != 0 ? SOCK_CLOEXEC : 0) |
                   ((flags & O_NONBLOCK) != 0 ? SOCK_NONBLOCK : 0);
  if (socketpair(AF_UNIX, kind, 0, ends) != 0) return -errno;
  auto file = std::make_unique<OpenFile>();
  file->kernel_end = ends[1];
  bool master = !taken_by_another();  // who opens it first has the display
  for (const auto& [number, other] : files_) master = master && !other->master;
  file->master = master;
  files_[number_of(ends[0])] = std::move(file);
  return ends[0];
}

bool Card::owns(int fd) {
  const auto number = number_of(fd);
  if (number == 0) return false;
  const std::lock_guard lock(mutex_);
  return files_.contains(number);
}

Card::OpenFile* Card::file_of(int fd) {
  const auto found = files_.find(number_of(fd));
  return found == files_.end() ? nullptr : found->second.get();
}

/// What the kernel does when a file's last copy is closed.
void Card::forget_closed() {
  for (auto each = files_.begin(); each != files_.end();) {
    auto& file = *each->second;
    pollfd end{file.kernel_end, 0, 0};
    if (poll(&end, 1, 0) != 1 || (end.revents & POLLHUP) == 0) {
      ++each;
      continue;
    }
    while (!file.pictures.empty()) remove(file, file.pictures.begin()->first);
    if (flip_ && flip_->file == &file) flip_.reset();
    close(file.kernel_end);
    each = files_.erase(each);
  }
}

/// A picture that is taken away while it is shown leaves the panel dark.
void Card::remove(OpenFile& file, std::uint32_t picture) {
  const auto found = file.pictures.find(picture);
  const bool shown = panel_.shown() == found->second;
  file.pictures.erase(found);
  if (shown) panel_.show(nullptr, panel_.mode());
}

int Card::call(int fd, unsigned request, void* argument) {
  const std::lock_guard lock(mutex_);
  auto* const file = file_of(fd);
  if (file == nullptr) return -EBADF;
  if (gone()) return -ENODEV;
  int answer = call_about_itself(*file, request, argument);
  if (answer == -ENOTTY) answer = call_about_display(*file, request, argument);
  if (answer == -ENOTTY) answer = call_about_memory(*file, request, argument);
  return answer == -ENOTTY ? -EINVAL : answer;
}

int Card::call_about_itself(OpenFile& file, unsigned request, void* argument) {
  switch (request) {
    case DRM_IOCTL_VERSION: {
      auto& said = *static_cast<drm_version*>(argument);
      said.version_major = 1;
      said.version_minor = said.version_patchlevel = 0;
      give(said.name, said.name_len, "earshot_panel");
      give(said.date, said.date_len, "20260101");
      give(said.desc, said.desc_len, "a panel that is not there");
      return 0;
    }
    case DRM_IOCTL_GET_CAP:
      return get_capability(*static_cast<drm_get_cap*>(argument));
    case DRM_IOCTL_SET_CLIENT_CAP: {
      const auto wanted = static_cast<drm_set_client_cap*>(argument)->capability;
      return wanted == DRM_CLIENT_CAP_UNIVERSAL_PLANES ? 0 : -EOPNOTSUPP;
    }
    case DRM_IOCTL_SET_MASTER: {
      forget_closed();
      if (file.master) return 0;
      if (taken_by_another()) return -EBUSY;
      for (const auto& [number, other] : files_) {
        if (other->master) return -EBUSY;
      }
      file.master = true;
      return 0;
    }
    case DRM_IOCTL_DROP_MASTER:
      return std::exchange(file.master, false) ? 0 : -EINVAL;
    case DRM_IOCTL_AUTH_MAGIC:  // nobody has asked for one here, so each is wrong
      return file.master ? -EINVAL : -EACCES;
    default:
      return -ENOTTY;
  }
}

int Card::call_about_display(OpenFile& file, unsigned request, void* argument) {
  switch (request) {
    case DRM_IOCTL_MODE_GETRESOURCES: {
      auto& said = *static_cast<drm_mode_card_res*>(argument);
      std::vector<std::uint32_t> pictures;
      for (const auto& [id, picture] : file.pictures) pictures.push_back(id);
      give(said.fb_id_ptr, said.count_fbs, pictures);
      give(said.crtc_id_ptr, said.count_crtcs, std::vector{kCrtc});
      give(said.encoder_id_ptr, said.count_encoders, std::vector{kEncoder});
      give(said.connector_id_ptr, said.count_connectors, std::vector{kConnector});
      said.min_width = said.min_height = 0;
      said.max_width = said.max_height = kSizeMax;
      return 0;
    }
    case DRM_IOCTL_MODE_GETCONNECTOR:
      return get_connector(*static_cast<drm_mode_get_connector*>(argument));
    case DRM_IOCTL_MODE_GETENCODER: {
      auto& said = *static_cast<drm_mode_get_encoder*>(argument);
      if (said.encoder_id != kEncoder) return -ENOENT;
      said = {kEncoder, DRM_MODE_ENCODER_VIRTUAL, panel_.shown() ? kCrtc : 0, 1, 0};
      return 0;
    }
    case DRM_IOCTL_MODE_GETCRTC:
      return get_crtc(*static_cast<drm_mode_crtc*>(argument));
    case DRM_IOCTL_MODE_SETCRTC:
      return set_crtc(file, *static_cast<drm_mode_crtc*>(argument));
    case DRM_IOCTL_MODE_PAGE_FLIP:
      return page_flip(file, *static_cast<drm_mode_crtc_page_flip*>(argument));
    case DRM_IOCTL_MODE_CURSOR: {
      const auto& wanted = *static_cast<drm_mode_cursor*>(argument);
      return set_cursor(file, wanted.flags, wanted.handle);
    }
    case DRM_IOCTL_MODE_CURSOR2: {
      const auto& wanted = *static_cast<drm_mode_cursor2*>(argument);
      return set_cursor(file, wanted.flags, wanted.handle);
    }
    case DRM_IOCTL_MODE_OBJ_GETPROPERTIES:
      static_cast<drm_mode_obj_get_properties*>(argument)->count_props = 0;
      return 0;
    case DRM_IOCTL_MODE_GETPROPERTY:
    case DRM_IOCTL_MODE_OBJ_SETPROPERTY:
      return -ENOENT;
    case DRM_IOCTL_MODE_GETPLANERESOURCES:
      static_cast<drm_mode_get_plane_res*>(argument)->count_planes = 0;
      return 0;
    default:
      return -ENOTTY;
  }
}

int Card::get_connector(drm_mode_get_connector& said) const {
  if (said.connector_id != kConnector) return -ENOENT;
  give(said.encoders_ptr, said.count_encoders, std::vector{kEncoder});
  give(said.modes_ptr, said.count_modes, panel_.modes());
  said.count_props = 0;
  said.encoder_id = panel_.shown() ? kEncoder : 0;
  said.connector_type = DRM_MODE_CONNECTOR_HDMIA;
  said.connector_type_id = 1;
  said.connection = panel_.modes().empty() ? 2 : 1;  // 2: nothing is plugged in
  said.mm_width = 217;
  said.mm_height = 136;
  said.subpixel = 1;
  return 0;
}

int Card::get_crtc(drm_mode_crtc& said) const {
  if (said.crtc_id != kCrtc) return -ENOENT;
  said.x = said.y = said.gamma_size = 0;
  said.fb_id = panel_.shown() ? panel_.shown()->id : 0;
  said.mode_valid = panel_.shown() ? 1 : 0;
  said.mode = panel_.mode();
  return 0;
}

std::shared_ptr<Picture> Card::find_picture(std::uint32_t id) {
  if (id == kConsole) return console_;
  for (const auto& [number, file] : files_) {
    const auto found = file->pictures.find(id);
    if (found != file->pictures.end()) return found->second;
  }
  return nullptr;
}

int Card::set_crtc(const OpenFile& file, const drm_mode_crtc& wanted) {
  if (!file.master) return -EACCES;
  if (wanted.crtc_id != kCrtc) return -ENOENT;
  if (wanted.mode_valid == 0) {
    if (wanted.count_connectors != 0) return -EINVAL;
    panel_.show(nullptr, panel_.mode());
    return 0;
  }
  const auto picture = find_picture(wanted.fb_id);
  if (picture == nullptr) return -ENOENT;
  if (wanted.count_connectors != 1 ||
      *reinterpret_cast<const std::uint32_t*>(wanted.set_connectors_ptr) != kConnector) {
    return -EINVAL;
  }
  const bool room = picture->width >= wanted.x + wanted.mode.hdisplay &&
                    picture->height >= wanted.y + wanted.mode.vdisplay;
  if (!room) return -ENOSPC;
  bool known = false;
  for (const auto& mode : panel_.modes()) {
    known = known || (mode.hdisplay == wanted.mode.hdisplay && mode.clock == wanted.mode.clock);
  }
  if (!known || wanted.x != 0 || wanted.y != 0) return -EINVAL;
  panel_.show(picture, wanted.mode);
  return 0;
}

int Card::page_flip(OpenFile& file, const drm_mode_crtc_page_flip& wanted) {
  if (!file.master) return -EACCES;
  if (wanted.crtc_id != kCrtc) return -ENOENT;
  if ((wanted.flags & ~unsigned{DRM_MODE_PAGE_FLIP_EVENT}) != 0) return -EINVAL;
  const auto picture = find_picture(wanted.fb_id);
  if (picture == nullptr) return -ENOENT;
  if (!panel_.shown() || flip_) return -EBUSY;
  if (picture->width < panel_.mode().hdisplay || picture->height < panel_.mode().vdisplay) {
    return -ENOSPC;
  }
  flip_ = Flip{picture, &file, std::nullopt};
  if ((wanted.flags & DRM_MODE_PAGE_FLIP_EVENT) != 0) flip_->event = wanted.user_data;
  if (!std::exchange(refreshes_, true)) {
    sigset_t all, before;  // the program's signals are the program's
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread([this] { refresh(); }).detach();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  flip_wanted_.notify_all();
  return 0;
}

/// The beam's return, sixty times a second, as long as somebody waits for it.
void Card::refresh() {
  using Steady = std::chrono::steady_clock;
  std::unique_lock lock(mutex_);
  while (true) {
    flip_wanted_.wait(lock, [this] { return flip_.has_value(); });
    const auto since = Steady::now().time_since_epoch();
    const Steady::time_point next{(since / kRefresh + 1) * kRefresh};
    while (Steady::now() < next) flip_wanted_.wait_until(lock, next);
    ++refreshed_;
    const auto flip = std::exchange(flip_, std::nullopt);
    if (!flip) continue;  // who wanted it has closed the card
    panel_.flip(flip->picture);
    tell_flipped(*flip);
  }
}

void Card::tell_flipped(const Flip& flip) {
  if (!flip.event) return;
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  drm_event_vblank event{};
  event.base = {DRM_EVENT_FLIP_COMPLETE, sizeof(event)};
  event.user_data = *flip.event;
  event.tv_sec = static_cast<std::uint32_t>(now.tv_sec);
  event.tv_usec = static_cast<std::uint32_t>(now.tv_nsec / 1000);
  event.sequence = refreshed_;
  event.crtc_id = kCrtc;
  (void)send(flip.file->kernel_end, &event, sizeof(event), MSG_NOSIGNAL | MSG_DONTWAIT);
}

int Card::set_cursor(const OpenFile& file, std::uint32_t flags, std::uint32_t handle) {
  if (!file.master) return -EACCES;
  if ((flags & DRM_MODE_CURSOR_BO) == 0) return 0;  // where it stands does not matter here
  if (handle != 0 && !file.handles.contains(handle)) return -ENOENT;
  panel_.set_cursor(handle != 0);
  return 0;
}

int Card::call_about_memory(OpenFile& file, unsigned request, void* argument) {
  switch (request) {
    case DRM_IOCTL_MODE_CREATE_DUMB:
      return create_memory(file, *static_cast<drm_mode_create_dumb*>(argument));
    case DRM_IOCTL_MODE_MAP_DUMB: {
      auto& wanted = *static_cast<drm_mode_map_dumb*>(argument);
      const auto found = file.handles.find(wanted.handle);
      if (found == file.handles.end()) return -ENOENT;
      for (const auto& [offset, buffer] : offsets_) {
        if (buffer.lock() == found->second) wanted.offset = offset;
      }
      return 0;
    }
    case DRM_IOCTL_MODE_DESTROY_DUMB:
      return file.handles.erase(static_cast<drm_mode_destroy_dumb*>(argument)->handle) == 1
                 ? 0
                 : -EINVAL;
    case DRM_IOCTL_GEM_CLOSE:
      return file.handles.erase(static_cast<drm_gem_close*>(argument)->handle) == 1 ? 0 : -EINVAL;
    case DRM_IOCTL_MODE_ADDFB: {
      auto& wanted = *static_cast<drm_mode_fb_cmd*>(argument);
      if (wanted.bpp != 32 || wanted.depth != 24) return -EINVAL;
      return add_picture(file, {0, wanted.width, wanted.height, wanted.pitch, nullptr},
                         wanted.handle, wanted.fb_id);
    }
    case DRM_IOCTL_MODE_ADDFB2: {
      auto& wanted = *static_cast<drm_mode_fb_cmd2*>(argument);
      constexpr std::uint32_t xrgb = 'X' | 'R' << 8 | '2' << 16 | '4' << 24;
      if (wanted.pixel_format != xrgb || wanted.offsets[0] != 0 || wanted.flags != 0) {
        return -EINVAL;
      }
      return add_picture(file, {0, wanted.width, wanted.height, wanted.pitches[0], nullptr},
                         wanted.handles[0], wanted.fb_id);
    }
    case DRM_IOCTL_MODE_RMFB: {
      const auto id = *static_cast<unsigned*>(argument);
      if (!file.pictures.contains(id)) return -ENOENT;
      remove(file, id);
      return 0;
    }
    default:
      return -ENOTTY;
  }
}

int Card::create_memory(OpenFile& file, drm_mode_create_dumb& wanted) {
  if (wanted.width == 0 || wanted.height == 0 || wanted.width > kSizeMax ||
      wanted.height > kSizeMax || wanted.bpp != 32) {
    return -EINVAL;
  }
  constexpr std::uint64_t page = 4096;
  wanted.pitch = (wanted.width * 4 + 63) / 64 * 64;
  wanted.size = (std::uint64_t{wanted.pitch} * wanted.height + page - 1) / page * page;
  auto buffer = std::make_shared<Buffer>(folder(), wanted.size);
  if (buffer->fd < 0) return -ENOMEM;
  wanted.handle = file.next_handle++;
  // Each has its own place in what can be mapped, as far apart as the largest could be.
  const std::uint64_t last = offsets_.empty() ? 0 : offsets_.rbegin()->first;
  offsets_[last + std::uint64_t{kSizeMax} * kSizeMax * 4] = buffer;
  file.handles[wanted.handle] = std::move(buffer);
  return 0;
}

int Card::add_picture(OpenFile& file, Picture picture, std::uint32_t handle, std::uint32_t& id) {
  const auto found = file.handles.find(handle);
  if (found == file.handles.end()) return -ENOENT;
  if (picture.width == 0 || picture.height == 0 || picture.pitch < picture.width * 4 ||
      std::uint64_t{picture.pitch} * picture.height > found->second->size) {
    return -EINVAL;
  }
  picture.id = id = next_picture_++;
  picture.buffer = found->second;
  file.pictures[id] = std::make_shared<Picture>(std::move(picture));
  return 0;
}

int Card::memory_at(int fd, std::uint64_t offset) {
  const std::lock_guard lock(mutex_);
  const auto* const file = file_of(fd);
  const auto found = offsets_.find(offset);
  if (file == nullptr || found == offsets_.end()) return -1;
  const auto buffer = found->second.lock();
  for (const auto& [handle, own] : file->handles) {
    if (own == buffer) return buffer->fd;
  }
  return -1;
}

}  // namespace earshot::fakes
