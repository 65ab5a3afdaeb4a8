// Letters with all that hangs below them and stands above: nothing covers them, and no line is
// written over another. Seen in the pixels, by drawing each screen once more with its letters on
// top.
#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/unit/kiosk/drawing/gallery_fixture.h"

namespace earshot::kiosk {
namespace {

/// True if the boxes share more than a pixel's worth each way.
bool overlap(const Box& a, const Box& b, double by) {
  return std::min(a.right(), b.right()) - std::max(a.x, b.x) > by &&
         std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y) > by;
}

bool touch(const DrawnText& a, const DrawnText& b, double by) {
  return std::any_of(a.letters.begin(), a.letters.end(), [&](const Box& one) {
    return std::any_of(b.letters.begin(), b.letters.end(),
                       [&](const Box& other) { return overlap(one, other, by); });
  });
}

/// How many pixels of the text's letters are something else in the other picture.
int covered_pixels(const DrawnText& text, const std::vector<std::uint32_t>& as_drawn,
                   const Image& on_top, double px_per_mm) {
  constexpr int kSeen = 60;  // of 255: a caret that begins in a letter's soft edge is not seen
  int covered = 0;
  for (const auto& box : text.letters) {
    const auto at = [&](double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); };
    for (int y = std::max(0, at(box.y)); y < std::min(on_top.height, at(box.bottom())); ++y) {
      for (int x = std::max(0, at(box.x)); x < std::min(on_top.width, at(box.right())); ++x) {
        const auto i = static_cast<std::size_t>(y * on_top.stride + x);
        int worst = 0;
        for (const int shift : {0, 8, 16}) {
          worst = std::max(worst, std::abs(static_cast<int>(as_drawn[i] >> shift & 0xFF) -
                                           static_cast<int>(on_top.pixels[i] >> shift & 0xFF)));
        }
        if (worst > kSeen) ++covered;
      }
    }
  }
  return covered;
}

class LettersDrawn : public testing::TestWithParam<NamedPanel> {};

TEST_P(LettersDrawn, NoLetterIsCoveredNorOneLineWrittenOverAnother) {
  const auto& panel = GetParam();
  const double scale = panel.panel.px_per_mm();
  std::size_t letters = 0;
  for_each_picture(panel, default_theme(),
                   [&](PictureStudio& studio, const Screen& screen, const std::string& where) {
                     const auto& drawn = studio.take(screen, MonoTime{});
                     const std::vector<std::uint32_t> as_drawn(
                         drawn.pixels,
                         drawn.pixels + static_cast<std::ptrdiff_t>(drawn.stride) * drawn.height);
                     const auto& on_top = studio.take_letters_on_top(screen, MonoTime{});
                     const auto& texts = studio.stage().texts();
                     for (std::size_t i = 0; i < texts.size(); ++i) {
                       letters += texts[i].letters.size();
                       EXPECT_LE(covered_pixels(texts[i], as_drawn, on_top, scale), 2)
                           << where << ": " << texts[i].text;
                       for (const auto& letter : texts[i].letters) {
                         EXPECT_TRUE(letter.x > -1 / scale && letter.y > -1 / scale &&
                                     letter.right() < panel.panel.width_mm + 1 / scale &&
                                     letter.bottom() < panel.panel.height_mm() + 1 / scale)
                             << where << ": " << texts[i].text << " leaves the panel";
                       }
                       for (std::size_t j = 0; j < i; ++j) {
                         EXPECT_FALSE(touch(texts[i], texts[j], 1.5 / scale))
                             << where << ": " << texts[i].text << " over " << texts[j].text;
                       }
                     }
                   });
  EXPECT_GT(letters, 10'000U);
}

INSTANTIATE_TEST_SUITE_P(Panels, LettersDrawn, testing::ValuesIn(kPanels),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace earshot::kiosk
