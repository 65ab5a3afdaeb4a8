// What is promised about sizes and contrast, computed from what is really drawn: every line of
// text with the pixels that it stands on, every target with its rectangle.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "kiosk/app/keyboard.h"
#include "kiosk/app/stops.h"
#include "kiosk/app/words.h"
#include "tests/unit/kiosk/drawing/gallery_fixture.h"

namespace earshot::kiosk {
namespace {

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
          EXPECT_GE(box.w, kTargetMin - 0.001) << where << ": " << name;
          EXPECT_GE(box.h, kTargetMin - 0.001) << where << ": " << name;
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

/// Every page and layer that the keyboard can show here, for words and for each contact field.
std::vector<KeyboardState> keyboards(bool small) {
  std::vector<KeyboardState> all;
  std::vector<std::optional<survey::ContactField>> fields{std::nullopt};
  using Field = survey::ContactField;
  for (const auto field : {Field::name, Field::phone, Field::email}) fields.emplace_back(field);
  for (const auto field : fields) {
    for (const auto page : {KeyPage::letters, KeyPage::numbers, KeyPage::emoji, KeyPage::latin,
                            KeyPage::more_letters, KeyPage::more_emoji}) {
      const bool second = page == KeyPage::more_letters || page == KeyPage::more_emoji;
      if (second && !small) continue;
      for (const bool shift : {false, true}) {
        all.push_back({.page = page, .shift = shift, .small = small, .field = field});
      }
    }
  }
  return all;
}

bool leads_to_latin(const LanguageTag& language) {
  for (const auto& row : key_rows(language, {})) {
    for (const auto& key : row) {
      if (key.kind == Key::Kind::page && key.page == KeyPage::latin) return true;
    }
  }
  return false;
}

TEST_P(Drawn, EveryKeyOfEveryLayoutIsTwentyMillimetresToo) {
  const auto& panel = GetParam();
  const bool small = arrangement_of(panel.panel) == Arrangement::small;
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  std::size_t keys = 0;
  for (const auto& language : spoken_languages()) {
    for (auto& [name, screen] : screens_of(survey, language, panel.panel)) {
      if (name != "comment" && name != (small ? "contact-field" : "contact")) continue;
      const bool form = screen.kind == ScreenKind::contact;
      for (const auto& state : keyboards(small)) {
        if (form != state.field.has_value()) continue;
        if (state.page == KeyPage::latin && !leads_to_latin(language)) continue;
        for (const bool large : {false, true}) {
          screen.keyboard = state;
          screen.access.large_text = large;
          studio->lay_out_only(screen, MonoTime{});
          const auto where = std::string(panel.name) + " " + language.str() + " " + name +
                             (large ? " large" : "") + " page " +
                             std::to_string(static_cast<int>(state.page)) +
                             (state.shift ? " shift" : "");
          for (const auto& target : studio->stage().targets()) {
            ++keys;
            ASSERT_GE(target.box.w, kTargetMin - 0.001) << where << ": " << target.name;
            ASSERT_GE(target.box.h, kTargetMin - 0.001) << where << ": " << target.name;
            ASSERT_GE(target.box.x, -0.001) << where << ": " << target.name;
            ASSERT_LE(target.box.right(), panel.panel.width_mm + 0.001) << where << target.name;
          }
          for (const auto& text : studio->stage().texts()) {
            EXPECT_TRUE(text.fits) << where << ": " << text.text;
            EXPECT_GE(text.cap_mm, kCapMin - 0.005) << where << ": " << text.text;
          }
        }
      }
    }
  }
  EXPECT_GT(keys, 30'000U);
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
  for (auto& [name, screen] : screens_of(survey, LanguageTag::trusted("en"), panel.panel)) {
    // For staff, who stand before it: as long as it is, and all over the panel.
    if (screen.kind == ScreenKind::service || screen.kind == ScreenKind::touch_test) continue;
    screen.access.low_reach = true;
    (void)studio->take(screen, MonoTime{});
    for (const auto& target : studio->stage().targets()) {
      const bool field = target.name.starts_with("field") || target.name == "consent";
      const bool suggested = target.name.starts_with("word ") || target.name == "suggest";
      if (field || suggested) continue;
      EXPECT_GE(target.ring.y, top - 0.001) << name << ": " << target.name;
    }
  }
}

TEST_P(Drawn, EveryLanguageHasRoomForItsWords) {
  const auto& panel = GetParam();
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  for (const auto& language : spoken_languages()) {
    for (const auto& [name, screen] : screens_of(survey, language, panel.panel)) {
      (void)studio->take(screen, MonoTime{});
      for (const auto& text : studio->stage().texts()) {
        EXPECT_TRUE(text.fits) << panel.name << " " << language.str() << " " << name << ": "
                               << text.text;
      }
    }
  }
}

/// The size of each text on the glass; where one stands there twice, the larger.
std::map<std::string, double> sizes_on(PictureStudio& studio, const Screen& screen) {
  studio.lay_out_only(screen, MonoTime{});
  std::map<std::string, double> sizes;
  for (const auto& text : studio.stage().texts()) {
    auto& size = sizes[text.text];
    size = std::max(size, text.cap_mm);
  }
  return sizes;
}

TEST_P(Drawn, InLargeTextNothingIsSmallerThanInOrdinaryText) {
  const auto& panel = GetParam();
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  for (const auto& language : spoken_languages()) {
    for (auto& [name, screen] : screens_of(survey, language, panel.panel)) {
      const auto plain = sizes_on(*studio, screen);
      screen.access.large_text = true;
      for (const auto& [text, size] : sizes_on(*studio, screen)) {
        const auto before = plain.find(text);
        if (before == plain.end()) continue;
        EXPECT_GE(size, before->second - 0.001)
            << panel.name << " " << language.str() << " " << name << ": " << text;
      }
    }
  }
}

TEST_P(Drawn, WordsOnAButtonKeepOffItsEdges) {
  constexpr double kOff = 1;  // millimetres above the capitals, and below the last base line
  const auto& panel = GetParam();
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  for (const auto& language : spoken_languages()) {
    for (auto& [name, screen] : screens_of(survey, language, panel.panel)) {
      for (const bool large : {false, true}) {
        screen.access.large_text = large;
        studio->lay_out_only(screen, MonoTime{});
        for (const auto& text : studio->stage().texts()) {
          for (const auto& target : studio->stage().targets()) {
            if (target.name == "consent") continue;  // words beside a box to tick: it has no edges
            const auto& ring = target.ring;
            const double x = text.ink.center_x(), y = text.ink.center_y();
            if (x < ring.x || x > ring.right() || y < ring.y || y > ring.bottom()) continue;
            EXPECT_TRUE(text.ink.y >= ring.y + kOff && text.ink.bottom() <= ring.bottom() - kOff)
                << panel.name << " " << language.str() << " " << name << (large ? " large " : " ")
                << target.name << ": " << text.text << " " << text.ink.y - ring.y << " "
                << ring.bottom() - text.ink.bottom();
          }
        }
      }
    }
  }
}

TEST_P(Drawn, AllAnswersOfAQuestionAreOfOneSize) {
  const auto& panel = GetParam();
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  for (const auto& language : spoken_languages()) {
    for (auto& [name, screen] : screens_of(survey, language, panel.panel)) {
      if (screen.kind != ScreenKind::choice && screen.kind != ScreenKind::topics) continue;
      for (const bool large : {false, true}) {
        screen.access.large_text = large;
        const auto sizes = sizes_on(*studio, screen);
        std::set<double> found;
        for (const auto& option : screen.question().options) {
          const auto words = survey::text_in(option.texts, language, survey->languages.front());
          found.insert(sizes.at(std::string(words)));
        }
        EXPECT_EQ(found.size(), 1U) << panel.name << " " << language.str() << " " << name;
      }
    }
  }
}

TEST_P(Drawn, TheNameOfALanguageIsOneLine) {
  const auto& panel = GetParam();
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  for (auto& [name, screen] : screens_of(survey, LanguageTag::trusted("en"), panel.panel)) {
    if (name != "attract") continue;
    auto long_names = screen.languages;
    long_names.assign({LanguageTag::trusted("pt"), LanguageTag::trusted("nl"),
                       LanguageTag::trusted("fr"), LanguageTag::trusted("ja"),
                       LanguageTag::trusted("zh"), LanguageTag::trusted("ko")});
    for (const auto& languages : {screen.languages, long_names}) {
      screen.languages = languages;
      for (const bool large : {false, true}) {
        screen.access.large_text = large;
        studio->lay_out_only(screen, MonoTime{});
        const auto& texts = studio->stage().texts();
        for (const auto& language : languages) {
          const auto lines = std::count_if(texts.begin(), texts.end(), [&](const auto& text) {
            return text.text == own_name(language) || text.text == language.str();
          });
          EXPECT_EQ(lines, 1) << panel.name << " " << language.str() << (large ? " large" : "");
        }
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
    for (const auto& [name, screen] :
         screens_of(survey, LanguageTag::trusted("en"), kPanels[2].panel)) {
      const auto& ground = studio->take_grounds(screen, MonoTime{});
      for (const auto& text : studio->stage().texts()) {
        EXPECT_GE(contrast_on(text, ground, kPanels[2].panel.px_per_mm()), 7)
            << theme->name << " " << name << ": " << text.text;
      }
    }
  }
}

TEST(DrawnEmoji, AreInTheirOwnColoursOnTheKeyAndInWhatIsWritten) {
  const auto survey = counter_survey();
  const auto& panel = kPanels[2].panel;
  const auto studio = open_studio(panel);
  const auto yellow_in = [&](const Image& image, const Box& box) {
    int count = 0;
    const double scale = panel.px_per_mm();
    for (int y = static_cast<int>(box.y * scale); y < static_cast<int>(box.bottom() * scale); ++y) {
      for (int x = static_cast<int>(box.x * scale); x < static_cast<int>(box.right() * scale);
           ++x) {
        const auto color = color_of(image.pixels[y * image.stride + x]);
        count += color.r > 200 && color.g > 150 && color.b < 110 ? 1 : 0;
      }
    }
    return count;
  };
  for (auto& [name, screen] : screens_of(survey, LanguageTag::trusted("en"), panel)) {
    if (name != "comment-pictures") continue;
    screen.text = "👍";
    const auto& image = studio->take(screen, MonoTime{});
    for (const auto& target : studio->stage().targets()) {
      if (target.name == "key 👍") {
        EXPECT_GT(yellow_in(image, target.box), 200);
      }
      if (target.name == "key ⏰" || target.name == "key space") {
        EXPECT_EQ(yellow_in(image, target.box), 0) << target.name;
      }
    }
    EXPECT_GT(yellow_in(image, {0, 0, panel.width_mm, 29}), 200) << "the field shows it too";
  }
}

/// True if a caret stands between two millimetres of the panel: a column of its colour, as high as
/// the line of text.
bool caret_in(const Image& image, double scale, double from, double to, const Box& line) {
  const int top = static_cast<int>(line.y * scale),
            bottom = static_cast<int>(line.bottom() * scale);
  for (int x = static_cast<int>(from * scale); x < static_cast<int>(to * scale); ++x) {
    int count = 0;
    for (int y = top; y < bottom; ++y) {
      const auto color = color_of(image.pixels[y * image.stride + x]);
      count += color.g - color.r > 24 ? 1 : 0;  // the accent; ink has as much of both
    }
    if (count >= (bottom - top) * 0.9) return true;
  }
  return false;
}

TEST_P(Drawn, TheCaretStandsRightBehindWhatWasTypedAndOnNoLetterOfIt) {
  const auto& panel = GetParam();
  const double scale = panel.panel.px_per_mm();
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  int seen = 0;
  for (const std::string language : {"en", "ar"}) {
    for (auto& [name, screen] : screens_of(survey, LanguageTag::trusted(language), panel.panel)) {
      const bool form = name == "contact" || name == "contact-field";
      if (form && screen.contact.writing != (arrangement_of(panel.panel) == Arrangement::small))
        continue;
      if (!form && name != "comment") continue;
      const auto typed = form ? screen.contact.entries[screen.contact.current].text : screen.text;
      const auto& image = studio->take(screen, MonoTime{});
      const auto& texts = studio->stage().texts();
      const auto line = std::find_if(texts.rbegin(), texts.rend(),
                                     [&](const auto& text) { return text.text == typed; });
      ASSERT_NE(line, texts.rend()) << panel.name << " " << language << " " << name;
      const auto& ink = line->ink;
      const bool leftwards = language == "ar" && !form;  // an address is written to the right
      const double end = leftwards ? ink.x : ink.right(), behind = leftwards ? -1 : 1;
      const auto between = [&](double a, double b) {
        return caret_in(image, scale, std::min(end + a * behind, end + b * behind),
                        std::max(end + a * behind, end + b * behind), ink);
      };
      EXPECT_TRUE(between(0.1, 2.5)) << panel.name << " " << language << " " << name;
      EXPECT_FALSE(between(-8, -0.1)) << panel.name << " " << language << " " << name;
      ++seen;
    }
  }
  EXPECT_EQ(seen, 4) << "words and an address, in both directions of reading";
}

TEST(DrawnPress, AHeldButtonLooksDifferentAndKeepsItsContrast) {
  const auto survey = counter_survey();
  const auto& panel = kPanels[0].panel;
  const auto studio = open_studio(panel);
  for (const auto& [name, screen] : screens_of(survey, LanguageTag::trusted("en"), panel)) {
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
