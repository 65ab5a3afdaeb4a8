// What keeps a panel young that shows the same for years: the picture wanders by a few pixels, and
// at night a waiting screen is dim. Owner: the shell. Threads: pure functions, any thread.
#pragma once

#include "core/base/time.h"

namespace earshot::kiosk {

struct PanelCare {
  int shift_x = 0, shift_y = 0;  ///< pixels, −kWander … +kWander
  int light = 256;               ///< of 256

  bool operator==(const PanelCare&) const = default;
};

/// How far the picture wanders each way, in pixels: nobody sees it, and no edge stays for years.
inline constexpr int kWander = 4;
inline constexpr Duration kWanderEvery = std::chrono::minutes(3);
inline constexpr int kNightLight = 72;

/// `dim`: it is night and nobody stands in front of it; in a session it is as bright as ever.
[[nodiscard]] PanelCare panel_care(MonoTime now, bool dim);

/// When `panel_care` says something else for a waiting screen, at the latest.
[[nodiscard]] MonoTime next_care(MonoTime now);

}  // namespace earshot::kiosk
