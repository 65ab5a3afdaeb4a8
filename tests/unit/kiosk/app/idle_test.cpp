// When nobody touches the screen any more: a warning, time to react, and a reset that leaves
// nothing of the customer behind.
#include <gmock/gmock.h>

#include "tests/unit/kiosk/app/visit_fixture.h"

namespace earshot::kiosk {
namespace {

/// To the comment, with something typed.
void type_a_secret(VisitFixture& f) {
  f.rate(2);
  f.press("option staff");
  f.press("next");
  f.type("Secret");
  ASSERT_EQ(f.screen().text, "Secret");
}

TEST(Idle, WarnsWithACountdownAndShowsNoWords) {
  VisitFixture f;
  type_a_secret(f);
  f.wait(29s);
  EXPECT_EQ(f.kind(), ScreenKind::comment);
  f.wait(1s);
  ASSERT_EQ(f.kind(), ScreenKind::idle);
  EXPECT_EQ(f.screen().countdown->seconds_left(f.moment().mono), 20);
  EXPECT_TRUE(f.screen().text.empty());
  EXPECT_TRUE(f.screen().picked.empty());
  f.wait(19s);
  EXPECT_EQ(f.screen().countdown->seconds_left(f.moment().mono), 1);
}

TEST(Idle, ATouchGoesOnWhereOneWas) {
  VisitFixture f;
  type_a_secret(f);
  f.wait(30s);
  f.press("stay", 19s);
  EXPECT_EQ(f.kind(), ScreenKind::comment);
  EXPECT_EQ(f.screen().text, "Secret");
  f.wait(29s);
  EXPECT_EQ(f.kind(), ScreenKind::comment) << "the time begins anew";
}

TEST(Idle, ResetKeepsWhatWasSaidAndTypedAsPartial) {
  VisitFixture f;
  type_a_secret(f);
  f.wait(30s);
  f.wait(20s);
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  EXPECT_EQ(response::comment_of(f.last()), "Secret");
  EXPECT_TRUE(f.last().partial);
  EXPECT_EQ(f.last().duration_ms, 3500) << "to the last touch: nobody was there afterwards";
}

TEST(Idle, ResetKeepsPickedTopics) {
  VisitFixture f;
  f.rate(2);
  f.press("option staff");
  f.wait(30s);
  f.wait(20s);
  EXPECT_EQ(f.last().answers.back().chosen, std::vector{OptionId::trusted("staff")});
}

TEST(Idle, ResetDropsContactDetailsThatNobodySentOff) {
  VisitFixture f;
  f.rate(2);
  f.press("next");
  f.press("next");
  f.press("field 2");
  f.type("someone@example.com");
  f.press("consent");
  const auto saves = f.saver.saved.size();
  f.wait(30s);
  EXPECT_TRUE(f.screen().contact.entries.empty());
  f.wait(20s);
  EXPECT_EQ(f.saver.saved.size(), saves);
  EXPECT_TRUE(f.sealer.last.email.empty());
}

TEST(Idle, ResetLeavesNothingOfTheLastCustomer) {
  VisitFixture fresh;
  VisitFixture f;
  const auto clean = fresh.screen();
  type_a_secret(f);
  f.press("contrast");
  f.press("speech");
  f.wait(30s);
  f.wait(20s);
  auto now = f.screen();
  EXPECT_EQ(now.survey->id, clean.survey->id);
  now.survey = clean.survey;
  EXPECT_EQ(now, clean) << "language, modes, words, choices: all as for the first customer";
}

TEST(Idle, TakesTheFilesTimes) {
  VisitFixture f(std::string(kWholeSurvey) + "[patience]\nidle = 60\nreact = 45\nthanks = 20\n");
  f.rate(2);
  f.wait(59s);
  EXPECT_EQ(f.kind(), ScreenKind::topics);
  f.wait(1s);
  EXPECT_EQ(f.kind(), ScreenKind::idle);
  f.wait(44s);
  EXPECT_EQ(f.kind(), ScreenKind::idle);
  f.wait(1s);
  EXPECT_EQ(f.kind(), ScreenKind::attract);
}

TEST(Idle, GivesItsFullTimeAlsoAfterALongSleep) {
  VisitFixture f;
  f.rate(2);
  f.wait(1h);
  ASSERT_EQ(f.kind(), ScreenKind::idle);
  f.wait(19s);
  EXPECT_EQ(f.kind(), ScreenKind::idle);
}

TEST(Thanks, StayLongerForWhoStillTouchesThem) {
  VisitFixture f;
  f.rate(9);
  f.press("finish");
  f.saved();
  f.press("large text", 11s);
  f.wait(11s);
  EXPECT_EQ(f.kind(), ScreenKind::thanks);
  f.wait(1s);
  EXPECT_EQ(f.kind(), ScreenKind::attract);
}

TEST(Access, IsOneTapAwayOnEveryScreenAndGoneWithTheSession) {
  VisitFixture f;
  f.press("contrast");
  EXPECT_TRUE(f.screen().access.high_contrast) << "on the attract screen already";
  f.rate(9);
  EXPECT_TRUE(f.screen().access.high_contrast);
  f.press("low reach");
  f.press("finish");
  f.press("large text");
  f.saved();
  f.press("speech");
  EXPECT_EQ(f.screen().access, (Access{true, true, true, true, false}));
  f.press("dismiss");
  EXPECT_EQ(f.screen().access, Access{});
}

TEST(Access, OnTheAttractScreenIsResetWhenNobodyBegins) {
  VisitFixture f;
  EXPECT_FALSE(f.session.next_deadline());
  f.press("contrast");
  f.wait(29s);
  EXPECT_TRUE(f.screen().access.high_contrast);
  f.wait(1s);
  EXPECT_FALSE(f.screen().access.high_contrast);
  EXPECT_FALSE(f.session.next_deadline()) << "at rest";
}

TEST(Access, ABlankScreenAlwaysSpeaks) {
  VisitFixture f;
  EXPECT_FALSE(action_of(f.screen(), "blank"));
  f.act({.kind = Action::Kind::blank});
  EXPECT_FALSE(f.screen().access.blank);
  f.press("speech");
  f.press("blank");
  EXPECT_TRUE(f.screen().access.blank);
  f.press("speech");
  EXPECT_FALSE(f.screen().access.blank) << "without speech nobody is left in the dark";
}

TEST(Access, OnTheRestingScreenIsResetToo) {
  VisitFixture f;
  f.press("language de");
  f.session.store_failed(f.moment());
  EXPECT_EQ(f.screen().language.str(), "de") << "to whoever stands there";
  f.press("contrast");
  f.wait(30s);
  EXPECT_EQ(f.screen().access, Access{});
  EXPECT_EQ(f.screen().language.str(), "en");
}

}  // namespace
}  // namespace earshot::kiosk
