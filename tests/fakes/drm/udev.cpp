// Loaded before a program's libraries (LD_PRELOAD), this is libudev for a machine that has nothing
// but the fake touch panel: what udev knows comes from the kernel's files below /sys, which a test
// cannot make. SDL takes these functions from whoever has loaded them already.
#include <sys/types.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

namespace {

/// The one device's node, or empty: it is not plugged in.
const std::string& node() {
  static const std::string path = [] {
    const char* const folder = std::getenv("EARSHOT_FAKE_DISPLAY");
    const auto pipe = folder == nullptr ? std::string() : std::string(folder) + "/touch";
    return access(pipe.c_str(), F_OK) == 0 ? pipe : std::string();
  }();
  return path;
}

char only;  // what every handle points to

template <typename T>
T* handle() {
  return reinterpret_cast<T*>(&only);
}

}  // namespace

extern "C" {

struct udev;
struct udev_device;
struct udev_enumerate;
struct udev_list_entry;
struct udev_monitor;

udev* udev_new() { return handle<udev>(); }
udev* udev_unref(udev*) { return nullptr; }

udev_enumerate* udev_enumerate_new(udev*) { return handle<udev_enumerate>(); }
udev_enumerate* udev_enumerate_unref(udev_enumerate*) { return nullptr; }
int udev_enumerate_add_match_property(udev_enumerate*, const char*, const char*) { return 0; }
int udev_enumerate_add_match_subsystem(udev_enumerate*, const char*) { return 0; }
int udev_enumerate_scan_devices(udev_enumerate*) { return 0; }
udev_list_entry* udev_enumerate_get_list_entry(udev_enumerate*) {
  return node().empty() ? nullptr : handle<udev_list_entry>();
}
const char* udev_list_entry_get_name(udev_list_entry*) { return "/sys/the-only-device"; }
udev_list_entry* udev_list_entry_get_next(udev_list_entry*) { return nullptr; }

udev_device* udev_device_new_from_syspath(udev*, const char*) { return handle<udev_device>(); }
udev_device* udev_device_new_from_devnum(udev*, char, dev_t) { return nullptr; }
udev_device* udev_device_unref(udev_device*) { return nullptr; }
const char* udev_device_get_action(udev_device*) { return "add"; }
const char* udev_device_get_devnode(udev_device*) { return node().c_str(); }
const char* udev_device_get_subsystem(udev_device*) { return "input"; }
dev_t udev_device_get_devnum(udev_device*) { return 0; }
udev_device* udev_device_get_parent_with_subsystem_devtype(udev_device*, const char*, const char*) {
  return nullptr;
}
const char* udev_device_get_sysattr_value(udev_device*, const char*) { return nullptr; }
const char* udev_device_get_property_value(udev_device*, const char* name) {
  return std::strcmp(name, "ID_INPUT_TOUCHSCREEN") == 0 ? "1" : nullptr;
}

udev_monitor* udev_monitor_new_from_netlink(udev*, const char*) { return handle<udev_monitor>(); }
udev_monitor* udev_monitor_unref(udev_monitor*) { return nullptr; }
int udev_monitor_enable_receiving(udev_monitor*) { return 0; }
int udev_monitor_filter_add_match_subsystem_devtype(udev_monitor*, const char*, const char*) {
  return 0;
}
int udev_monitor_get_fd(udev_monitor*) {
  static const int never = [] {  // the reading end of a pipe that nobody writes to
    int ends[2] = {-1, -1};
    return pipe(ends) == 0 ? ends[0] : -1;
  }();
  return never;
}
udev_device* udev_monitor_receive_device(udev_monitor*) { return nullptr; }

}  // extern "C"
