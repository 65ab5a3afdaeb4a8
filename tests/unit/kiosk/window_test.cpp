// Where there is nothing to show a picture on, one sentence says so; where there is, a picture that
// wanders leaves no stripe.
#include "kiosk/shell/window.h"

#include <SDL.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>

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

TEST(WindowThatWanders, ShowsThePicturesOwnEdgeWhereItIsLeftFree) {
  auto window = Window::open({.title = "test", .width = 64, .height = 48, .in_memory = true});
  ASSERT_TRUE(window.has_value()) << window.error().message;
  const auto& picture = (*window)->image();
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 64; ++x) {
      picture.pixels[y * picture.stride + x] = static_cast<std::uint32_t>(x * 1000 + y);
    }
  }
  SDL_Window* glass = nullptr;
  for (std::uint32_t id = 1; glass == nullptr && id < 200; ++id) glass = SDL_GetWindowFromID(id);
  ASSERT_NE(glass, nullptr);
  const auto shown = [&](int x, int y) {
    const auto* surface = SDL_GetWindowSurface(glass);
    return reinterpret_cast<const std::uint32_t*>(
               static_cast<const std::uint8_t*>(surface->pixels) + y * surface->pitch)[x] &
           0xFFFFFFU;
  };
  for (const auto& [dx, dy] : {std::pair{3, 2}, {-3, -2}, {3, -2}, {0, 2}, {0, 0}}) {
    (*window)->present({dx, dy, 256});
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 64; ++x) {
        const bool moved = x >= dx && x < 64 + dx && y >= dy && y < 48 + dy;
        const auto expected = moved ? (x - dx) * 1000 + (y - dy) : x * 1000 + y;
        ASSERT_EQ(shown(x, y), static_cast<std::uint32_t>(expected))
            << x << ' ' << y << " moved by " << dx << ' ' << dy;
      }
    }
  }
}

}  // namespace
}  // namespace earshot::kiosk
