// Sizes and distances in millimetres, computed on the panels that the kiosk is made for.
#include "kiosk/ui/layout.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace earshot::kiosk {
namespace {

struct NamedPanel {
  const char* name;
  Panel panel;
  Arrangement arrangement;
};
const NamedPanel kPanels[] = {
    {"22 inch, landscape", {1920, 1080, 477}, Arrangement::landscape},
    {"22 inch, portrait", {1080, 1920, 268}, Arrangement::portrait},
    {"10 inch", {1280, 800, 217}, Arrangement::small},
};
constexpr survey::QuestionKind kRatings[] = {survey::QuestionKind::nps, survey::QuestionKind::enps,
                                             survey::QuestionKind::csat, survey::QuestionKind::ces,
                                             survey::QuestionKind::smiley};

int count_of(survey::QuestionKind kind) {
  const auto scale = *survey::scale_of(kind);
  return scale.highest - scale.lowest + 1;
}
RatingLook look_of(survey::QuestionKind kind) {
  survey::Question question;
  question.kind = kind;
  return rating_look(question);
}

bool inside(const Box& box, const Panel& panel) {
  return box.x >= 0 && box.y >= 0 && box.right() <= panel.width_mm + 0.01 &&
         box.bottom() <= panel.height_mm() + 0.01;
}

/// How far two boxes are apart; negative when they overlap.
double distance(const Box& a, const Box& b) {
  return std::max({b.x - a.right(), a.x - b.right(), b.y - a.bottom(), a.y - b.bottom()});
}

TEST(Layout, EveryPanelHasItsOwnArrangement) {
  for (const auto& [name, panel, arrangement] : kPanels) {
    EXPECT_EQ(arrangement_of(panel), arrangement) << name;
    EXPECT_NEAR(guess_width_mm(panel.width_px, panel.height_px), panel.width_mm, 1) << name;
  }
}

TEST(Layout, EveryAnswerIsLargeEnoughAndFarEnoughFromTheOthers) {
  for (const auto& [name, panel, arrangement] : kPanels) {
    for (const auto kind : kRatings) {
      const auto layout = question_layout(frame_of(panel), count_of(kind), look_of(kind));
      const auto scale = *survey::scale_of(kind);
      ASSERT_EQ(layout.answers.size(), static_cast<std::size_t>(scale.highest - scale.lowest + 1));
      for (const auto& box : layout.answers) {
        EXPECT_GE(box.w, kTargetMin) << name << " " << to_string(kind);
        EXPECT_GE(box.h, kTargetMin) << name << " " << to_string(kind);
        EXPECT_DOUBLE_EQ(box.w, layout.answers.front().w) << "no answer is larger than another";
        EXPECT_DOUBLE_EQ(box.h, layout.answers.front().h);
        EXPECT_TRUE(inside(box, panel)) << name << " " << to_string(kind);
      }
      for (std::size_t i = 0; i < layout.answers.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          EXPECT_GE(distance(layout.answers[i], layout.answers[j]), kGapMin - 0.001)
              << name << " " << to_string(kind);
        }
      }
    }
  }
}

TEST(Layout, NothingIsNearerThanEightMillimetresToAnythingElse) {
  for (const auto& [name, panel, arrangement] : kPanels) {
    for (const auto kind : kRatings) {
      const auto layout = question_layout(frame_of(panel), count_of(kind), look_of(kind));
      std::vector<Box> things = layout.answers;
      things.insert(things.end(),
                    {layout.question, layout.low_label, layout.high_label, frame_of(panel).bottom});
      for (std::size_t i = 0; i < things.size(); ++i) {
        EXPECT_TRUE(inside(things[i], panel)) << name << " " << to_string(kind) << " " << i;
        for (std::size_t j = 0; j < i; ++j) {
          EXPECT_GE(distance(things[i], things[j]), kGapMin - 0.001)
              << name << " " << to_string(kind) << ": " << i << " and " << j;
        }
      }
    }
  }
}

TEST(Layout, TheQuestionAndTheLabelsHaveRoomForTwoLines) {
  for (const auto& [name, panel, arrangement] : kPanels) {
    const auto sizes = type_sizes(arrangement);
    for (const auto kind : kRatings) {
      const auto layout = question_layout(frame_of(panel), count_of(kind), look_of(kind));
      constexpr double kTwoLines = 2.85;  // capitals and one line's advance
      EXPECT_GE(layout.question.h, sizes.title_small * kTwoLines) << name;
      if (!layout.labels_name_rating) continue;
      EXPECT_GE(layout.low_label.h, sizes.text_small * kTwoLines) << name;
      EXPECT_EQ(layout.low_label.y, layout.high_label.y);
    }
  }
}

TEST(Layout, TheQuestionStandsInTheUpperThirdAndTheHelpersAtTheBottom) {
  for (const auto& [name, panel, arrangement] : kPanels) {
    const auto layout = question_layout(frame_of(panel), 11, RatingLook::numbers);
    EXPECT_LE(layout.question.bottom(), panel.height_mm() / 3 + 0.5) << name;
    EXPECT_GE(frame_of(panel).bottom.y, panel.height_mm() * 0.75) << name;
    EXPECT_GE(frame_of(panel).bottom.h, kTargetMin) << name;
  }
}

TEST(Layout, TheAttractButtonIsLargeAndInside) {
  for (const auto& [name, panel, arrangement] : kPanels) {
    const auto layout = attract_layout(frame_of(panel));
    EXPECT_GE(layout.begin.h, kTargetMin) << name;
    EXPECT_TRUE(inside(layout.begin, panel)) << name;
    EXPECT_TRUE(inside(layout.bubble, panel)) << name;
    EXPECT_GE(distance(layout.begin, layout.bubble), kGapMin - 0.001) << name;
    EXPECT_GE(distance(layout.begin, layout.languages), kGapMin - 0.001) << name;
  }
}

TEST(Layout, LettersNeverGoBelowTheReadingSize) {
  for (const auto arrangement :
       {Arrangement::landscape, Arrangement::portrait, Arrangement::small}) {
    const auto sizes = type_sizes(arrangement);
    for (const double cap : {sizes.title, sizes.title_small, sizes.text, sizes.text_small}) {
      EXPECT_GE(cap, 4.8);
    }
  }
}

TEST(Layout, ManyLanguagesFlowIntoSeveralRows) {
  const Box row{10, 100, 200, 20};
  const auto boxes = flow(row, std::vector<double>(12, 40.0), 8);
  ASSERT_EQ(boxes.size(), 12U);
  for (const auto& box : boxes) {
    EXPECT_GE(box.x, row.x - 0.001);
    EXPECT_LE(box.right(), row.right() + 0.001);
    EXPECT_GE(box.w, kTargetMin);
  }
  EXPECT_DOUBLE_EQ(boxes.back().y, row.y) << "the last row is where a single one would be";
  EXPECT_LT(boxes.front().y, row.y);
}

}  // namespace
}  // namespace earshot::kiosk
