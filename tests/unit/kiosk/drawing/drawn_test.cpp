// What is promised about sizes and contrast, computed from what is really drawn: every line of
// text with the pixels that it stands on, every target with its rectangle.
#include <algorithm>
#include <filesystem>
#include <set>

#include "kiosk/app/keyboard.h"
#include "kiosk/app/stops.h"
#include "kiosk/app/words.h"
#include "tests/unit/kiosk/drawing/gallery_fixture.h"

namespace earshot::kiosk {
namespace {

/// A key of the screen's keyboard: closer to its neighbours than anything else (layout.h).
bool is_key(const std::string& name) {
  return name.starts_with("key ") || name.starts_with("page ") || name == "shift" ||
         name == "erase";
}

struct Size {
  double w, h;
};
/// Twenty millimetres, but on a panel 217 mm wide and 136 mm high: there more than ten keys in a
/// row share its width, and four or more rows share what a form with its consent leaves.
Size least_key(const Panel& panel, const Screen& screen) {
  if (arrangement_of(panel) != Arrangement::small) return {kTargetMin, kTargetMin};
  const auto rows = key_rows(screen.language, screen.keyboard);
  double most = 10;
  for (const auto& row : rows) {
    double units = 0;
    for (const auto& key : row) {
      const bool space = key.kind == Key::Kind::type && key.text == " ";
      units += space ? 3 : key.kind == Key::Kind::type ? 1 : 1.5;
    }
    most = std::max(most, units);
  }
  const double height = screen.kind == ScreenKind::contact ? 65 : 80;
  const auto count = static_cast<double>(std::max<std::size_t>(rows.size(), 4));
  return {std::min(kTargetMin, (panel.width_mm - 4) / most), std::min(kTargetMin, height / count)};
}

Color color_of(std::uint32_t pixel) {
  return {static_cast<std::uint8_t>(pixel >> 16), static_cast<std::uint8_t>(pixel >> 8),
          static_cast<std::uint8_t>(pixel)};
}

/// The contrast that 98 of 100 pixels of the text's ground have at least: a caret or an edge that
/// cuts through a corner of the rectangle is no ground.
double contrast_on(const DrawnText& text, const Image& ground, double px_per_mm) {
  std::vector<double> found;
  const auto at = [&](double mm) { return static_cast<int>(mm * px_per_mm); };
  std::uint32_t last = 0xFF000000;
  double last_contrast = 0;
  for (int y = std::max(0, at(text.ink.y)); y < std::min(ground.height, at(text.ink.bottom()));
       y += 2) {
    for (int x = std::max(0, at(text.ink.x)); x < std::min(ground.width, at(text.ink.right()));
         x += 3) {
      const auto pixel = ground.pixels[y * ground.stride + x] & 0xFFFFFF;
      if (pixel != last) last_contrast = contrast(text.color, color_of(pixel));
      last = pixel;
      found.push_back(last_contrast);
    }
  }
  if (found.empty()) return 21;
  const auto nth = found.begin() + static_cast<std::ptrdiff_t>(found.size() / 50);
  std::nth_element(found.begin(), nth, found.end());
  return *nth;
}

bool apart(const Box& a, const Box& b) {
  constexpr double kRounding = 0.01;
  return a.right() <= b.x + kRounding || b.right() <= a.x + kRounding ||
         a.bottom() <= b.y + kRounding || b.bottom() <= a.y + kRounding;
}

/// Takes every picture of every mode on one panel and tells `look` of it.
template <typename Look>
void for_each_picture(const NamedPanel& panel, const Theme& theme, Look look) {
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel, theme);
  for (const auto& mode : kModes) {
    for (const std::string language : kScripts) {
      for (auto& [name, screen] : samples(survey, LanguageTag::trusted(language), MonoTime{})) {
        screen.access = mode.access;
        const auto where = std::string(panel.name) + " " + mode.name + " " + language + " " + name;
        look(*studio, screen, where);
      }
    }
  }
}

class Drawn : public testing::TestWithParam<NamedPanel> {};

TEST_P(Drawn, EveryTextHasSevenToOneOnWhatItStandsOnAndCapitalsThatCanBeRead) {
  const auto& panel = GetParam();
  std::size_t lines = 0;
  for_each_picture(
      panel, default_theme(),
      [&](PictureStudio& studio, const Screen& screen, const std::string& where) {
        const auto& ground = studio.take_grounds(screen, MonoTime{});
        for (const auto& text : studio.stage().texts()) {
          ++lines;
          EXPECT_GE(contrast_on(text, ground, panel.panel.px_per_mm()), 7)
              << where << ": " << text.text;
          EXPECT_EQ(text.opacity, 1) << where << ": " << text.text;
          EXPECT_GE(text.cap_mm, kCapMin - 0.005) << where << ": " << text.text;
          EXPECT_TRUE(text.fits) << where << ": " << text.text;
          EXPECT_GE(text.ink.x, 0) << where << ": " << text.text;
          EXPECT_GE(text.ink.y, 0) << where << ": " << text.text;
          EXPECT_LE(text.ink.right(), panel.panel.width_mm) << where << ": " << text.text;
          EXPECT_LE(text.ink.bottom(), panel.panel.height_mm()) << where << ": " << text.text;
        }
      });
  EXPECT_GT(lines, 2000U);
}

TEST_P(Drawn, EveryTargetIsTwentyMillimetresAndNoneCoversAnother) {
  const auto& panel = GetParam();
  for_each_picture(
      panel, default_theme(),
      [&](PictureStudio& studio, const Screen& screen, const std::string& where) {
        (void)studio.take(screen, MonoTime{});
        const auto& targets = studio.stage().targets();
        for (std::size_t i = 0; i < targets.size(); ++i) {
          const auto& [name, box, ring, radius] = targets[i];
          const bool key = is_key(name) && screen.kind != ScreenKind::pin;
          const auto least = key ? least_key(panel.panel, screen) : Size{kTargetMin, kTargetMin};
          EXPECT_GE(box.w, least.w - 0.001) << where << ": " << name;
          EXPECT_GE(box.h, least.h - 0.001) << where << ": " << name;
          EXPECT_GE(box.x, -0.001) << where << ": " << name;
          EXPECT_GE(box.y, -0.001) << where << ": " << name;
          EXPECT_LE(box.right(), panel.panel.width_mm + 0.001) << where << ": " << name;
          EXPECT_LE(box.bottom(), panel.panel.height_mm() + 0.001) << where << ": " << name;
          for (std::size_t j = 0; j < i; ++j) {
            EXPECT_TRUE(apart(ring, targets[j].ring))
                << where << ": " << name << " and " << targets[j].name;
          }
        }
      });
}

TEST_P(Drawn, WhatCanBeDoneOnAScreenCanBeTouchedAndNothingElse) {
  for_each_picture(GetParam(), default_theme(),
                   [&](PictureStudio& studio, const Screen& screen, const std::string& where) {
                     (void)studio.take(screen, MonoTime{});
                     std::set<std::string> touched, can_be_done;
                     for (const auto& target : studio.stage().targets())
                       touched.insert(target.name);
                     for (const auto& row : stops(screen)) {
                       for (const auto& stop : row) can_be_done.insert(stop.name);
                     }
                     if (screen.kind == ScreenKind::saving)
                       touched = can_be_done;  // its answer is given
                     EXPECT_EQ(touched, can_be_done) << where;
                   });
}

TEST_P(Drawn, InLowReachEverythingThatIsTouchedStandsLow) {
  const auto& panel = GetParam();
  const double top = reach_top(frame_of(panel.panel, false, true));
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  for (auto& [name, screen] : samples(survey, LanguageTag::trusted("en"), MonoTime{})) {
    if (screen.kind == ScreenKind::service) continue;  // for staff, and as long as it is
    screen.access.low_reach = true;
    (void)studio->take(screen, MonoTime{});
    for (const auto& target : studio->stage().targets()) {
      const bool field = target.name.starts_with("field") || target.name == "consent";
      if (field) continue;
      EXPECT_GE(target.ring.y, top - 0.001) << name << ": " << target.name;
    }
  }
}

TEST_P(Drawn, EveryLanguageHasRoomForItsWords) {
  const auto& panel = GetParam();
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  for (const auto& language : spoken_languages()) {
    for (const auto& [name, screen] : samples(survey, language, MonoTime{})) {
      (void)studio->take(screen, MonoTime{});
      for (const auto& text : studio->stage().texts()) {
        EXPECT_TRUE(text.fits) << panel.name << " " << language.str() << " " << name << ": "
                               << text.text;
      }
    }
  }
}

TEST(DrawnThemes, EveryShippedThemeKeepsSevenToOneOnEveryScreen) {
  const auto survey = counter_survey();
  for (const auto& entry : std::filesystem::directory_iterator(EARSHOT_THEMES)) {
    const auto theme =
        parse_theme(*system::read_file(entry.path()), entry.path().string(), EARSHOT_THEMES);
    ASSERT_TRUE(theme.has_value());
    const auto studio = open_studio(kPanels[2].panel, *theme);
    for (const auto& [name, screen] : samples(survey, LanguageTag::trusted("en"), MonoTime{})) {
      const auto& ground = studio->take_grounds(screen, MonoTime{});
      for (const auto& text : studio->stage().texts()) {
        EXPECT_GE(contrast_on(text, ground, kPanels[2].panel.px_per_mm()), 7)
            << theme->name << " " << name << ": " << text.text;
      }
    }
  }
}

TEST(DrawnPress, AHeldButtonLooksDifferentAndKeepsItsContrast) {
  const auto survey = counter_survey();
  const auto& panel = kPanels[0].panel;
  const auto studio = open_studio(panel);
  for (const auto& [name, screen] : samples(survey, LanguageTag::trusted("en"), MonoTime{})) {
    if (name != "topics" && name != "attract" && name != "nps") continue;
    const auto& still = studio->take(screen, MonoTime{});
    const std::vector<std::uint32_t> before(still.pixels,
                                            still.pixels + still.stride * still.height);
    const auto held = name == "topics" ? "next" : name == "nps" ? "rating 3" : "begin";
    const auto& pressed = studio->take(screen, MonoTime{}, held);
    EXPECT_FALSE(std::equal(before.begin(), before.end(), pressed.pixels)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Panels, Drawn, testing::ValuesIn(kPanels),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace earshot::kiosk
