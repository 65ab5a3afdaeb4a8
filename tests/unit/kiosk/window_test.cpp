// Where there is nothing to show a picture on, one sentence says so.
#include "kiosk/shell/window.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace earshot::kiosk {
namespace {

/// An environment variable as it was, afterwards.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    value == nullptr ? unsetenv(name) : setenv(name, value, 1);
  }
  ~Variable() { before_.empty() ? unsetenv(name_) : setenv(name_, before_.c_str(), 1); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::string before_;
};

TEST(WindowWithoutADisplay, SaysWhatIsMissingAndWhatToDo) {
  const Variable no_x("DISPLAY", nullptr), no_wayland("WAYLAND_DISPLAY", nullptr);
  const Variable no_sockets("XDG_RUNTIME_DIR", "/nonexistent");
  for (const auto* driver : {"x11", "wayland", "kmsdrm"}) {
    const Variable only("SDL_VIDEODRIVER", driver);
    const auto window = Window::open({});
    if (window && std::string(driver) == "kmsdrm") continue;  // a machine with a console of its own
    ASSERT_FALSE(window.has_value()) << driver;
    EXPECT_EQ(window.error().code, ErrorCode::io);
    const auto& said = window.error().message;
    EXPECT_EQ(said.find("there is no display here: neither X11, Wayland nor KMS/DRM"), 0U) << said;
    EXPECT_NE(said.find("or under cage, or give it /dev/dri"), std::string::npos) << said;
    EXPECT_EQ(said.find('\n'), std::string::npos) << "one sentence";
  }
}

}  // namespace
}  // namespace earshot::kiosk
