#include "core/score/reading.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace earshot::score {
namespace {

using text::Emotion;
using text::Polarity;

const TopicId kPrice = TopicId::trusted("price"), kStaff = TopicId::trusted("staff");

response::Response visit() {
  response::Response response;
  response.touchpoint = TouchpointId::trusted("checkout");
  response.language = LanguageTag::trusted("en");
  response.at = {1000 * kHourMs};
  response.answers.push_back(
      {QuestionId::trusted("recommend"), survey::QuestionKind::nps, 3, {}, ""});
  return response;
}

std::uint64_t sum(const CellValue& value) {
  return std::accumulate(value.sentiment.begin(), value.sentiment.end(), std::uint64_t{0});
}

TEST(ContributionOfAReading, CountsItsSentimentInAllAndEachTopicsOwnInTheTopic) {
  Reading reading{SentimentClass::very_negative, {Emotion::angry}, {{kStaff, Polarity::positive}}};
  const auto cells = contribution(visit(), 41, std::vector{reading});
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].second.sentiment[0], 1U);
  EXPECT_EQ(cells[0].second.emotions[static_cast<std::size_t>(Emotion::angry)], 1U);
  EXPECT_EQ(cells[1].first.topic, kStaff);
  EXPECT_EQ(cells[1].second.sentiment[static_cast<std::size_t>(SentimentClass::positive)], 1U);
  EXPECT_EQ(sum(cells[1].second), 1U);
  EXPECT_EQ(cells[1].second.responses, 1U);
}

TEST(ContributionOfAReading, OfAFlaggedOrWithdrawnResponseNamesItsCellsAndCountsNothingInThem) {
  Reading reading{SentimentClass::positive, {Emotion::grateful}, {{kPrice, Polarity::negative}}};
  for (const bool flagged : {true, false}) {
    auto response = visit();
    response.withdrawn = !flagged;
    if (flagged) response.misuse = response::kMisuseBurst;
    const auto cells = contribution(response, 41, std::vector{reading});
    ASSERT_EQ(cells.size(), 2U);
    for (const auto& [key, value] : cells) {
      EXPECT_EQ(sum(value), 0U);
      EXPECT_EQ(value.emotions, CellValue{}.emotions);
      EXPECT_EQ(value.heard, 1U);
    }
  }
}

std::vector<Reading> any_readings() {
  std::vector<Reading> readings(*rc::gen::inRange<std::size_t>(0, 4));
  for (auto& reading : readings) {
    reading.sentiment = static_cast<SentimentClass>(*rc::gen::inRange(0, 6));
    for (const auto& topic : {kPrice, kStaff}) {
      if (*rc::gen::arbitrary<bool>()) {
        reading.topics.emplace_back(topic, static_cast<Polarity>(*rc::gen::inRange(0, 3)));
      }
    }
  }
  return readings;
}

RC_GTEST_PROP(ContributionOfReadings, CountsEachCommentOnceAndInEachOfItsTopicsOnce, ()) {
  const auto readings = any_readings();
  for (const auto& [key, value] : contribution(visit(), 41, readings)) {
    std::uint64_t speak = 0;
    for (const auto& reading : readings) {
      if (key.topic.empty()) ++speak;
      for (const auto& [topic, polarity] : reading.topics) speak += topic == key.topic ? 1U : 0U;
    }
    RC_ASSERT(sum(value) == speak);
    RC_ASSERT(value.responses == 1U);
  }
}

RC_GTEST_PROP(ContributionOfReadings, OfNoneIsThatOfTheResponseAlone, ()) {
  RC_ASSERT(contribution(visit(), 41, {}) == contribution(visit(), 41));
}

}  // namespace
}  // namespace earshot::score
