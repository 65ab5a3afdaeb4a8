#include "core/alert/alert.h"

#include <gtest/gtest.h>

namespace earshot::alert {
namespace {

using survey::QuestionKind;

constexpr WallTime kNow{1'700'000'000'000};
const auto kId = *AlertId::parse("ffeeddccbbaa99887766554433221100");

response::Answer rating(QuestionKind kind, int value) {
  return {QuestionId::trusted("main"), kind, value, {}, ""};
}

response::Response unhappy() {
  response::Response response;
  response.id = *ResponseId::parse("00112233445566778899aabbccddeeff");
  response.touchpoint = TouchpointId::trusted("checkout");
  response.survey = SurveyId::trusted("shop");
  response.at = kNow - std::chrono::seconds(1);
  response.answers = {rating(QuestionKind::nps, 2),
                      {QuestionId::trusted("words"), QuestionKind::comment, {}, {}, "Too slow."}};
  return response;
}

bool raises(const response::Response& response, WallTime now = kNow) {
  return detractor_rule(response, now, kId).has_value();
}

TEST(DetractorRule, SaysWhatWhereWhenInTheCustomersWordsAndWhatToDo) {
  const auto alert = detractor_rule(unhappy(), kNow, kId);
  ASSERT_TRUE(alert);
  EXPECT_EQ(alert->id, kId);
  EXPECT_EQ(alert->severity, Severity::warning);
  EXPECT_EQ(alert->rule, "detractor");
  EXPECT_EQ(alert->response, unhappy().id);
  EXPECT_EQ(alert->touchpoint.str(), "checkout");
  EXPECT_EQ(alert->at, unhappy().at);
  EXPECT_EQ(alert->raised_at, kNow);
  EXPECT_EQ(alert->sentence, "Checkout: a customer gave 2 of 10.");
  EXPECT_EQ(alert->words, "Too slow.");
  EXPECT_EQ(alert->next_step, "Go to the checkout and ask how you can help.");
  EXPECT_FALSE(alert->acknowledged());
  EXPECT_EQ(alert->acknowledged_by, "");
}

TEST(DetractorRule, NamesThePlaceAsAPersonWould) {
  auto response = unhappy();
  response.touchpoint = TouchpointId::trusted("fitting-room_2");
  const auto alert = detractor_rule(response, kNow, kId);
  ASSERT_TRUE(alert);
  EXPECT_EQ(alert->sentence, "Fitting room 2: a customer gave 2 of 10.");
  EXPECT_EQ(alert->next_step, "Go to the fitting room 2 and ask how you can help.");
}

TEST(DetractorRule, TellsTheRatingOnItsOwnScale) {
  auto response = unhappy();
  response.answers = {rating(QuestionKind::smiley, 1)};
  EXPECT_EQ(detractor_rule(response, kNow, kId)->sentence, "Checkout: a customer gave 1 of 5.");
  response.answers = {rating(QuestionKind::ces, 3)};
  EXPECT_EQ(detractor_rule(response, kNow, kId)->sentence, "Checkout: a customer gave 3 of 7.");
}

TEST(DetractorRule, NeedsNoWords) {
  auto response = unhappy();
  response.answers.pop_back();
  const auto alert = detractor_rule(response, kNow, kId);
  ASSERT_TRUE(alert);
  EXPECT_EQ(alert->words, "");
}

TEST(DetractorRule, KeepsTheCustomersWordsOutOfTheSentence) {
  EXPECT_EQ(detractor_rule(unhappy(), kNow, kId)->sentence.find("slow"), std::string::npos);
}

TEST(DetractorRule, IsQuietWhenTheCustomerIsNotUnhappy) {
  auto response = unhappy();
  response.answers = {rating(QuestionKind::nps, 7)};
  EXPECT_FALSE(raises(response));
  response.answers = {rating(QuestionKind::csat, 3)};
  EXPECT_FALSE(raises(response));
}

TEST(DetractorRule, IsQuietWhenNothingWasRated) {
  auto response = unhappy();
  response.answers.clear();
  EXPECT_FALSE(raises(response));
}

TEST(DetractorRule, IsQuietAboutEmployees) {
  auto response = unhappy();
  response.audience = survey::Audience::employee;
  EXPECT_FALSE(raises(response));
}

TEST(DetractorRule, IsQuietAboutWhatWasTakenBack) {
  auto response = unhappy();
  response.withdrawn = true;
  EXPECT_FALSE(raises(response));
}

TEST(DetractorRule, IsQuietAboutMisuse) {
  auto response = unhappy();
  response.misuse = response::kMisuseBurst;
  EXPECT_FALSE(raises(response));
}

TEST(DetractorRule, HearsACustomerWhoLeftHalfway) {
  auto response = unhappy();
  response.partial = true;
  EXPECT_TRUE(raises(response));
}

TEST(DetractorRule, IsLiveForHalfAnHourAndThenHistory) {
  const auto response = unhappy();
  EXPECT_TRUE(raises(response, response.at + kUsefulness));
  EXPECT_FALSE(raises(response, response.at + kUsefulness + Duration(1)));
}

TEST(DetractorRule, HearsAKioskWhoseClockIsAheadOfOurs) {
  auto response = unhappy();
  response.at = kNow + std::chrono::minutes(5);
  EXPECT_TRUE(raises(response));
}

TEST(Severity, IsReadBackFromItsName) {
  for (const auto severity : {Severity::notice, Severity::warning, Severity::urgent}) {
    EXPECT_EQ(parse_severity(to_string(severity)), severity);
  }
  EXPECT_EQ(parse_severity("Urgent"), std::nullopt);
  EXPECT_EQ(parse_severity(""), std::nullopt);
}

TEST(Alert, IsAcknowledgedOnceSomebodyHas) {
  Alert alert;
  EXPECT_FALSE(alert.acknowledged());
  alert.acknowledged_at = kNow;
  EXPECT_TRUE(alert.acknowledged());
}

}  // namespace
}  // namespace earshot::alert
