// A touch panel as Linux shows it to programs (evdev), for as many fingers as a hand has.
// Owner: the process that it is loaded into. Threads: any.
// It is a named pipe, `touch` in the fake display's folder: what a test writes there is read here.
#pragma once

#include <string>

namespace earshot::fakes {

/// Where the panel's places end: they begin at 0.
inline constexpr int kTouchPlaceMax = 4095;

[[nodiscard]] bool is_touch_panel(int fd, const std::string& folder);
/// As ioctl(2), but 0 or the negative errno.
int call_touch_panel(unsigned request, void* argument);

}  // namespace earshot::fakes
