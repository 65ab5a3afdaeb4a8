#include "core/survey/branching.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "tests/fakes/seeded_random.h"

namespace earshot::survey {
namespace {

const auto kAnybody = *ResponseId::parse(std::string(32, '7'));

Question question(const std::string& id, QuestionKind kind) {
  Question question;
  question.id = QuestionId::trusted(id);
  question.kind = kind;
  return question;
}

Condition mood(Mood mood) { return {QuestionId::trusted("nps"), {mood}, {}, {}}; }

/// nps → wrong (unhappy) | better (neutral) | liked (happy) → errand → advice (errand = advice).
Survey branched() {
  Survey survey;
  survey.questions = {
      question("nps", QuestionKind::nps),       question("wrong", QuestionKind::topics),
      question("better", QuestionKind::topics), question("liked", QuestionKind::topics),
      question("errand", QuestionKind::choice), question("advice", QuestionKind::csat)};
  survey.questions[1].when = {mood(Mood::unhappy)};
  survey.questions[2].when = {mood(Mood::neutral)};
  survey.questions[3].when = {mood(Mood::happy)};
  survey.questions[5].when = {
      {QuestionId::trusted("errand"), {}, {}, {OptionId::trusted("advice")}}};
  return survey;
}

Said rated(int rating) { return {QuestionId::trusted("nps"), QuestionKind::nps, rating, {}}; }
Said chose(const std::string& option) {
  return {QuestionId::trusted("errand"), QuestionKind::choice, {}, {OptionId::trusted(option)}};
}

std::vector<std::string> way(const std::vector<Said>& said) {
  const auto survey = branched();
  std::vector<std::string> ids;
  for (const auto index : way_through(survey, said, kAnybody)) {
    ids.push_back(survey.questions[index].id.str());
  }
  return ids;
}

TEST(Branching, AsksUnhappyNeutralAndHappyPeopleDifferentThings) {
  EXPECT_EQ(way({rated(6)}), (std::vector<std::string>{"nps", "wrong", "errand"}));
  EXPECT_EQ(way({rated(7)}), (std::vector<std::string>{"nps", "better", "errand"}));
  EXPECT_EQ(way({rated(9)}), (std::vector<std::string>{"nps", "liked", "errand"}));
}

TEST(Branching, GoesByAnOptionThatWasChosen) {
  EXPECT_EQ(way({rated(9), chose("advice")}).back(), "advice");
  EXPECT_EQ(way({rated(9), chose("cash")}).back(), "errand");
}

TEST(Branching, GoesByARangeOfRatings) {
  const Condition worst{QuestionId::trusted("nps"), {}, Scale{0, 2}, {}};
  EXPECT_TRUE(holds(worst, std::vector{rated(0)}));
  EXPECT_TRUE(holds(worst, std::vector{rated(2)}));
  EXPECT_FALSE(holds(worst, std::vector{rated(3)}));
}

TEST(Branching, WhatWasNotAnsweredLeadsNowhere) {
  EXPECT_EQ(way({}), (std::vector<std::string>{"nps", "errand"}));
}

TEST(Branching, WantsEverythingOfOneConditionAndAnyOfSeveral) {
  Condition both = mood(Mood::unhappy);
  both.ratings = Scale{5, 10};
  EXPECT_TRUE(holds(both, std::vector{rated(6)}));
  EXPECT_FALSE(holds(both, std::vector{rated(2)}));
  Question either = question("either", QuestionKind::comment);
  either.when = {mood(Mood::unhappy), mood(Mood::happy)};
  EXPECT_TRUE(is_asked(either, std::vector{rated(0)}, kAnybody));
  EXPECT_TRUE(is_asked(either, std::vector{rated(10)}, kAnybody));
  EXPECT_FALSE(is_asked(either, std::vector{rated(8)}, kAnybody));
}

TEST(Branching, WhatWasSaidOnAnotherWayDoesNotCount) {
  auto survey = branched();
  // "errand" is asked of happy people only, and "advice" follows it.
  survey.questions[4].when = {mood(Mood::happy)};
  const std::vector<Said> said{rated(2), chose("advice")};
  const auto way = way_through(survey, said, kAnybody);
  EXPECT_EQ(way, (std::vector<std::size_t>{0, 1}));
}

RC_GTEST_PROP(BranchingLaws, EveryWayBeginsWithTheFirstQuestionGoesForwardAndIsTheNextOnes,
              (std::uint64_t seed)) {
  fakes::SeededRandom random(seed);
  const auto id = *ResponseId::parse(random_hex(random));
  auto survey = branched();
  for (std::size_t i = 1; i < survey.questions.size(); ++i) {
    survey.questions[i].share = *rc::gen::inRange(1, 101);
  }
  std::vector<Said> said;
  if (*rc::gen::arbitrary<bool>()) said.push_back(rated(*rc::gen::inRange(0, 11)));
  if (*rc::gen::arbitrary<bool>()) said.push_back(chose("advice"));
  const auto way = way_through(survey, said, id);
  RC_ASSERT(!way.empty() && way.front() == 0U);
  RC_ASSERT(std::is_sorted(way.begin(), way.end()));
  RC_ASSERT(std::set<std::size_t>(way.begin(), way.end()).size() == way.size());
  // Only what was said on the way is said: then following "next" is the same way.
  std::erase_if(said, [&](const Said& s) {
    return std::none_of(way.begin(), way.end(),
                        [&](std::size_t i) { return survey.questions[i].id == s.question; });
  });
  std::vector<std::size_t> followed{0};
  while (const auto next = next_question(survey, followed.back(), said, id)) {
    followed.push_back(*next);
  }
  RC_ASSERT(followed == way);
}

}  // namespace
}  // namespace earshot::survey
