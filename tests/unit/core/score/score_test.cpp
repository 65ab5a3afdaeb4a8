#include "core/score/score.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <initializer_list>
#include <utility>

namespace earshot::score {
namespace {

using survey::QuestionKind;

Histogram ratings(std::initializer_list<std::pair<int, std::uint64_t>> counts) {
  Histogram histogram{};
  for (const auto& [rating, times] : counts) histogram[static_cast<std::size_t>(rating)] = times;
  return histogram;
}

TEST(Nps, IsPromotersLessDetractorsInPoints) {
  const auto score = nps(ratings({{0, 1}, {6, 1}, {7, 2}, {8, 1}, {9, 3}, {10, 2}}));
  ASSERT_TRUE(score);
  EXPECT_EQ(score->n, 10U);
  EXPECT_EQ(score->promoters, 5U);
  EXPECT_EQ(score->passives, 3U);
  EXPECT_EQ(score->detractors, 2U);
  EXPECT_DOUBLE_EQ(score->score.value, 30.0);
}

TEST(Nps, DrawsItsLinesBetweenSixAndSevenAndBetweenEightAndNine) {
  EXPECT_EQ(nps(ratings({{6, 1}}))->detractors, 1U);
  EXPECT_EQ(nps(ratings({{7, 1}}))->passives, 1U);
  EXPECT_EQ(nps(ratings({{8, 1}}))->passives, 1U);
  EXPECT_EQ(nps(ratings({{9, 1}}))->promoters, 1U);
}

// By hand: 5 promoters, 3 passives, 2 detractors and ¾, 1½, ¾ added make p = 5.75/13 and
// d = 2.75/13, so NPS~ = 23.077, var = 0.60059, half = 1.95996·√(var/13) = 42.127 points.
TEST(Nps, HasTheAdjustedWaldInterval) {
  const auto score = nps(ratings({{9, 5}, {7, 3}, {0, 2}}));
  EXPECT_NEAR(score->score.low, 23.0769 - 42.1274, 1e-3);
  EXPECT_NEAR(score->score.high, 23.0769 + 42.1274, 1e-3);
}

TEST(Nps, IsUncertainEvenWhenAllAgree) {
  const auto score = nps(ratings({{10, 5}}));
  EXPECT_DOUBLE_EQ(score->score.value, 100.0);
  EXPECT_DOUBLE_EQ(score->score.high, 100.0);
  EXPECT_LT(score->score.low, 75.0);
}

TEST(Nps, NeedsARating) { EXPECT_EQ(nps({}), std::nullopt); }

TEST(Csat, IsTheShareOfFoursAndFivesAndTheMean) {
  const auto score = csat(ratings({{1, 1}, {3, 1}, {4, 1}, {5, 1}}));
  ASSERT_TRUE(score);
  EXPECT_EQ(score->n, 4U);
  EXPECT_EQ(score->satisfied, 2U);
  EXPECT_DOUBLE_EQ(score->top_two_box.value, 50.0);
  EXPECT_DOUBLE_EQ(score->mean.value, 3.25);
}

// Wilson's interval for 8 of 10 is 49.02 % to 94.33 % (Newcombe 1998, method 3, computed by hand).
TEST(Csat, HasWilsonsInterval) {
  const auto score = csat(ratings({{5, 8}, {1, 2}}));
  EXPECT_NEAR(score->top_two_box.low, 49.02, 0.01);
  EXPECT_NEAR(score->top_two_box.high, 94.33, 0.01);
}

TEST(Csat, IsUncertainEvenWhenAllAgree) {
  const auto score = csat(ratings({{5, 4}}));
  EXPECT_DOUBLE_EQ(score->top_two_box.high, 100.0);
  EXPECT_LT(score->top_two_box.low, 60.0);
  EXPECT_DOUBLE_EQ(score->mean.high, 5.0);
  EXPECT_LT(score->mean.low, 4.5);
}

TEST(Csat, NeedsARating) { EXPECT_EQ(csat({}), std::nullopt); }

TEST(Ces, IsTheMean) {
  const auto score = ces(ratings({{1, 1}, {7, 2}}));
  ASSERT_TRUE(score);
  EXPECT_EQ(score->n, 3U);
  EXPECT_DOUBLE_EQ(score->mean.value, 5.0);
}

// By hand: one 1 and two 7s with ¾, 1½, ¾ added on 1, 4, 7: mean~ = 4.5, n~ = 6.
TEST(Ces, HasTheAdjustedIntervalOfTheMean) {
  const auto score = ces(ratings({{1, 1}, {7, 2}}));
  const double variance = (9.0 * 3 + 9.0 * 1.5) / 6 - 0.25;
  const double half = 1.959963984540054 * std::sqrt(variance / 6);
  EXPECT_NEAR(score->mean.low, 4.5 - half, 1e-12);
  EXPECT_NEAR(score->mean.high, 4.5 + half, 1e-12);
}

TEST(Ces, NeedsARating) { EXPECT_EQ(ces({}), std::nullopt); }

TEST(Headline, IsTheOneNumberOfEachKind) {
  const auto histogram = ratings({{2, 1}, {5, 3}});
  EXPECT_DOUBLE_EQ(headline(QuestionKind::nps, histogram)->value, -100.0);
  EXPECT_DOUBLE_EQ(headline(QuestionKind::enps, histogram)->value, -100.0);
  EXPECT_DOUBLE_EQ(headline(QuestionKind::csat, histogram)->value, 75.0);
  EXPECT_DOUBLE_EQ(headline(QuestionKind::smiley, histogram)->value, 75.0);
  EXPECT_DOUBLE_EQ(headline(QuestionKind::ces, histogram)->value, 4.25);
}

TEST(Headline, NeedsARating) {
  for (const auto kind : {QuestionKind::nps, QuestionKind::csat, QuestionKind::ces}) {
    EXPECT_EQ(headline(kind, {}), std::nullopt);
  }
}

TEST(HeadlineDeathTest, OfAQuestionThatIsNoRatingIsAProgrammersError) {
  EXPECT_DEATH((void)headline(QuestionKind::topics, {}), "");
}

TEST(Total, CountsEveryRating) { EXPECT_EQ(total(ratings({{0, 1}, {5, 2}, {10, 4}})), 7U); }

/// Any counts on a kind's scale: mostly small, some up to a chain's lifetime, at least one.
Histogram any_ratings(survey::Scale scale) {
  Histogram histogram{};
  for (int rating = scale.lowest; rating <= scale.highest; ++rating) {
    histogram[static_cast<std::size_t>(rating)] = *rc::gen::weightedOneOf<std::uint64_t>(
        {{4, rc::gen::just<std::uint64_t>(0)},
         {4, rc::gen::inRange<std::uint64_t>(0, 20)},
         {1, rc::gen::inRange<std::uint64_t>(0, 1'000'000'000)}});
  }
  RC_PRE(total(histogram) > 0);
  return histogram;
}

QuestionKind any_rating_kind() {
  return *rc::gen::element(QuestionKind::nps, QuestionKind::enps, QuestionKind::csat,
                           QuestionKind::smiley, QuestionKind::ces);
}

RC_GTEST_PROP(EveryInterval, HoldsTheScoreAndStaysOnTheScale, ()) {
  const auto kind = any_rating_kind();
  const auto histogram = any_ratings(*survey::scale_of(kind));
  const auto estimate = headline(kind, histogram);
  RC_ASSERT(estimate.has_value());
  RC_ASSERT(estimate->low <= estimate->value);
  RC_ASSERT(estimate->value <= estimate->high);
  const bool points = kind == QuestionKind::nps || kind == QuestionKind::enps;
  RC_ASSERT(estimate->low >= (points ? -100.0 : kind == QuestionKind::ces ? 1.0 : 0.0));
  RC_ASSERT(estimate->high <= (kind == QuestionKind::ces ? 7.0 : 100.0));
}

RC_GTEST_PROP(EveryInterval, OfTheMeanHoldsTheMean, ()) {
  const auto mean = csat(any_ratings({1, 5}))->mean;
  RC_ASSERT(1.0 <= mean.low && mean.low <= mean.value);
  RC_ASSERT(mean.value <= mean.high && mean.high <= 5.0);
}

RC_GTEST_PROP(EveryInterval, NeverCollapses, ()) {
  const auto kind = any_rating_kind();
  const auto estimate = headline(kind, any_ratings(*survey::scale_of(kind)));
  RC_ASSERT(estimate->low < estimate->high);
}

RC_GTEST_PROP(EveryInterval, NarrowsWhenTheSameAnswersComeAgain, ()) {
  const auto kind = any_rating_kind();
  auto histogram = any_ratings(*survey::scale_of(kind));
  const auto before = headline(kind, histogram);
  for (auto& times : histogram) times *= 100;
  const auto after = headline(kind, histogram);
  RC_ASSERT(after->high - after->low < before->high - before->low);
}

RC_GTEST_PROP(EveryScore, CountsEveryRatingOnce, ()) {
  const auto histogram = any_ratings({0, 10});
  const auto score = nps(histogram);
  RC_ASSERT(score->n == total(histogram));
  RC_ASSERT(score->promoters + score->passives + score->detractors == score->n);
}

RC_GTEST_PROP(EveryScore, IsTurnedRoundByTurningTheAnswersRound, ()) {
  const auto histogram = any_ratings({1, 7});
  Histogram turned{};
  for (std::size_t rating = 1; rating <= 7; ++rating) turned[8 - rating] = histogram[rating];
  const auto score = ces(histogram)->mean;
  const auto mirrored = ces(turned)->mean;
  const auto near = [](double a, double b) { return std::abs(a - b) < 1e-9; };
  RC_ASSERT(near(mirrored.value, 8 - score.value));
  RC_ASSERT(near(mirrored.low, 8 - score.high) && near(mirrored.high, 8 - score.low));
}

}  // namespace
}  // namespace earshot::score
