// The code that a happy customer scans, read back from the pixels: the survey's address, the same
// way round in every script, light around it, and large enough for a telephone's camera.
#include <qrencode.h>

#include <algorithm>
#include <memory>

#include "tests/unit/kiosk/drawing/gallery_fixture.h"

namespace earshot::kiosk {
namespace {

constexpr std::uint32_t kDark = 0x0C1014, kLight = 0xFFFFFF;
constexpr int kQuiet = 4;  // modules around it (ISO/IEC 18004)

struct Square {
  int left = 1 << 20, top = 1 << 20, right = -1, bottom = -1;
};

/// Around everything that has the code's own colour.
Square dark_of(const Image& image) {
  Square found;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if ((image.pixels[y * image.stride + x] & 0xFFFFFF) != kDark) continue;
      found = {std::min(found.left, x), std::min(found.top, y), std::max(found.right, x + 1),
               std::max(found.bottom, y + 1)};
    }
  }
  return found;
}

class ReviewCode : public testing::TestWithParam<NamedPanel> {};

TEST_P(ReviewCode, IsTheSurveysAddressInEveryScriptAndMode) {
  const auto& panel = GetParam().panel;
  const auto survey = counter_survey();
  ASSERT_TRUE(survey->review.has_value());
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(survey->review->url.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  const auto studio = open_studio(panel);
  for (const auto& mode : kModes) {
    for (const std::string language : kScripts) {
      for (auto& [name, screen] : screens_of(survey, LanguageTag::trusted(language), panel)) {
        if (name != "thanks-happy") continue;
        screen.access = mode.access;
        const auto where = std::string(mode.name) + " " + language;
        const auto& image = studio->take(screen, MonoTime{});
        const auto dark = dark_of(image);
        const int module = (dark.right - dark.left) / code->width;
        ASSERT_EQ(dark.right - dark.left, module * code->width) << where;
        ASSERT_EQ(dark.bottom - dark.top, module * code->width) << where;
        EXPECT_GE(module / panel.px_per_mm(), 0.6) << where;
        int wrong = 0;
        for (int y = -kQuiet; y < code->width + kQuiet; ++y) {
          for (int x = -kQuiet; x < code->width + kQuiet; ++x) {
            const bool inside = x >= 0 && y >= 0 && x < code->width && y < code->width;
            const bool corner = (x == -kQuiet || x == code->width + kQuiet - 1) &&
                                (y == -kQuiet || y == code->width + kQuiet - 1);
            if (corner) continue;  // the light ground has round ones
            const bool is_dark = inside && (code->data[y * code->width + x] & 1) != 0;
            const int px = dark.left + x * module + module / 2;
            const int py = dark.top + y * module + module / 2;
            const auto seen = image.pixels[py * image.stride + px] & 0xFFFFFF;
            wrong += seen == (is_dark ? kDark : kLight) ? 0 : 1;
          }
        }
        EXPECT_EQ(wrong, 0) << where;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Panels, ReviewCode, testing::ValuesIn(kPanels),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace earshot::kiosk
