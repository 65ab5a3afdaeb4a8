#include "core/score/cell.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

namespace earshot::score {
namespace {

using response::Answer;
using response::Response;
using survey::QuestionKind;

Answer rating(std::string question, QuestionKind kind, int value) {
  return {QuestionId::trusted(std::move(question)), kind, value, {}, ""};
}

Answer topics(const std::vector<std::string>& chosen) {
  Answer answer{QuestionId::trusted("why"), QuestionKind::topics, std::nullopt, {}, ""};
  for (const auto& topic : chosen) answer.chosen.push_back(OptionId::trusted(topic));
  return answer;
}

Response visit() {
  Response response;
  response.id = *ResponseId::parse("00112233445566778899aabbccddeeff");
  response.touchpoint = TouchpointId::trusted("checkout");
  response.survey = SurveyId::trusted("shop");
  response.language = LanguageTag::trusted("fr");
  response.at = {1000 * kHourMs + 5};
  response.duration_ms = 7000;
  response.answers = {rating("recommend", QuestionKind::nps, 3)};
  return response;
}

TEST(Contribution, IsOneCellForOneRating) {
  const auto cells = contribution(visit(), 41);
  ASSERT_EQ(cells.size(), 1U);
  const auto& [key, value] = cells[0];
  EXPECT_EQ(key.hour, 1000);
  EXPECT_EQ(key.business_day, 41);
  EXPECT_EQ(key.touchpoint.str(), "checkout");
  EXPECT_EQ(key.question.str(), "recommend");
  EXPECT_EQ(key.kind, QuestionKind::nps);
  EXPECT_EQ(key.audience, survey::Audience::customer);
  EXPECT_EQ(key.channel, response::Channel::kiosk);
  EXPECT_EQ(key.language.str(), "fr");
  EXPECT_TRUE(key.variant.empty());
  EXPECT_TRUE(key.topic.empty());
  CellValue expected;
  expected.responses = 1;
  expected.ratings[3] = 1;
  expected.duration_ms = 7000;
  expected.heard = 1;
  expected.revisions = 1;
  EXPECT_EQ(value, expected);
}

TEST(Contribution, IsOneMoreCellForEachChosenTopic) {
  auto response = visit();
  response.answers.push_back(topics({"waiting", "staff"}));
  const auto cells = contribution(response, 41);
  ASSERT_EQ(cells.size(), 3U);
  EXPECT_EQ(cells[0].first.topic.str(), "");
  EXPECT_EQ(cells[1].first.topic.str(), "staff");
  EXPECT_EQ(cells[2].first.topic.str(), "waiting");
  for (const auto& [key, value] : cells) {
    EXPECT_EQ(key.question.str(), "recommend");
    EXPECT_EQ(value, cells[0].second) << "the same rating under " << key.topic;
  }
}

TEST(Contribution, KeepsEachRatingQuestionApart) {
  auto response = visit();
  response.answers.push_back(rating("ease", QuestionKind::ces, 7));
  response.answers.push_back(topics({"staff"}));
  const auto cells = contribution(response, 41);
  EXPECT_EQ(cells.size(), 4U);
  EXPECT_TRUE(std::is_sorted(cells.begin(), cells.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; }));
}

TEST(Contribution, CountsAResponseWithWords) {
  auto response = visit();
  Answer words{QuestionId::trusted("words"), QuestionKind::comment, std::nullopt, {}, "Slow."};
  response.answers.push_back(words);
  EXPECT_EQ(contribution(response, 41)[0].second.comments, 1U);
  response.answers[1].text.clear();
  EXPECT_EQ(contribution(response, 41)[0].second.comments, 0U);
}

TEST(Contribution, OfAWithdrawnResponseIsItsTraceWhereItCounted) {
  auto response = visit();
  response.answers.push_back(topics({"staff"}));
  const auto counted = contribution(response, 41);
  response.withdrawn = true;
  response.revision = 4;
  const auto cells = contribution(response, 41);
  ASSERT_EQ(cells.size(), counted.size());
  CellValue expected;
  expected.heard = 1;
  expected.revisions = 4;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    EXPECT_EQ(cells[i].first, counted[i].first);
    EXPECT_EQ(cells[i].second, expected);
  }
}

TEST(Contribution, OfAMadKiosksRevisionDoesNotSpoilTheSum) {
  auto response = visit();
  response.revision = UINT32_MAX;
  EXPECT_EQ(trace_of(response).revisions, 1000U);
}

TEST(Contribution, OfWordsAloneIsNothing) {
  auto response = visit();
  response.answers = {topics({"staff"})};
  EXPECT_TRUE(contribution(response, 41).empty());
}

TEST(Contribution, OfAFlaggedResponseIsItsReasonsAndNothingElse) {
  auto response = visit();
  response.misuse = response::kMisuseBurst | response::kMisuseTooFast;
  const auto cells = contribution(response, 41);
  ASSERT_EQ(cells.size(), 1U);
  CellValue expected;
  expected.misuse = {1, 0, 0, 1};
  expected.heard = 1;
  expected.revisions = 1;
  EXPECT_EQ(cells[0].second, expected);
  EXPECT_EQ(nps(cells[0].second.ratings), std::nullopt);
}

TEST(Contribution, PutsAnHourBefore1970WhereItBelongs) {
  auto response = visit();
  response.at = {-1};
  EXPECT_EQ(contribution(response, 0)[0].first.hour, -1);
}

TEST(CellValue, IsEmptyUntilSomethingIsAdded) {
  CellValue value;
  EXPECT_TRUE(value.empty());
  value += contribution(visit(), 41)[0].second;
  EXPECT_FALSE(value.empty());
}

TEST(CellValueDeathTest, TakingBackWhatWasNeverAddedIsAProgrammersError) {
  CellValue value;
  const auto added = contribution(visit(), 41)[0].second;
  EXPECT_DEATH(value -= added, "");
}

std::uint64_t any_count() { return *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000); }

CellValue any_value() {
  CellValue value;
  value.responses = any_count();
  value.comments = any_count();
  value.duration_ms = any_count();
  for (auto& count : value.ratings) count = any_count();
  for (auto& count : value.sentiment) count = any_count();
  for (auto& count : value.emotions) count = any_count();
  for (auto& count : value.misuse) count = any_count();
  value.heard = any_count();
  value.revisions = any_count();
  return value;
}

CellValue sum(CellValue a, const CellValue& b) { return a += b; }

RC_GTEST_PROP(Merge, IsAssociative, ()) {
  const auto a = any_value();
  const auto b = any_value();
  const auto c = any_value();
  RC_ASSERT(sum(sum(a, b), c) == sum(a, sum(b, c)));
}

RC_GTEST_PROP(Merge, IsCommutative, ()) {
  const auto a = any_value();
  const auto b = any_value();
  RC_ASSERT(sum(a, b) == sum(b, a));
}

RC_GTEST_PROP(Merge, HasTheEmptyValueAsIdentity, ()) {
  const auto a = any_value();
  RC_ASSERT(sum(a, {}) == a);
  RC_ASSERT(sum({}, a) == a);
}

RC_GTEST_PROP(Merge, IsUndoneByTakingBackWhatWasAdded, ()) {
  const auto a = any_value();
  const auto b = any_value();
  auto both = sum(a, b);
  both -= b;
  RC_ASSERT(both == a);
}

Answer any_rating(std::string question) {
  const auto kind = *rc::gen::element(QuestionKind::nps, QuestionKind::csat, QuestionKind::ces,
                                      QuestionKind::smiley, QuestionKind::enps);
  const auto scale = *survey::scale_of(kind);
  return rating(std::move(question), kind, *rc::gen::inRange(scale.lowest, scale.highest + 1));
}

Response any_response() {
  auto response = visit();
  response.touchpoint = TouchpointId::trusted(*rc::gen::element<std::string>("checkout", "door"));
  response.at = {*rc::gen::inRange<std::int64_t>(0, 3 * kHourMs)};
  response.duration_ms = *rc::gen::inRange<std::int64_t>(0, 60'000);
  response.withdrawn = *rc::gen::weightedElement<bool>({{9, false}, {1, true}});
  response.misuse = *rc::gen::weightedOneOf<std::uint32_t>(
      {{4, rc::gen::just(0U)},
       {1, rc::gen::inRange<std::uint32_t>(1, 1U << response::kMisuseFlagCount)}});
  response.answers.clear();
  const auto count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) response.answers.push_back(any_rating("q" + std::to_string(i)));
  std::vector<std::string> chosen;
  for (const auto* topic : {"price", "staff", "waiting"}) {
    if (*rc::gen::arbitrary<bool>()) chosen.emplace_back(topic);
  }
  if (!chosen.empty()) response.answers.push_back(topics(chosen));
  return response;
}

std::vector<Response> any_responses() {
  std::vector<Response> responses(*rc::gen::inRange<std::size_t>(0, 8));
  for (auto& response : responses) response = any_response();
  return responses;
}

using Cells = std::map<CellKey, CellValue>;

Cells cells_of(const std::vector<Response>& responses) {
  Cells cells;
  for (const auto& response : responses) {
    for (const auto& [key, value] : contribution(response, 41)) cells[key] += value;
  }
  return cells;
}

RC_GTEST_PROP(Contribution, HasUniqueSortedKeysOnTheResponsesHour, ()) {
  const auto response = any_response();
  const auto cells = contribution(response, 41);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    // In parentheses: RC_ASSERT takes expressions apart, and its || does not stop early.
    RC_ASSERT((i == 0 || cells[i - 1].first < cells[i].first));
    RC_ASSERT(cells[i].first.hour == hour_of(response.at));
    RC_ASSERT(!cells[i].second.empty());
  }
}

RC_GTEST_PROP(Contribution, CountsEachRatingOfEachCountingResponseOnce, ()) {
  const auto responses = any_responses();
  std::uint64_t expected = 0;
  for (const auto& response : responses) {
    if (response.withdrawn || response.misuse != 0) continue;
    expected += static_cast<std::uint64_t>(
        std::count_if(response.answers.begin(), response.answers.end(),
                      [](const Answer& answer) { return answer.rating.has_value(); }));
  }
  std::uint64_t counted = 0;
  for (const auto& [key, value] : cells_of(responses)) {
    RC_ASSERT(total(value.ratings) == value.responses);
    if (key.topic.empty()) counted += value.responses;
  }
  RC_ASSERT(counted == expected);
}

RC_GTEST_PROP(Cells, AreTheSameInWhateverOrderTheResponsesCame, ()) {
  const auto responses = any_responses();
  auto turned = responses;
  std::reverse(turned.begin(), turned.end());
  RC_ASSERT(cells_of(responses) == cells_of(turned));
}

RC_GTEST_PROP(Cells, AreAfterAReplacedResponseWhatARecountGives, ()) {
  auto responses = any_responses();
  RC_PRE(!responses.empty());
  auto cells = cells_of(responses);
  const auto revised = any_response();
  for (const auto& [key, value] : contribution(responses[0], 41)) cells[key] -= value;
  for (const auto& [key, value] : contribution(revised, 41)) cells[key] += value;
  responses[0] = revised;
  std::erase_if(cells, [](const auto& cell) { return cell.second.empty(); });
  RC_ASSERT(cells == cells_of(responses));
}

}  // namespace
}  // namespace earshot::score
