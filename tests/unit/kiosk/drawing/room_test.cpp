// What stands beside or below each other: words and the call for help, suggested words and keys.
#include <algorithm>
#include <string>

#include "kiosk/app/words.h"
#include "tests/unit/kiosk/drawing/gallery_fixture.h"

namespace earshot::kiosk {
namespace {

bool apart(const Box& a, const Box& b) {
  return a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y;
}

class Room : public testing::TestWithParam<NamedPanel> {};

TEST_P(Room, WhatIsAskedKeepsEightMillimetresFromTheCallForHelp) {
  const auto& panel = GetParam();
  for_each_picture(
      panel, default_theme(),
      [&](PictureStudio& studio, const Screen& screen, const std::string& where) {
        if (screen.kind != ScreenKind::comment && screen.kind != ScreenKind::topics) return;
        studio.lay_out_only(screen, MonoTime{});
        const auto asked = survey::text_in(screen.question().texts, screen.language,
                                           screen.survey->languages.front());
        const auto& targets = studio.stage().targets();
        const auto help = std::find_if(targets.begin(), targets.end(),
                                       [](const auto& target) { return target.name == "help"; });
        if (help == targets.end()) return;
        for (const auto& text : studio.stage().texts()) {
          if (asked.find(text.text) == std::string_view::npos) continue;
          const auto& [ink, box] = std::pair(text.ink, help->ring);
          const double across = std::max(box.x - ink.right(), ink.x - box.right());
          const double down = std::max(box.y - ink.bottom(), ink.y - box.bottom());
          EXPECT_GE(std::max(across, down), kGapMin - 0.05) << where << ": " << text.text;
        }
      });
}

/// The lines of a text that stand on the glass, in one.
std::string shown(const Stage& stage) {
  std::string all;
  for (const auto& text : stage.texts()) all += text.text + " ";
  return all;
}

TEST_P(Room, WhoeverNobodyAnswersReadsOnceToAskTheStaff) {
  const auto& panel = GetParam();
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  int seen = 0;
  for (auto& [name, screen] : screens_of(survey, LanguageTag::trusted("en"), panel.panel)) {
    if (name != "help-nobody" && name != "help-unreachable") continue;
    studio->lay_out_only(screen, MonoTime{});
    const auto words = shown(studio->stage());
    const auto at = words.find("staff");
    ASSERT_NE(at, std::string::npos) << words;
    EXPECT_EQ(words.find("staff", at + 1), std::string::npos) << words;
    ++seen;
  }
  EXPECT_EQ(seen, 2);
}

TEST_P(Room, TheLongestWordsThatAreSuggestedHaveRoomBesideEachOther) {
  const auto& panel = GetParam();
  const auto survey = counter_survey();
  const auto studio = open_studio(panel.panel);
  for (const auto& language : spoken_languages()) {
    for (auto& [name, screen] : screens_of(survey, language, panel.panel)) {
      if (name != "comment-suggest") continue;
      screen.suggestions.on = true;
      for (const bool cyrillic : {false, true}) {
        // As long as they may be together, of letters as wide as those of words are at most.
        screen.suggestions.words =
            cyrillic ? std::vector<std::string>{"обслуживание", "шумно", "доброжелат"}
                     : std::vector<std::string>{"recommended", "warmly", "comfortable"};
        for (const bool large : {false, true}) {
          screen.access.large_text = large;
          studio->lay_out_only(screen, MonoTime{});
          std::vector<Box> boxes;
          for (const auto& target : studio->stage().targets()) {
            if (target.name != "suggest" && !target.name.starts_with("word ")) continue;
            const auto where = std::string(panel.name) + " " + language.str() + " " + target.name;
            EXPECT_GE(target.box.w, kTargetMin - 0.001) << where;
            EXPECT_GE(target.box.x, 2) << where << (large ? " large" : "");
            EXPECT_LE(target.box.right(), panel.panel.width_mm - 2) << where << " " << large;
            for (const auto& text : studio->stage().texts()) {
              if (text.text != target.name.substr(5)) continue;
              EXPECT_GE(text.cap_mm, kCapMin - 0.005) << where;
            }
            for (const auto& other : boxes) EXPECT_TRUE(apart(other, target.box)) << where;
            boxes.push_back(target.box);
          }
          EXPECT_EQ(boxes.size(), 4U) << panel.name << " " << language.str();
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Panels, Room, testing::ValuesIn(kPanels),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace earshot::kiosk
