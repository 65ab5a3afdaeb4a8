// A theme: ten colours, a typeface in two weights, one radius, a logo, and how things move. From a
// TOML file. Owner: main reads one. Threads: plain values, any thread. Colours are tokens with a
// meaning; no view writes a colour of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"

namespace earshot::kiosk {

/// sRGB, 0–255.
struct Color {
  std::uint8_t r = 0, g = 0, b = 0;
  bool operator==(const Color&) const = default;
};

/// Relative luminance, 0–1 (WCAG 2.2, "relative luminance").
[[nodiscard]] double luminance(Color color);
/// Contrast ratio, 1–21 (WCAG 2.2, "contrast ratio").
[[nodiscard]] double contrast(Color a, Color b);
/// Between two colours as the eye sees them, in OKLab (B. Ottosson, "A perceptual color space for
/// image processing", 2020); t 0–1.
[[nodiscard]] Color mix(Color a, Color b, double t);

struct Theme {
  std::string name;
  Color surface, surface_raised, ink, ink_soft, accent, accent_ink, good, fair, poor, focus;
  std::filesystem::path font_regular, font_bold;
  std::filesystem::path logo;  ///< a PNG file; empty: none
  double radius_mm = 6;
  double slide_mm = 12;
  Duration fade = std::chrono::milliseconds(200);
  bool reduced_motion = false;
  bool outlines = false;  ///< edges are lines and not shadows; no file says it, high contrast does
};

/// The same in black, white and yellow, with lines around everything that can be touched.
[[nodiscard]] Theme in_high_contrast(Theme theme);

/// `folder`: the theme file's own, for relative paths of fonts and logo.
/// Error: invalid, message "<file_name>:<line>: <reason>.".
[[nodiscard]] Result<Theme> parse_theme(std::string_view toml, std::string_view file_name,
                                        const std::filesystem::path& folder);

/// The theme that is built in: assets/themes/daylight.toml.
[[nodiscard]] const Theme& default_theme();

/// The two large tints behind every screen; text may stand on them.
[[nodiscard]] Color backdrop_warm(const Theme& theme);
[[nodiscard]] Color backdrop_cool(const Theme& theme);

/// The colour of the `index`th of `count` faces, worst first: poor → fair → good.
[[nodiscard]] Color rating_color(const Theme& theme, int index, int count);

}  // namespace earshot::kiosk
