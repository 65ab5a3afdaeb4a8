#include "core/response/patterns.h"

#include <gtest/gtest.h>

namespace earshot::response {
namespace {

// Monday, 2026-03-02.
constexpr LocalDay kMonday = 20514;
constexpr survey::Hours kNineToSix{0x3F, 9 * 60, 18 * 60};  // Monday to Saturday

ResponseId id(int number) {
  auto digits = std::to_string(number);
  return *ResponseId::parse(std::string(32 - digits.size(), '0') + digits);
}

Response praise(int number, WallTime at) {
  Response r;
  r.id = id(number);
  r.at = at;
  r.duration_ms = 1500;
  Answer main;
  main.question = QuestionId::trusted("recommend");
  main.rating = 10;
  r.answers = {main};
  return r;
}

Answer further(const std::string& name) {
  Answer answer;
  answer.question = QuestionId::trusted(name);
  answer.kind = survey::QuestionKind::choice;
  answer.chosen = {OptionId::trusted("a")};
  return answer;
}

TEST(ShiftEdge, IsHalfAnHourAroundOpeningAndClosing) {
  const std::vector hours{kNineToSix};
  const auto at = [&](LocalDay day, int hour, int minute) {
    return is_at_shift_edge(hours, {day, hour * 60 + minute});
  };
  ASSERT_EQ(survey::weekday_of(kMonday), survey::Weekday::monday);
  EXPECT_TRUE(at(kMonday, 8, 40));
  EXPECT_TRUE(at(kMonday, 9, 20));
  EXPECT_TRUE(at(kMonday, 17, 40));
  EXPECT_TRUE(at(kMonday, 18, 20));
  EXPECT_FALSE(at(kMonday, 8, 20));
  EXPECT_FALSE(at(kMonday, 12, 0));
  EXPECT_FALSE(at(kMonday, 18, 45));
  EXPECT_FALSE(at(kMonday + 6, 9, 0)) << "closed on Sundays";
}

TEST(ShiftEdge, BelongsToTheNightThatItEnds) {
  const std::vector hours{survey::Hours{0x10, 22 * 60, 2 * 60}};  // Friday night
  EXPECT_TRUE(is_at_shift_edge(hours, {kMonday + 5, 1 * 60 + 50}));
  EXPECT_TRUE(is_at_shift_edge(hours, {kMonday + 4, 21 * 60 + 50}));
  EXPECT_FALSE(is_at_shift_edge(hours, {kMonday + 4, 1 * 60 + 50}));
}

TEST(ShiftEdge, IsNeverWithoutOpeningHours) { EXPECT_FALSE(is_at_shift_edge({}, {kMonday, 540})); }

TEST(QuickPraise, IsTheBestRatingAtOnceAndWithoutAWord) {
  EXPECT_TRUE(is_quick_praise(praise(1, {})));
  auto slow = praise(1, {});
  slow.duration_ms = 6000;
  EXPECT_FALSE(is_quick_praise(slow));
  auto nine = praise(1, {});
  nine.answers[0].rating = 9;
  EXPECT_FALSE(is_quick_praise(nine));
  auto wordy = praise(1, {});
  wordy.answers.push_back(further("why"));
  wordy.answers.back().text = "lovely";
  EXPECT_FALSE(is_quick_praise(wordy));
  auto taken_back = praise(1, {});
  taken_back.withdrawn = true;
  EXPECT_TRUE(is_quick_praise(taken_back)) << "a run does not shrink when more is heard";
}

TEST(Tempo, OfThreeAnswersInAMomentIsNoPersons) {
  auto r = praise(1, {});
  r.answers.push_back(further("a"));
  r.duration_ms = 10;
  EXPECT_FALSE(is_implausibly_fast(r)) << "two answers may be a double tap";
  r.answers.push_back(further("b"));
  r.duration_ms = 999;
  EXPECT_TRUE(is_implausibly_fast(r));
  r.duration_ms = 1000;
  EXPECT_FALSE(is_implausibly_fast(r));
}

}  // namespace
}  // namespace earshot::response
