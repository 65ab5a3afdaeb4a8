// What staff set on the service screen, kept across restarts: how loud this kiosk is, how bright.
// Owner: the collector. Threads: its event loop's only.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"

namespace earshot::kiosk {

struct PanelSettings {
  int volume = 70;       ///< percent: of the voice and the tones
  int brightness = 100;  ///< percent
  bool operator==(const PanelSettings&) const = default;
};

/// Nobody finds the service screen on a panel that is darker.
inline constexpr int kBrightnessMin = 30;
inline constexpr int kSettingStep = 10;

/// What is kept in `file`; of what is not, or makes no sense, `otherwise`.
[[nodiscard]] PanelSettings load_panel_settings(const std::filesystem::path& file,
                                                const PanelSettings& otherwise);
/// Error: io, no_space.
[[nodiscard]] Result<void> keep_panel_settings(const std::filesystem::path& file,
                                               const PanelSettings& settings);

/// After the service screen's "louder", "quieter", "brighter" or "darker"; else unchanged.
[[nodiscard]] PanelSettings after(std::string_view action, PanelSettings settings);

}  // namespace earshot::kiosk
