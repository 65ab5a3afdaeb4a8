// Every screen, on three panels, in three scripts, in every access mode, against its picture as it
// was when somebody last looked at it and said yes. The pictures are kept very small: what moved,
// went missing or changed its colour shows, and another version of a font library does not.
// After looking at new ones (earshot-kiosk-pictures): EARSHOT_GOLDEN=new renews them.
#include <png.h>

#include <cstdlib>
#include <filesystem>

#include "kiosk/ui/picture.h"
#include "tests/unit/kiosk/drawing/gallery_fixture.h"

namespace earshot::kiosk {
namespace {

constexpr int kColumns = 11;

struct Strip {
  std::vector<std::uint32_t> pixels;
  int width = 0, height = 0;
  [[nodiscard]] Image view() { return {pixels.data(), width, height, width}; }
};

/// All pictures of one panel and mode, side by side, each 1/`by` of its size.
Strip strip_of(const std::vector<SmallImage>& pictures) {
  const int w = pictures.front().width, h = pictures.front().height;
  const int rows = (static_cast<int>(pictures.size()) + kColumns - 1) / kColumns;
  Strip strip{{}, kColumns * w, rows * h};
  strip.pixels.assign(
      static_cast<std::size_t>(strip.width) * static_cast<std::size_t>(strip.height), 0);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const int left = static_cast<int>(i) % kColumns * w, top = static_cast<int>(i) / kColumns * h;
    for (int y = 0; y < h; ++y) {
      std::copy_n(pictures[i].pixels.begin() + static_cast<std::ptrdiff_t>(y) * w, w,
                  strip.pixels.begin() + static_cast<std::ptrdiff_t>(top + y) * strip.width + left);
    }
  }
  return strip;
}

Strip read_strip(const std::filesystem::path& path) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&png, path.c_str()) == 0) return {};
  png.format = PNG_FORMAT_BGRA;
  Strip strip{{}, static_cast<int>(png.width), static_cast<int>(png.height)};
  strip.pixels.resize(static_cast<std::size_t>(png.width) * png.height);
  if (png_image_finish_read(&png, nullptr, strip.pixels.data(), 0, nullptr) == 0) return {};
  return strip;
}

/// The mean difference of a channel, and the largest, over one picture of the strip.
struct Difference {
  double mean = 0;
  int worst = 0;
};
Difference difference(const Strip& a, const Strip& b, int left, int top, int w, int h) {
  Difference result;
  for (int y = top; y < top + h; ++y) {
    for (int x = left; x < left + w; ++x) {
      const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(a.width) +
                      static_cast<std::size_t>(x);
      for (const int shift : {0, 8, 16}) {
        const int one = static_cast<int>(a.pixels[at] >> shift & 0xFF);
        const int two = static_cast<int>(b.pixels[at] >> shift & 0xFF);
        result.mean += std::abs(one - two);
        result.worst = std::max(result.worst, std::abs(one - two));
      }
    }
  }
  result.mean /= 3.0 * w * h;
  return result;
}

class Golden : public testing::TestWithParam<NamedPanel> {};

TEST_P(Golden, EveryScreenLooksAsItDidWhenSomebodyLookedAtIt) {
  const auto& panel = GetParam();
  const int by = std::max(panel.panel.width_px, panel.panel.height_px) / 40;
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  const bool renew = std::getenv("EARSHOT_GOLDEN") != nullptr;
  for (const auto& mode : kModes) {
    std::vector<SmallImage> pictures;
    std::vector<std::string> names;
    for (const std::string language : kScripts) {
      for (auto& [name, screen] : screens_of(survey, LanguageTag::trusted(language), panel.panel)) {
        screen.access = mode.access;
        pictures.push_back(shrunk(studio->take(screen, MonoTime{}), by));
        names.push_back(language + " " + name);
      }
    }
    auto now = strip_of(pictures);
    const auto path = std::filesystem::path(EARSHOT_PICTURES) /
                      (std::string(panel.name) + "-" + mode.name + ".png");
    if (renew) {
      ASSERT_TRUE(write_png(now.view(), path).has_value());
      continue;
    }
    const auto golden = read_strip(path);
    ASSERT_EQ(golden.width, now.width) << path;
    ASSERT_EQ(golden.height, now.height) << path;
    const int w = pictures.front().width, h = pictures.front().height;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const int left = static_cast<int>(i) % kColumns * w, top = static_cast<int>(i) / kColumns * h;
      const auto [mean, worst] = difference(now, golden, left, top, w, h);
      EXPECT_LE(mean, 1.5) << panel.name << " " << mode.name << " " << names[i];
      EXPECT_LE(worst, 48) << panel.name << " " << mode.name << " " << names[i];
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Panels, Golden, testing::ValuesIn(kPanels),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace earshot::kiosk
