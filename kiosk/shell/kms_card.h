// The card that shows the window where there is neither X11 nor Wayland (KMS/DRM).
// Owner: Window. Threads: the window's.
// SDL 2.26 tells a program nothing of what the kernel says to it, so the kernel is asked here.
#pragma once

#include <string>

struct SDL_Window;

namespace earshot::kiosk {

/// Why the card takes no pictures from this window any more, and what to do; empty: it takes them.
/// Costs one call to the kernel.
[[nodiscard]] std::string trouble_with_card(SDL_Window* window);

}  // namespace earshot::kiosk
