#include "tests/fakes/drm/touch_panel.h"

#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace earshot::fakes {
namespace {

constexpr int kFingers = 5;

/// The kernel gives as many bytes as fit, and says how many.
int give(void* to, unsigned room, const void* from, std::size_t size) {
  const auto count = std::min<std::size_t>(room, size);
  std::memcpy(to, from, count);
  return static_cast<int>(count);
}

/// An axis that the panel has not got is all zeros.
input_absinfo axis(unsigned code) {
  input_absinfo said{};
  if (code == ABS_MT_SLOT) said.maximum = kFingers - 1;
  const bool place =
      code == ABS_X || code == ABS_Y || code == ABS_MT_POSITION_X || code == ABS_MT_POSITION_Y;
  if (place) said.maximum = kTouchPlaceMax;
  return said;
}

}  // namespace

bool is_touch_panel(int fd, const std::string& folder) {
  struct stat opened {
  }, named{};
  return syscall(SYS_fstat, fd, &opened) == 0 && S_ISFIFO(opened.st_mode) &&
         stat((folder + "/touch").c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

int call_touch_panel(unsigned request, void* argument) {
  if (_IOC_TYPE(request) != 'E' || _IOC_DIR(request) != _IOC_READ) return -EINVAL;
  const unsigned number = _IOC_NR(request), room = _IOC_SIZE(request);
  if (number == _IOC_NR(EVIOCGNAME(0))) {
    constexpr char name[] = "a touch panel that is not there";
    return give(argument, room, name, sizeof(name));
  }
  if (number >= _IOC_NR(EVIOCGABS(0)) && number <= _IOC_NR(EVIOCGABS(ABS_MAX))) {
    const auto said = axis(number - _IOC_NR(EVIOCGABS(0)));
    give(argument, room, &said, sizeof(said));
    return 0;
  }
  if (number == _IOC_NR(EVIOCGBIT(EV_REL, 0))) {
    constexpr std::uint8_t none[REL_CNT / 8 + 1] = {};
    return give(argument, room, none, sizeof(none));
  }
  if (number == _IOC_NR(EVIOCGMTSLOTS(0))) {
    auto* const values = static_cast<std::int32_t*>(argument);
    const auto code = values[0];
    const auto count = std::min<std::size_t>(kFingers, room / sizeof(std::int32_t) - 1);
    std::fill_n(values + 1, count, code == ABS_MT_TRACKING_ID ? -1 : 0);  // nobody touches it
    return 0;
  }
  return -EINVAL;
}

}  // namespace earshot::fakes
