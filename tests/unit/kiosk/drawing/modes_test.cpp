// What helps people to read, to reach and to hear is one tap away wherever somebody may be.
#include <algorithm>
#include <cmath>
#include <vector>

#include "kiosk/app/stops.h"
#include "kiosk/app/words.h"
#include "tests/unit/kiosk/drawing/gallery_fixture.h"

namespace earshot::kiosk {
namespace {

TEST(Modes, AreOneTapAwayOnEveryScreen) {
  const auto survey = counter_survey();
  std::size_t screens = 0;
  for (const auto& panel : kPanels) {
    const auto studio = open_studio(panel.panel);
    for (auto& [name, screen] : screens_of(survey, LanguageTag::trusted("en"), panel.panel)) {
      // Gone before anybody could ask for more; and a panel's edges, which staff draw over.
      if (screen.kind == ScreenKind::saving || screen.kind == ScreenKind::touch_test) continue;
      studio->lay_out_only(screen, MonoTime{});
      const auto& targets = studio->stage().targets();
      for (const std::string mode : {"contrast", "large text", "low reach", "speech"}) {
        EXPECT_TRUE(std::any_of(targets.begin(), targets.end(),
                                [&](const Target& target) { return target.name == mode; }))
            << panel.name << " " << name << ": " << mode;
        EXPECT_TRUE(action_of(screen, mode).has_value()) << name << ": " << mode;
      }
      ++screens;
    }
  }
  EXPECT_GT(screens, 90U);
}

TEST(Staff, WhoAreLockedOutReadHowLongAndNotABareNumber) {
  for (const auto& panel : kPanels) {
    const auto studio = open_studio(panel.panel);
    for (const auto& language : spoken_languages()) {
      for (auto& [name, screen] : screens_of(counter_survey(), language, panel.panel)) {
        if (name != "pin-locked") continue;
        studio->lay_out_only(screen, MonoTime{});
        const auto& texts = studio->stage().texts();
        EXPECT_TRUE(std::any_of(texts.begin(), texts.end(),
                                [&](const DrawnText& text) {
                                  return text.text == counted(Phrase::claim_wait, language, 42);
                                }))
            << panel.name << " " << language.str();
      }
    }
  }
}

/// Pixels of the theme's colour of focus.
std::ptrdiff_t focused_pixels(const Image& image) {
  const auto color = default_theme().focus;
  const auto wanted = static_cast<std::uint32_t>(color.r) << 16 |
                      static_cast<std::uint32_t>(color.g) << 8 | color.b;
  std::ptrdiff_t count = 0;
  for (int y = 0; y < image.height; ++y) {
    const auto* row = image.pixels + static_cast<std::ptrdiff_t>(y) * image.stride;
    count += std::count_if(row, row + image.width,
                           [&](std::uint32_t pixel) { return (pixel & 0xFFFFFF) == wanted; });
  }
  return count;
}

TEST(Focus, IsSeenAroundWhateverThePadIsOn) {
  const auto& panel = kPanels[2].panel;  // the small one, where it has the least room
  const auto studio = open_studio(panel);
  std::size_t stops_seen = 0;
  for (auto& sample : screens_of(counter_survey(), LanguageTag::trusted("en"), panel)) {
    const auto& name = sample.name;
    auto& screen = sample.screen;
    if (screen.kind == ScreenKind::saving) continue;
    screen.focus = "";
    const auto without = focused_pixels(studio->take(screen, MonoTime{}));
    const auto targets = studio->stage().targets();
    for (const auto& row : stops(screen)) {
      for (std::size_t i = 0; i<row.size(); i += row.size()> 6 ? 4 : 1) {  // some keys of a row
        screen.focus = row[i].name;
        const auto with = focused_pixels(studio->take_once(screen, MonoTime{}));
        const auto target = std::find_if(targets.begin(), targets.end(), [&](const Target& one) {
          return one.name == screen.focus;
        });
        ASSERT_NE(target, targets.end()) << name << ": " << screen.focus;
        // Three quarters of a line half a millimetre wide around it, its soft edges not counted.
        const double around = 2 * (target->ring.w + target->ring.h) * panel.px_per_mm();
        EXPECT_GE(static_cast<double>(with - without), around * 0.75 * 0.5 * panel.px_per_mm())
            << name << ": " << screen.focus;
        ++stops_seen;
      }
    }
  }
  EXPECT_GT(stops_seen, 200U);
}

}  // namespace
}  // namespace earshot::kiosk
