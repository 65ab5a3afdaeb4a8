// What a theme promises: text at least 7:1, large shapes at least 3:1, ratings that differ in
// lightness.
#include "kiosk/ui/theme.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "kiosk/ui/view.h"
#include "platform/system/files.h"

namespace earshot::kiosk {
namespace {

std::vector<Theme> shipped_themes() {
  std::vector<Theme> themes{default_theme()};
  for (const auto& entry : std::filesystem::directory_iterator(EARSHOT_THEMES)) {
    const auto text = system::read_file(entry.path());
    const auto theme = parse_theme(*text, entry.path().string(), EARSHOT_THEMES);
    EXPECT_TRUE(theme.has_value()) << (theme ? "" : theme.error().message);
    if (theme) themes.push_back(*theme);
  }
  const auto count = themes.size();
  for (std::size_t i = 0; i < count; ++i) themes.push_back(in_high_contrast(themes[i]));
  return themes;
}

TEST(Theme, ThreeShip) { EXPECT_GE(shipped_themes().size(), 2 * (1 + 3)); }

TEST(Theme, ContrastFollowsTheStandard) {
  EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21, 0.001);
  EXPECT_NEAR(contrast({119, 119, 119}, {255, 255, 255}), 4.48, 0.01);
}

TEST(Theme, EveryTextIsReadable) {
  for (const auto& theme : shipped_themes()) {
    for (const auto& ground : {theme.surface, backdrop_warm(theme), backdrop_cool(theme)}) {
      EXPECT_GE(contrast(theme.ink, ground), 7) << theme.name;
      EXPECT_GE(contrast(theme.ink_soft, ground), 7) << theme.name;
    }
    EXPECT_GE(contrast(theme.ink, theme.surface_raised), 7) << theme.name;
    EXPECT_GE(contrast(theme.accent_ink, theme.accent), 7) << theme.name;
  }
}

TEST(Theme, EveryFaceAndItsFeaturesStandOut) {
  for (const auto& theme : shipped_themes()) {
    for (int i = 0; i < 5; ++i) {
      const auto skin = rating_color(theme, i, 5);
      EXPECT_GE(contrast(skin, theme.surface), 3) << theme.name << " face " << i;
      EXPECT_GE(contrast(skin, face_features(theme, skin)), 3) << theme.name << " face " << i;
    }
    EXPECT_GE(contrast(theme.accent, theme.surface), 3) << theme.name;
    EXPECT_GE(contrast(theme.focus, theme.surface), 3) << theme.name;
  }
}

TEST(Theme, RatingsDifferInLightnessFromWorstToBest) {
  for (const auto& theme : shipped_themes()) {
    for (int i = 0; i + 1 < 5; ++i) {
      EXPECT_GT(luminance(rating_color(theme, i + 1, 5)), luminance(rating_color(theme, i, 5)))
          << theme.name << " face " << i;
    }
  }
}

TEST(Theme, MistakesAreRefusedWithTheirLine) {
  const auto refused = [](std::string_view toml) {
    const auto theme = parse_theme(toml, "mine.toml", "/");
    return theme ? std::string() : theme.error().message;
  };
  EXPECT_NE(refused("name = \"x\"\n[colour]\nsurface = \"red\"\n").find("mine.toml:3: 'surface'"),
            std::string::npos);
  EXPECT_NE(refused("name = 3\n").find("mine.toml:1:"), std::string::npos);
  EXPECT_NE(refused("name = \n").find("mine.toml:1:"), std::string::npos);
}

}  // namespace
}  // namespace earshot::kiosk
