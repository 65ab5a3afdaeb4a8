// The location's mark: in its own colours, on the screens that wait, in nobody's way.
#include "kiosk/ui/logo.h"

#include <png.h>

#include <filesystem>

#include "tests/fakes/temp_folder.h"
#include "tests/unit/kiosk/drawing/gallery_fixture.h"

namespace earshot::kiosk {
namespace {

/// `width` × `height`, red, and its left half clear.
std::filesystem::path half_a_mark(const std::filesystem::path& path, int width, int height) {
  std::vector<png_byte> rgba;
  for (int i = 0; i < width * height; ++i) {
    const bool clear = i % width < width / 2;
    for (const int value : {200, 0, 0, clear ? 0 : 255}) {
      rgba.push_back(static_cast<png_byte>(value));
    }
  }
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(width);
  png.height = static_cast<png_uint_32>(height);
  png.format = PNG_FORMAT_RGBA;
  EXPECT_NE(png_image_write_to_file(&png, path.c_str(), 0, rgba.data(), 0, nullptr), 0);
  return path;
}

std::uint32_t pixel(const Image& image, double x, double y) {
  return image.pixels[static_cast<int>(y) * image.stride + static_cast<int>(x)] & 0xFFFFFF;
}

constexpr std::uint32_t kRed = 200U << 16;

TEST(Logo, IsLaidOverThePictureAndItsClearPartsAreNot) {
  fakes::TempFolder folder;
  auto logo = Logo::load(half_a_mark(folder / "mark.png", 64, 32));
  ASSERT_TRUE(logo.has_value()) << logo.error().message;
  std::vector<std::uint32_t> pixels(100 * 100, 0xFFFFFF);
  const Image image{pixels.data(), 100, 100, 100};
  logo->draw(image, {10, 10, 20, 10}, 2, 1);  // 40 × 20 pixels, from 20, 20
  EXPECT_EQ(pixel(image, 30, 30), 0xFFFFFFU);
  EXPECT_EQ(pixel(image, 50, 30), kRed);
  EXPECT_EQ(pixel(image, 61, 30), 0xFFFFFFU);
  logo->draw(image, {-5, 45, 20, 10}, 2, 0.5);  // over an edge, and half there
  EXPECT_EQ(pixel(image, 20, 95) >> 16, 0xE4U);
}

TEST(Logo, ThatIsNoneIsRefusedWithItsName) {
  fakes::TempFolder folder;
  ASSERT_TRUE(system::write_file_atomically(folder / "mark.png", "not a picture").has_value());
  for (const auto* name : {"mark.png", "missing.png"}) {
    const auto logo = Logo::load(folder / name);
    ASSERT_FALSE(logo.has_value());
    EXPECT_NE(logo.error().message.find(name), std::string::npos) << logo.error().message;
  }
  const auto large = Logo::load(half_a_mark(folder / "large.png", 4, Logo::kSideMax + 1));
  ASSERT_FALSE(large.has_value());
  EXPECT_NE(large.error().message.find("2048"), std::string::npos);
}

TEST(Logo, StandsOnTheScreensThatWaitAndInNobodysWay) {
  fakes::TempFolder folder;
  auto theme = default_theme();
  theme.logo = half_a_mark(folder / "mark.png", 400, 100);
  const auto survey = counter_survey();
  for (const auto& [panel_name, panel] : kPanels) {
    const auto studio = open_studio(panel, theme);
    for (const std::string language : kScripts) {
      for (auto& [name, screen] : screens_of(survey, LanguageTag::trusted(language), panel)) {
        screen.access.speech = true;
        const auto& image = studio->take(screen, MonoTime{});
        const auto at = studio->stage().logo_at();
        const bool waits = name.starts_with("attract") || name == "resting" || name == "closed";
        const auto where = std::string(panel_name) + " " + language + " " + name;
        ASSERT_EQ(at.has_value(), waits) << where;
        if (!at) continue;
        EXPECT_GE(at->h, 7) << where << ": too small to be seen";
        const double scale = panel.px_per_mm();
        EXPECT_EQ(pixel(image, (at->x + at->w * 0.75) * scale, at->center_y() * scale), kRed)
            << where;
        for (const auto& target : studio->stage().targets()) {
          const auto& box = target.ring;
          const bool apart = box.right() <= at->x || at->right() <= box.x ||
                             box.bottom() <= at->y || at->bottom() <= box.y;
          EXPECT_TRUE(apart) << where << ": " << target.name;
        }
        EXPECT_GE(at->x, 0) << where;
        EXPECT_LE(at->right(), panel.width_mm) << where;
      }
    }
  }
}

TEST(Logo, IsNamedByItsTheme) {
  auto text = *system::read_file(std::filesystem::path(EARSHOT_THEMES) / "daylight.toml");
  const auto theme = parse_theme("logo = \"mark.png\"\n" + text, "mine.toml", "/srv/themes");
  ASSERT_TRUE(theme.has_value()) << theme.error().message;
  EXPECT_EQ(theme->logo, "/srv/themes/mark.png");
  EXPECT_FALSE(parse_theme("logo = 3\n" + text, "mine.toml", "/").has_value());
}

}  // namespace
}  // namespace earshot::kiosk
