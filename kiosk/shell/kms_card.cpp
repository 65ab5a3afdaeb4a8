#include "kiosk/shell/kms_card.h"

#include <SDL.h>
#include <SDL_syswm.h>
#include <libdrm/drm.h>
#include <sys/ioctl.h>

#include <cerrno>

namespace earshot::kiosk {

std::string trouble_with_card(SDL_Window* window) {
  SDL_SysWMinfo info;
  SDL_VERSION(&info.version);
  if (SDL_GetWindowWMInfo(window, &info) != SDL_TRUE || info.subsystem != SDL_SYSWM_KMSDRM) {
    return {};
  }
  // Asked as libdrm's drmIsMaster does: only who may show pictures hears that no program has the
  // number 0.
  drm_auth nobody{};
  if (ioctl(info.info.kmsdrm.drm_fd, DRM_IOCTL_AUTH_MAGIC, &nobody) == 0) return {};
  if (errno == ENODEV) {
    return "the display is no longer there (/dev/dri/card" +
           std::to_string(info.info.kmsdrm.dev_index) + " was unplugged); plug it in and start " +
           "the kiosk again";
  }
  if (errno == EACCES) {
    return "another program has the display, and KMS/DRM serves one at a time; end that one and "
           "start the kiosk again";
  }
  return {};
}

}  // namespace earshot::kiosk
