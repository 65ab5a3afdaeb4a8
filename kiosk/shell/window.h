// The SDL window and its pixels: on a display, or in memory only (the dummy video driver).
// Owner: main. Threads: the one that opened it, which also takes its events.
// Everything that must be said to SDL before it starts is said here.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"
#include "kiosk/shell/panel_care.h"
#include "kiosk/ui/raster.h"

struct SDL_Surface;
struct SDL_Window;
union SDL_Event;

namespace earshot::kiosk {

struct WindowOptions {
  std::string title = "Earshot";
  int width = 1280, height = 800;
  bool fullscreen = false;
  bool in_memory = false;  ///< no display is needed or used
};

class Window {
 public:
  /// Error: io, when there is no display; says what to do.
  static Result<std::unique_ptr<Window>> open(const WindowOptions& options);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  [[nodiscard]] int width() const { return image_.width; }
  [[nodiscard]] int height() const { return image_.height; }
  /// The pixels to draw into; they keep what was drawn.
  [[nodiscard]] const Image& image() const { return image_; }
  /// Shows them, as the panel's care asks.
  void present(const PanelCare& care = {});
  /// Nobody gets out of it but by a signal or the service screen: a window that fills the display.
  [[nodiscard]] bool locked() const { return locked_; }
  /// What shows it: "x11", "wayland", "KMSDRM", "dummy" for none.
  [[nodiscard]] const std::string& driver() const { return driver_; }
  /// This event may say that Wayland's compositor has left.
  void heed(const SDL_Event& event);
  /// Looks whether what shows it is still there. Empty, or why nobody sees the window any more, and
  /// what to do. (X11's library ends the program by itself then.)
  [[nodiscard]] const std::string& display_gone();

 private:
  Window() = default;
  SDL_Window* window_ = nullptr;
  SDL_Surface* pixels_ = nullptr;  ///< ours: always 32 bits, whatever the display has
  Image image_;
  std::string driver_;
  std::string gone_;  ///< why nobody sees it any more
  bool locked_ = false;
  void lock();
};

}  // namespace earshot::kiosk
