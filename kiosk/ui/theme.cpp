#include "kiosk/ui/theme.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/check.h"
#include "core/base/toml_keys.h"
#include "core/base/utf8.h"
#include "kiosk/ui/default_theme.h"

namespace earshot::kiosk {
namespace {

double to_linear(double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); }
double from_linear(double c) {
  return c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
}

std::array<double, 3> to_oklab(Color color) {
  const double r = to_linear(color.r / 255.0);
  const double g = to_linear(color.g / 255.0);
  const double b = to_linear(color.b / 255.0);
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

Color from_oklab(const std::array<double, 3>& lab) {
  const double l = std::pow(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2], 3);
  const double m = std::pow(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2], 3);
  const double s = std::pow(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2], 3);
  const auto byte = [](double c) {
    return static_cast<std::uint8_t>(
        std::lround(255 * std::clamp(from_linear(std::clamp(c, 0.0, 1.0)), 0.0, 1.0)));
  };
  return {byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
          byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
          byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

constexpr std::size_t kReasonCodePointsMax = 300;

struct Mistake {
  std::size_t line;
  std::string reason;
};

std::size_t line_of(const toml::node& node) {
  return std::max<std::size_t>(node.source().begin.line, 1);
}

const toml::node& require(const toml::table& table, std::string_view key) {
  const auto* node = table.get(key);
  if (node == nullptr) throw Mistake{line_of(table), "'" + std::string(key) + "' is missing"};
  return *node;
}

const toml::table& section(const toml::table& file, std::string_view key) {
  const auto& node = require(file, key);
  if (!node.is_table()) throw Mistake{line_of(node), "'" + std::string(key) + "' is not a table"};
  return *node.as_table();
}

std::string text(const toml::table& table, std::string_view key) {
  const auto& node = require(table, key);
  if (!node.is_string()) throw Mistake{line_of(node), "'" + std::string(key) + "' is not a text"};
  return node.as_string()->get();
}

double number(const toml::table& table, std::string_view key, double low, double high) {
  const auto& node = require(table, key);
  const auto value = node.value<double>();
  // Said so that "nan" is outside of every range.
  if (!node.is_number() || !value || !(*value >= low && *value <= high)) {
    throw Mistake{line_of(node), "'" + std::string(key) + "' is not a number from " +
                                     std::to_string(static_cast<int>(low)) + " to " +
                                     std::to_string(static_cast<int>(high))};
  }
  return *value;
}

Color color(const toml::table& table, std::string_view key) {
  const auto value = text(table, key);
  const bool hex = value.size() == 7 && value[0] == '#' &&
                   value.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
  if (!hex) {
    throw Mistake{line_of(require(table, key)),
                  "'" + std::string(key) + "' is not a colour, write \"#RRGGBB\""};
  }
  const auto part = [&](std::size_t at) {
    return static_cast<std::uint8_t>(std::stoi(value.substr(at, 2), nullptr, 16));
  };
  return {part(1), part(3), part(5)};
}

Theme read(const toml::table& file, const std::filesystem::path& folder) {
  Theme theme;
  theme.name = text(file, "name");
  if (file.get("logo") != nullptr) theme.logo = folder / text(file, "logo");
  const auto& colors = section(file, "colour");
  theme.surface = color(colors, "surface");
  theme.surface_raised = color(colors, "surface-raised");
  theme.ink = color(colors, "ink");
  theme.ink_soft = color(colors, "ink-soft");
  theme.accent = color(colors, "accent");
  theme.accent_ink = color(colors, "accent-ink");
  theme.good = color(colors, "good");
  theme.fair = color(colors, "fair");
  theme.poor = color(colors, "poor");
  theme.focus = color(colors, "focus");
  const auto& fonts = section(file, "font");
  theme.font_regular = folder / text(fonts, "regular");
  theme.font_bold = folder / text(fonts, "bold");
  theme.radius_mm = number(section(file, "shape"), "radius_mm", 0, 30);
  const auto& motion = section(file, "motion");
  theme.slide_mm = number(motion, "slide_mm", 0, 50);
  theme.fade = Duration(static_cast<int>(number(motion, "fade_ms", 0, 300)));
  const auto& reduced = require(motion, "reduced");
  if (!reduced.is_boolean()) throw Mistake{line_of(reduced), "'reduced' is not true or false"};
  theme.reduced_motion = reduced.as_boolean()->get();
  return theme;
}

}  // namespace

double luminance(Color color) {
  return 0.2126 * to_linear(color.r / 255.0) + 0.7152 * to_linear(color.g / 255.0) +
         0.0722 * to_linear(color.b / 255.0);
}

double contrast(Color a, Color b) {
  const double light = std::max(luminance(a), luminance(b));
  const double dark = std::min(luminance(a), luminance(b));
  return (light + 0.05) / (dark + 0.05);
}

Color mix(Color a, Color b, double t) {
  const auto from = to_oklab(a);
  const auto to = to_oklab(b);
  return from_oklab({from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1]),
                     from[2] + t * (to[2] - from[2])});
}

Result<Theme> parse_theme(std::string_view toml, std::string_view file_name,
                          const std::filesystem::path& folder) {
  const auto refused = [&](std::size_t line, std::string_view reason) {
    return fail(ErrorCode::invalid, std::string(file_name) + ":" + std::to_string(line) + ": " +
                                        one_line(reason, kReasonCodePointsMax) + ".");
  };
  if (const auto line = line_of_too_deep_key(toml); line > 0) {
    return refused(line, "a key has too many parts; nothing in a theme has more than two");
  }
  try {
    return read(toml::parse(toml), folder);
  } catch (const Mistake& mistake) {
    return refused(mistake.line, mistake.reason);
  } catch (const toml::parse_error& error) {
    return refused(std::max<std::size_t>(error.source().begin.line, 1), error.description());
  }
}

const Theme& default_theme() {
  static const Theme theme = [] {
    auto parsed = parse_theme(kDefaultTheme, "daylight.toml", "/");
    EARSHOT_CHECK(parsed.has_value());
    return *std::move(parsed);
  }();
  return theme;
}

Theme in_high_contrast(Theme theme) {
  constexpr Color kBlack{0, 0, 0}, kWhite{255, 255, 255}, kYellow{255, 221, 51};
  theme.surface = theme.surface_raised = kBlack;
  theme.ink = theme.ink_soft = kWhite;
  theme.accent = kYellow;
  theme.accent_ink = kBlack;
  theme.good = {156, 255, 176};
  theme.fair = {255, 200, 90};
  theme.poor = {255, 128, 118};
  theme.focus = {92, 200, 255};
  theme.outlines = true;
  return theme;
}

Color backdrop_warm(const Theme& theme) {
  return theme.outlines ? theme.surface : mix(theme.surface, theme.fair, 0.09);
}
Color backdrop_cool(const Theme& theme) {
  return theme.outlines ? theme.surface : mix(theme.surface, theme.accent, 0.07);
}

Color rating_color(const Theme& theme, int index, int count) {
  const double t = count < 2 ? 1 : static_cast<double>(index) / (count - 1);
  return t < 0.5 ? mix(theme.poor, theme.fair, 2 * t) : mix(theme.fair, theme.good, 2 * t - 1);
}

}  // namespace earshot::kiosk
