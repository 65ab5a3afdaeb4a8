#include "kiosk/store/down_messages.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace earshot::kiosk {
namespace {

const std::string kId(32, 'a');

TEST(HelpNews, SaysHowACallStands) {
  const auto news =
      parse_help_news(R"({"response":")" + kId + R"(","state":"coming","who":"Anna\nB."})");
  ASSERT_TRUE(news);
  EXPECT_EQ(news->response.str(), kId);
  EXPECT_EQ(news->state, HelpState::coming);
  EXPECT_EQ(news->who, "Anna B.");
}

TEST(HelpNews, ClaimsNothingThatWasNotSaid) {
  EXPECT_FALSE(parse_help_news(R"({"response":")" + kId + R"(","state":"nobody"})"));
  EXPECT_FALSE(parse_help_news(R"({"response":")" + kId + R"(","state":"late"})"));
  EXPECT_FALSE(parse_help_news(R"({"response":"x","state":"seen"})"));
  EXPECT_FALSE(parse_help_news(R"(["seen"])"));
  EXPECT_FALSE(parse_help_news(""));
}

TEST(MessagesFromTheEdge, AreShownWithTheirDates) {
  const auto messages = parse_messages(
      R"({"messages":[{"kind":"said_did","texts":{"en":"Two more tills.","xx!":"no"},)"
      R"("day":"2026-03-02","until":"2026-03-31T23:00:00.000Z"}]})");
  ASSERT_TRUE(messages);
  ASSERT_EQ(messages->size(), 1U);
  const auto& message = messages->front();
  EXPECT_EQ(message.kind, Message::Kind::said_did);
  EXPECT_EQ(message.texts.size(), 1U);
  EXPECT_EQ(message.texts.at(LanguageTag::trusted("en")), "Two more tills.");
  EXPECT_EQ(message.day, 20514);
  EXPECT_EQ(message.until, WallTime{1'774'998'000'000});
}

TEST(MessagesFromTheEdge, ThatNeverEndOrSayNothingAreLeftOut) {
  const auto one = [](const std::string& rest) {
    const auto messages = parse_messages(R"({"messages":[{"kind":"notice",)" + rest + "}]}");
    return messages ? messages->size() : 99;
  };
  EXPECT_EQ(one(R"("texts":{"en":"Hello"},"until":"2026-03-31T23:00:00.000Z")"), 1U);
  EXPECT_EQ(one(R"("texts":{"en":"Hello"})"), 0U);
  EXPECT_EQ(one(R"("texts":{"en":"Hello"},"until":"soon")"), 0U);
  EXPECT_EQ(one(R"("texts":{"en":""},"until":"2026-03-31T23:00:00.000Z")"), 0U);
  EXPECT_EQ(one(R"("texts":["Hello"],"until":"2026-03-31T23:00:00.000Z")"), 0U);
  EXPECT_FALSE(parse_messages(R"({"messages":7})"));
  EXPECT_FALSE(parse_messages(std::string(70'000, '[')));
}

RC_GTEST_PROP(MessagesFromTheEdge, MayBeAnyBytes, (const std::string& bytes)) {
  (void)parse_messages(bytes);
  (void)parse_help_news(bytes);
  (void)parse_messages(R"({"messages":[{"kind":"notice","texts":{"en":"x"},"until":")" + bytes +
                       "\"}]}");
}

}  // namespace
}  // namespace earshot::kiosk
