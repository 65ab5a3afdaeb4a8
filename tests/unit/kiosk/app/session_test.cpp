#include "kiosk/app/session.h"

#include <gtest/gtest.h>

#include "tests/unit/kiosk/session_fixture.h"

namespace earshot::kiosk {
namespace {

TEST(Session, RestsUntilItHasASurvey) {
  fakes::SeededRandom random;
  FakeSaver saver;
  Session session({TouchpointId::trusted("checkout"), {}, ""}, saver, random);
  EXPECT_EQ(session.screen().kind, ScreenKind::resting);
  session.set_survey(make_survey(), {LanguageTag::trusted("en")}, Moment{MonoTime{1}, {}, 0});
  EXPECT_EQ(session.screen().kind, ScreenKind::attract);
}

TEST(Session, AsksWhenTheAttractScreenIsTouched) {
  SessionFixture f;
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  f.begin();
  EXPECT_EQ(f.kind(), ScreenKind::question);
}

TEST(Session, ThanksOnlyAfterTheCommit) {
  SessionFixture f;
  f.answer(9);
  EXPECT_EQ(f.kind(), ScreenKind::saving);
  f.wait(1s);
  EXPECT_EQ(f.kind(), ScreenKind::saving);
  f.saved();
  EXPECT_EQ(f.kind(), ScreenKind::thanks);
  EXPECT_EQ(f.session.screen().chosen, 9);
}

TEST(Session, DoesNotThankForSomebodyElsesAnswer) {
  SessionFixture f;
  f.answer(9);
  f.session.saved(*ResponseId::parse(std::string(32, '0')), 1, f.moment());
  EXPECT_EQ(f.kind(), ScreenKind::saving);
}

TEST(Session, RestsWhenTheAnswerCannotBeSavedAndComesBackWhenItCan) {
  SessionFixture f;
  f.answer(2);
  f.save_failed();
  EXPECT_EQ(f.kind(), ScreenKind::resting);
  f.begin();
  f.rate(3);
  f.wait(1h);
  EXPECT_EQ(f.kind(), ScreenKind::resting);
  f.saved();
  EXPECT_EQ(f.kind(), ScreenKind::resting) << "nobody who stands there now is thanked";
  f.session.store_recovered(f.moment());
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  EXPECT_EQ(f.saver.saved.size(), 1U);
}

TEST(Session, RestsWhenTheStoreDoesNotAnswer) {
  SessionFixture f;
  f.answer(5);
  f.wait(4s);
  EXPECT_EQ(f.kind(), ScreenKind::saving);
  f.wait(1s);
  EXPECT_EQ(f.kind(), ScreenKind::resting);
}

TEST(Session, RestsAfterTheThanksWhenTheStoreFailsMeanwhile) {
  SessionFixture f;
  f.answer(8);
  f.saved();
  f.session.store_failed(f.moment());
  EXPECT_EQ(f.kind(), ScreenKind::thanks) << "that answer is durable";
  f.wait(12s);
  EXPECT_EQ(f.kind(), ScreenKind::resting);
}

TEST(Session, GoesBackToAttractWhenTheCustomerWalksAway) {
  SessionFixture f;
  f.begin();
  f.wait(29s);
  EXPECT_EQ(f.kind(), ScreenKind::question);
  f.wait(1s);
  EXPECT_EQ(f.kind(), ScreenKind::idle);
  f.wait(19s);
  EXPECT_EQ(f.kind(), ScreenKind::idle) << "twenty seconds to react";
  f.wait(1s);
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  EXPECT_TRUE(f.saver.saved.empty());
}

TEST(Session, GoesBackToAttractAfterTheThanks) {
  SessionFixture f;
  f.answer(8);
  f.saved();
  f.wait(12s);
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  EXPECT_FALSE(f.session.screen().chosen.has_value());
}

TEST(Session, LetsTheNextCustomerEndTheThanksButNotTheSameTouch) {
  SessionFixture f;
  f.answer(8);
  f.saved();
  f.wait(300ms);
  f.dismiss();
  EXPECT_EQ(f.kind(), ScreenKind::thanks);
  f.wait(700ms);
  f.dismiss();
  EXPECT_EQ(f.kind(), ScreenKind::attract);
}

TEST(Session, DoesNotRateByTheSecondHalfOfADoubleTapOnTheAttractScreen) {
  SessionFixture f;
  f.begin();
  f.wait(120ms);
  f.rate(0);
  EXPECT_EQ(f.kind(), ScreenKind::question);
  EXPECT_TRUE(f.saver.saved.empty());
}

TEST(Session, CountsADoubleTapOnAnAnswerOnce) {
  SessionFixture f;
  f.answer(10);
  f.rate(10);
  f.saved();
  f.rate(10);
  EXPECT_EQ(f.saver.saved.size(), 1U);
}

TEST(Session, IgnoresARatingThatIsNotOnTheScale) {
  SessionFixture f(survey::QuestionKind::smiley);
  f.answer(0);
  f.rate(6);
  EXPECT_EQ(f.kind(), ScreenKind::question);
  EXPECT_TRUE(f.saver.saved.empty());
}

TEST(Session, SpeaksTheChosenLanguageUntilTheNextCustomer) {
  SessionFixture f;
  f.language("de");
  EXPECT_EQ(f.kind(), ScreenKind::question) << "choosing a language begins";
  EXPECT_EQ(f.session.screen().language.str(), "de");
  f.language("fr");
  EXPECT_EQ(f.session.screen().language.str(), "de") << "not one of the survey's";
  f.wait(1s);
  f.language("en");
  EXPECT_EQ(f.session.screen().language.str(), "en");
  f.language("de");
  f.rate(7);
  EXPECT_EQ(f.saver.saved.back().language.str(), "de");
  f.saved();
  f.wait(12s);
  EXPECT_EQ(f.session.screen().language.str(), "en");
}

TEST(Session, ChoosingALanguageKeepsTheQuestionOpen) {
  SessionFixture f;
  f.begin();
  f.wait(20s);
  f.language("de");
  f.wait(20s);
  EXPECT_EQ(f.kind(), ScreenKind::question);
}

TEST(Session, BeginsInTheSurveysLanguageWhereItDoesNotHaveTheKiosksOwn) {
  SessionFixture f;
  f.session.set_survey(make_survey(), {LanguageTag::trusted("de")}, f.moment());
  EXPECT_EQ(f.session.screen().language.str(), "de");
}

TEST(Session, TakesANewSurveyAtTheNextAttractScreen) {
  SessionFixture f;
  f.begin();
  f.session.set_survey(make_survey(survey::QuestionKind::smiley, 2), f.languages, f.moment());
  EXPECT_EQ(f.session.screen().survey->version, 1U);
  f.wait(30s);
  f.wait(20s);
  EXPECT_EQ(f.session.screen().survey->version, 2U);
}

TEST(Session, FillsEveryFieldOfTheResponse) {
  SessionFixture f;
  f.begin();
  f.wait(4200ms);
  const auto at = f.clock.wall_now();
  f.rate(3);
  ASSERT_EQ(f.saver.saved.size(), 1U);
  const auto& response = f.saver.saved.front();
  EXPECT_TRUE(response::validate(response).has_value());
  EXPECT_EQ(response.id.str().size(), 32U);
  EXPECT_EQ(response.revision, 1U);
  EXPECT_EQ(response.touchpoint.str(), "checkout");
  EXPECT_EQ(response.survey.str(), "shop");
  EXPECT_EQ(response.survey_version, 1U);
  EXPECT_EQ(response.channel, response::Channel::kiosk);
  EXPECT_EQ(response.at, at);
  EXPECT_EQ(response.boot_id, std::string(32, 'a'));
  EXPECT_EQ(response.uptime_ms, 3'600'000);
  EXPECT_EQ(response.duration_ms, 4200);
  ASSERT_EQ(response.answers.size(), 1U);
  EXPECT_EQ(response.answers.front().rating, 3);
  EXPECT_TRUE(response::is_unhappy(response));
}

/// A whole session whose wall clock is set by `jump` between every two things that happen.
void expect_the_jump_does_not_show(Duration jump) {
  SessionFixture f;
  const auto set = [&] { f.clock.set_wall(f.clock.wall_now() + jump); };
  f.begin();
  set();
  f.wait(29s);
  EXPECT_EQ(f.kind(), ScreenKind::question) << "thirty seconds, whatever the wall says";
  set();
  const auto at = f.clock.wall_now();
  f.rate(2);
  EXPECT_EQ(f.kind(), ScreenKind::saving);
  const auto& response = f.saver.saved.at(0);
  EXPECT_EQ(response.at, at) << "as said by the clock of the moment; it is corrected later";
  EXPECT_EQ(response.duration_ms, 29'000);
  EXPECT_EQ(response.uptime_ms, 3'600'000);
  EXPECT_TRUE(response::validate(response).has_value());
  set();
  f.wait(4s);
  EXPECT_EQ(f.kind(), ScreenKind::saving) << "the store has five seconds";
  f.saved();
  EXPECT_EQ(f.kind(), ScreenKind::thanks);
  set();
  f.wait(11s);
  EXPECT_EQ(f.kind(), ScreenKind::thanks);
  f.wait(1s);
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  set();
  f.begin();
  f.wait(30s);
  EXPECT_EQ(f.kind(), ScreenKind::idle);
  set();
  f.wait(20s);
  EXPECT_EQ(f.kind(), ScreenKind::attract) << "nobody is there";
  EXPECT_EQ(f.saver.saved.size(), 1U);
}

TEST(Session, AClockThatJumpsADayForwardInTheMiddleOfASessionDoesNotShow) {
  expect_the_jump_does_not_show(24h);
}

TEST(Session, AClockThatJumpsADayBackInTheMiddleOfASessionDoesNotShow) {
  expect_the_jump_does_not_show(-24h);
}

TEST(Session, AClockThatWasNeverSetGivesAResponseThatCanBeCorrected) {
  SessionFixture f;
  f.clock.set_wall(WallTime{41'000});  // 1970, 41 s after the boot
  f.answer(3);
  const auto& response = f.saver.saved.at(0);
  EXPECT_EQ(response.at, WallTime{42'000});
  EXPECT_EQ(response.boot_id, std::string(32, 'a'));
  EXPECT_EQ(response.uptime_ms, 3'600'000);
  EXPECT_TRUE(response::validate(response).has_value());
}

}  // namespace
}  // namespace earshot::kiosk
