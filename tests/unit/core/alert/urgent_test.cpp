#include "core/alert/urgent.h"

#include <gtest/gtest.h>

#include <set>

namespace earshot::alert {
namespace {

const AlertId kId = *AlertId::parse("00112233445566778899aabbccddeeff");

response::Response visit() {
  response::Response response;
  response.id = *ResponseId::parse("00112233445566778899aabbccddeeff");
  response.touchpoint = TouchpointId::trusted("fitting-room");
  response.at = {1'000'000'000};
  return response;
}

TEST(UrgentRule, SaysWhatWhereAndWhatToDoForEachKind) {
  std::set<std::string> sentences;
  for (std::size_t kind = 0; kind < text::kUrgentKindCount; ++kind) {
    const auto raised =
        urgent_rule(visit(), static_cast<text::UrgentKind>(kind), "Help", visit().at, kId);
    ASSERT_TRUE(raised.has_value());
    EXPECT_EQ(raised->severity, Severity::urgent);
    EXPECT_EQ(raised->words, "Help");
    EXPECT_EQ(raised->sentence.rfind("Fitting room: a customer wrote of ", 0), 0U);
    EXPECT_EQ(raised->next_step.rfind("Go to the fitting room now: ", 0), 0U);
    sentences.insert(raised->sentence + raised->next_step);
  }
  EXPECT_EQ(sentences.size(), text::kUrgentKindCount);
}

TEST(UrgentRule, HoldsForStaffAndForWhatIsLeftOutOfTheScores) {
  auto response = visit();
  response.audience = survey::Audience::employee;
  response.misuse = response::kMisuseBurst;
  const auto raised = urgent_rule(response, text::UrgentKind::harassment, "", response.at, kId);
  ASSERT_TRUE(raised.has_value());
  EXPECT_EQ(raised->sentence, "Fitting room: a colleague wrote of harassment.");
}

TEST(UrgentRule, IsSilentOnWhatWasTakenBackOrIsOld) {
  auto response = visit();
  const auto late = response.at + kUsefulness + Duration{1};
  EXPECT_FALSE(urgent_rule(response, text::UrgentKind::fire, "", late, kId).has_value());
  response.withdrawn = true;
  EXPECT_FALSE(urgent_rule(response, text::UrgentKind::fire, "", response.at, kId).has_value());
}

}  // namespace
}  // namespace earshot::alert
