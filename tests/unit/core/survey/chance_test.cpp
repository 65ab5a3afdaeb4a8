// What falls to a response by chance: samples and variants. The same id always gets the same.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>

#include "core/survey/sampling.h"
#include "core/survey/variant.h"
#include "tests/fakes/seeded_random.h"

namespace earshot::survey {
namespace {

constexpr int kPeople = 20'000;
/// Five standard deviations of a share of 20,000: chance alone goes beyond it once in millions.
double slack(double share) { return 5 * std::sqrt(share * (1 - share) / kPeople); }

ResponseId next_id(Random& random) { return *ResponseId::parse(random_hex(random)); }

Survey survey_with(const std::vector<std::uint32_t>& weights) {
  Survey survey;
  survey.id = SurveyId::trusted("shop");
  for (std::size_t i = 0; i < weights.size(); ++i) {
    Variant variant;
    variant.id = VariantId::trusted("v" + std::to_string(i));
    variant.weight = weights[i];
    survey.variants.push_back(variant);
  }
  return survey;
}

TEST(Sampling, AsksTheShareOfPeopleThatTheFileSays) {
  fakes::SeededRandom random(5);
  const auto question = QuestionId::trusted("words");
  for (const int share : {1, 25, 50, 99}) {
    int asked = 0;
    for (int i = 0; i < kPeople; ++i) asked += is_sampled(next_id(random), question, share);
    const double expected = share / 100.0;
    EXPECT_NEAR(static_cast<double>(asked) / kPeople, expected, slack(expected));
  }
}

TEST(Sampling, AsksEverybodyAHundredPercentOfTheTime) {
  fakes::SeededRandom random(6);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(is_sampled(next_id(random), QuestionId::trusted("words"), 100));
  }
}

TEST(Sampling, DrawsForTwoQuestionsIndependently) {
  fakes::SeededRandom random(7);
  int both = 0;
  for (int i = 0; i < kPeople; ++i) {
    const auto id = next_id(random);
    both += is_sampled(id, QuestionId::trusted("one"), 50) &&
            is_sampled(id, QuestionId::trusted("two"), 50);
  }
  EXPECT_NEAR(static_cast<double>(both) / kPeople, 0.25, slack(0.25));
}

TEST(Variants, FallToPeopleByTheirWeights) {
  fakes::SeededRandom random(8);
  const auto survey = survey_with({1, 2, 7});
  std::map<std::string, int> fell;
  for (int i = 0; i < kPeople; ++i) fell[choose_variant(survey, next_id(random))->id.str()]++;
  for (const auto& [id, share] :
       std::map<std::string, double>{{"v0", 0.1}, {"v1", 0.2}, {"v2", 0.7}}) {
    EXPECT_NEAR(static_cast<double>(fell[id]) / kPeople, share, slack(share)) << id;
  }
}

TEST(Variants, ASurveyWithoutThemHasNone) {
  fakes::SeededRandom random(9);
  EXPECT_EQ(choose_variant(survey_with({}), next_id(random)), nullptr);
}

RC_GTEST_PROP(VariantLaws, TheSameResponseAlwaysFallsToTheSameArm, (std::uint64_t seed)) {
  fakes::SeededRandom random(seed);
  const auto id = next_id(random);
  const auto survey = survey_with({3, 1000, 1});
  const auto copy = survey;
  RC_ASSERT(choose_variant(survey, id)->id == choose_variant(copy, id)->id);
}

TEST(Variants, ChangeWordsAndLeaveQuestionsOutAndTouchNothingElse) {
  const auto en = LanguageTag::trusted("en");
  Survey survey = survey_with({1, 1});
  survey.languages = {en};
  survey.title = {{en, "Hello"}};
  for (const std::string id : {"rating", "words", "reply"}) {
    Question question;
    question.id = QuestionId::trusted(id);
    question.texts = {{en, "As written: " + id}};
    survey.questions.push_back(question);
  }
  auto& variant = survey.variants[1];
  variant.title = {{en, "Hi"}};
  variant.texts[QuestionId::trusted("rating")] = {{en, "In other words"}};
  variant.leaves_out = {QuestionId::trusted("words")};
  const auto asked = as_asked(survey, variant);
  ASSERT_EQ(asked.questions.size(), 2U);
  EXPECT_EQ(asked.title.at(en), "Hi");
  EXPECT_EQ(asked.questions[0].texts.at(en), "In other words");
  EXPECT_EQ(asked.questions[1].id.str(), "reply");
  EXPECT_EQ(asked.questions[1].texts.at(en), "As written: reply");
  EXPECT_EQ(as_asked(survey, survey.variants[0]).questions.size(), 3U);
}

}  // namespace
}  // namespace earshot::survey
