#include "core/survey/survey.h"

#include <gtest/gtest.h>

namespace earshot::survey {
namespace {

constexpr QuestionKind kEveryKind[] = {
    QuestionKind::nps,    QuestionKind::csat,    QuestionKind::ces,
    QuestionKind::smiley, QuestionKind::enps,    QuestionKind::choice,
    QuestionKind::topics, QuestionKind::comment, QuestionKind::contact};

TEST(QuestionKind, IsReadBackFromItsName) {
  for (const auto kind : kEveryKind) EXPECT_EQ(parse_kind(to_string(kind)), kind);
}

TEST(QuestionKind, IsNotReadFromAnotherWord) {
  EXPECT_EQ(parse_kind("NPS"), std::nullopt);
  EXPECT_EQ(parse_kind(""), std::nullopt);
}

TEST(QuestionKind, KeepsItsNumberOnTheWire) {
  int number = 1;
  for (const auto kind : kEveryKind) EXPECT_EQ(static_cast<int>(kind), number++);
}

TEST(Scale, ExistsForRatingsOnly) {
  int ratings = 0;
  for (const auto kind : kEveryKind) ratings += scale_of(kind) ? 1 : 0;
  EXPECT_EQ(ratings, 5);
  EXPECT_EQ(scale_of(QuestionKind::topics).has_value(), false);
  EXPECT_EQ(scale_of(QuestionKind::contact).has_value(), false);
}

struct MoodRow {
  QuestionKind kind;
  std::string_view moods;  ///< one letter per rating, from the lowest: u, n, h
};

class MoodOfARating : public testing::TestWithParam<MoodRow> {};

TEST_P(MoodOfARating, FollowsTheKindsLimits) {
  const auto& row = GetParam();
  const auto scale = scale_of(row.kind);
  ASSERT_TRUE(scale);
  std::string moods;
  for (int rating = scale->lowest; rating <= scale->highest; ++rating) {
    const Mood mood = mood_of(row.kind, rating);
    moods += mood == Mood::unhappy ? 'u' : mood == Mood::neutral ? 'n' : 'h';
  }
  EXPECT_EQ(moods, row.moods);
}

INSTANTIATE_TEST_SUITE_P(EveryRating, MoodOfARating,
                         testing::Values(MoodRow{QuestionKind::nps, "uuuuuuunnhh"},
                                         MoodRow{QuestionKind::enps, "uuuuuuunnhh"},
                                         MoodRow{QuestionKind::csat, "uunhh"},
                                         MoodRow{QuestionKind::smiley, "uunhh"},
                                         MoodRow{QuestionKind::ces, "uuunnhh"}),
                         [](const auto& row) { return std::string(to_string(row.param.kind)); });

TEST(MoodDeathTest, OfARatingOffTheScaleIsAProgrammersError) {
  EXPECT_DEATH((void)mood_of(QuestionKind::csat, 0), "");
  EXPECT_DEATH((void)mood_of(QuestionKind::nps, 11), "");
  EXPECT_DEATH((void)mood_of(QuestionKind::comment, 1), "");
}

TEST(TextIn, PrefersTheCustomersLanguage) {
  const auto en = LanguageTag::trusted("en");
  const auto fr = LanguageTag::trusted("fr");
  const Texts texts{{en, "Thank you"}, {fr, "Merci"}};
  EXPECT_EQ(text_in(texts, fr, en), "Merci");
}

TEST(TextIn, FallsBackToTheSurveysDefaultLanguage) {
  const auto en = LanguageTag::trusted("en");
  EXPECT_EQ(text_in({{en, "Thank you"}}, LanguageTag::trusted("fi"), en), "Thank you");
}

TEST(TextIn, IsEmptyWhereThereIsNoText) {
  EXPECT_EQ(text_in({}, LanguageTag::trusted("fi"), LanguageTag::trusted("en")), "");
}

}  // namespace
}  // namespace earshot::survey
