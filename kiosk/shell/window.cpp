#include "kiosk/shell/window.h"

#include <SDL.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "kiosk/shell/kms_card.h"

namespace earshot::kiosk {
namespace {

constexpr std::string_view kWayland = "wayland", kKms = "KMSDRM";
constexpr std::string_view kGraphics =
    "; on Wayland and on KMS/DRM it needs OpenGL ES 2 (Debian packages libgles2, libegl1 and "
    "libgl1-mesa-dri)";

/// X11 and SDL's drivers in memory show pixels as they are. On Wayland itself and on KMS/DRM SDL
/// has only what a graphics library draws: it carries the pixels over by a texture, and the window
/// is made for that library from the first, because SDL would else replace it.
std::uint32_t flags_for(std::string_view driver, bool fullscreen) {
  std::uint32_t flags = fullscreen ? static_cast<std::uint32_t>(SDL_WINDOW_FULLSCREEN_DESKTOP) : 0U;
  if (driver != kWayland && driver != kKms) return flags;
  SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "opengles2");
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 2);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  return flags | SDL_WINDOW_OPENGL;
}

/// What must be said to SDL before it starts.
void prepare_sdl() {
  // No graphics library is loaded for nothing, fingers stay fingers and the mouse
  // stays a mouse, and signals are main's.
  SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
  SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
  SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
  // No keyboard way out, and nothing that a keyboard types: the screen has its own.
  SDL_SetHint(SDL_HINT_GRAB_KEYBOARD, "1");
  SDL_SetHint(SDL_HINT_ALLOW_ALT_TAB_WHILE_GRABBED, "0");
  // Where Wayland's compositor draws no frames, as cage, SDL 2.26 would take its window away to
  // give it back with a frame of libdecor's, and never give it back while it is being opened:
  // black.
  SDL_SetHint(SDL_HINT_VIDEO_WAYLAND_ALLOW_LIBDECOR, "0");
  // So that SDL_QUIT has one meaning: what showed the window is gone (see display_gone).
  SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0");
}

}  // namespace

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
  prepare_sdl();
  if (options.in_memory) SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
  if (SDL_Init(SDL_INIT_VIDEO) != 0) {
    return fail(ErrorCode::io,
                std::string("there is no display here: neither X11, Wayland nor KMS/DRM could be "
                            "opened (") +
                    SDL_GetError() +
                    "); start it in a desktop session or under cage, or give it /dev/dri (groups "
                    "video and render) and end what else shows there; --play tour needs none");
  }
  const char* const named = SDL_GetCurrentVideoDriver();
  const std::string_view driver = named == nullptr ? "" : named;
  std::unique_ptr<Window> window(new Window);
  window->driver_ = driver;
  SDL_Rect place{SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, options.width, options.height};
  // Without a window manager X11 leaves it where it was made, though it grows to the display's
  // size.
  if (options.fullscreen) SDL_GetDisplayBounds(0, &place);
  window->window_ = SDL_CreateWindow(options.title.c_str(), place.x, place.y, place.w, place.h,
                                     flags_for(driver, options.fullscreen));
  if (window->window_ == nullptr) {
    return fail(ErrorCode::io, "the window could not be opened by " + std::string(driver) + ": " +
                                   SDL_GetError() + std::string(kGraphics));
  }
  int width = 0, height = 0;
  SDL_GetWindowSize(window->window_, &width, &height);
  window->pixels_ = SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, SDL_PIXELFORMAT_XRGB8888);
  if (window->pixels_ == nullptr || SDL_GetWindowSurface(window->window_) == nullptr) {
    return fail(ErrorCode::io, "the window that " + std::string(driver) +
                                   " opened has no pixels: " + SDL_GetError() +
                                   std::string(kGraphics));
  }
  SDL_SetSurfaceBlendMode(window->pixels_, SDL_BLENDMODE_NONE);
  window->image_ = {static_cast<std::uint32_t*>(window->pixels_->pixels), width, height,
                    window->pixels_->pitch / 4};
  for (const auto unwanted : {SDL_TEXTINPUT, SDL_TEXTEDITING, SDL_DROPFILE, SDL_DROPTEXT}) {
    SDL_EventState(unwanted, SDL_IGNORE);
  }
  SDL_StopTextInput();
  if (options.fullscreen) window->lock();
  return window;
}

void Window::heed(const SDL_Event& event) {
  if (driver_ != kWayland || event.type != SDL_QUIT) return;
  gone_ = "the Wayland compositor that showed it has ended; start both again";
}

const std::string& Window::display_gone() {
  if (gone_.empty() && driver_ == kKms) gone_ = trouble_with_card(window_);
  return gone_;
}

void Window::lock() {
  locked_ = true;
  SDL_ShowCursor(SDL_DISABLE);
  SDL_SetWindowAlwaysOnTop(window_, SDL_TRUE);
  SDL_SetWindowKeyboardGrab(window_, SDL_TRUE);
  SDL_SetWindowMouseGrab(window_, SDL_TRUE);
}

Window::~Window() {
  SDL_FreeSurface(pixels_);
  if (window_ != nullptr) SDL_DestroyWindow(window_);
  SDL_Quit();
}

void Window::present(const PanelCare& care) {
  // Mesa's software renderer writes into memory of a card that has gone, and crashes.
  if (!display_gone().empty()) return;
  // Asked for each time: SDL replaces it when the display changes.
  SDL_Surface* surface = SDL_GetWindowSurface(window_);
  if (surface == nullptr) return;
  const auto light = static_cast<Uint8>(std::clamp(care.light, 0, 256) * 255 / 256);
  SDL_SetSurfaceColorMod(pixels_, light, light, light);
  SDL_Rect to{care.shift_x, care.shift_y, image_.width, image_.height};
  if (care.shift_x != 0 || care.shift_y != 0) {
    // What the picture leaves free shows its own edge, so that no stripe is seen there.
    const int wide = std::abs(care.shift_x), high = std::abs(care.shift_y);
    SDL_Rect side{care.shift_x > 0 ? 0 : image_.width - wide, 0, wide, image_.height};
    SDL_Rect end{0, care.shift_y > 0 ? 0 : image_.height - high, image_.width, high};
    for (auto& edge : {side, end}) {
      SDL_Rect there = edge;
      SDL_BlitSurface(pixels_, &edge, surface, &there);
    }
  }
  SDL_BlitSurface(pixels_, nullptr, surface, &to);
  SDL_UpdateWindowSurface(window_);
}

}  // namespace earshot::kiosk
