// The way of one customer: from the attract screen by their branch to the thanks, with every answer
// kept at once.
#include <gmock/gmock.h>

#include "tests/unit/kiosk/app/visit_fixture.h"

namespace earshot::kiosk {
namespace {

TEST(Way, OfAnUnhappyCustomerKeepsEachAnswerAsAHigherRevision) {
  VisitFixture f;
  f.press("begin");
  f.press("rating 2");
  ASSERT_EQ(f.kind(), ScreenKind::saving);
  ASSERT_EQ(f.saver.saved.size(), 1U);
  EXPECT_EQ(f.last().revision, 1U);
  EXPECT_TRUE(f.last().partial) << "were the power to go now, this session would have been left";
  f.saved();

  ASSERT_EQ(f.kind(), ScreenKind::topics);
  EXPECT_EQ(f.asked(), "wrong");
  EXPECT_EQ(f.screen().step, 2);
  EXPECT_EQ(f.screen().steps, 4);
  f.press("option staff");
  f.press("option price");
  f.press("option staff");
  EXPECT_EQ(f.saver.saved.size(), 1U) << "nothing is said before one goes on";
  f.press("next");
  EXPECT_EQ(f.last().revision, 2U);
  EXPECT_EQ(f.last().answers.at(1).chosen, std::vector{OptionId::trusted("price")});

  ASSERT_EQ(f.kind(), ScreenKind::comment);
  f.type("Too dear");
  EXPECT_EQ(f.screen().text, "Too dear");
  f.press("next");
  EXPECT_EQ(f.last().revision, 3U);
  EXPECT_EQ(response::comment_of(f.last()), "Too dear");
  EXPECT_TRUE(f.last().partial);

  ASSERT_EQ(f.kind(), ScreenKind::contact);
  f.press("next");
  ASSERT_EQ(f.kind(), ScreenKind::closing);
  EXPECT_EQ(f.last().revision, 4U);
  EXPECT_FALSE(f.last().partial);
  EXPECT_EQ(f.last().answers.size(), 3U);
  f.session.saved(f.last().id, 3, f.moment());
  EXPECT_EQ(f.kind(), ScreenKind::closing) << "that was not the last of it";
  f.saved();
  ASSERT_EQ(f.kind(), ScreenKind::thanks);
  EXPECT_EQ(f.screen().mood, survey::Mood::unhappy);
  EXPECT_EQ(f.screen().chosen, 2);
  EXPECT_EQ(f.screen().claim_code.size(), 9U);
  for (const auto& response : f.saver.saved) EXPECT_EQ(response.id, f.last().id);
}

TEST(Way, GoesByTheMood) {
  VisitFixture happy;
  happy.rate(10);
  EXPECT_EQ(happy.asked(), "liked");
  VisitFixture neutral;
  neutral.rate(7);
  EXPECT_EQ(neutral.asked(), "errand");
  neutral.press("option advice");
  EXPECT_EQ(neutral.asked(), "advice") << "by the option";
  neutral.press("rating 5");
  EXPECT_EQ(neutral.asked(), "words");
  EXPECT_EQ(neutral.last().answers.size(), 3U);
  EXPECT_EQ(response::main_rating(neutral.last())->rating, 7);
}

TEST(Way, MayBePassedOverToItsEnd) {
  VisitFixture f;
  f.rate(9);
  f.press("next");
  f.press("next");
  ASSERT_EQ(f.kind(), ScreenKind::closing);
  EXPECT_EQ(f.saver.saved.size(), 2U) << "only that it is whole";
  EXPECT_FALSE(f.last().partial);
  EXPECT_EQ(f.last().answers, f.saver.saved.front().answers);
}

TEST(Way, EndsAtOnceForWhoHasSaidEnough) {
  VisitFixture f;
  f.rate(9);
  f.press("option staff");
  f.press("finish");
  EXPECT_EQ(f.saver.saved.size(), 2U);
  EXPECT_FALSE(f.last().partial);
  EXPECT_EQ(f.last().answers.size(), 2U) << "what is picked counts as said";
  f.saved();
  EXPECT_EQ(f.kind(), ScreenKind::thanks);
}

TEST(Way, BackShowsWhatWasSaidAndAnotherAnswerTakesAnotherWay) {
  VisitFixture f;
  f.rate(2);
  f.press("option staff");
  f.press("next");
  f.press("back");
  EXPECT_EQ(f.screen().picked, std::vector{OptionId::trusted("staff")});
  f.press("back");
  ASSERT_EQ(f.kind(), ScreenKind::question);
  EXPECT_EQ(f.screen().chosen, 2);
  f.press("rating 10");
  EXPECT_EQ(f.last().answers.size(), 1U) << "nobody asked this person what went wrong";
  f.saved();
  EXPECT_EQ(f.asked(), "liked");
  EXPECT_EQ(f.screen().mood, survey::Mood::happy);
}

TEST(Way, BackKeepsTheWordsThatWereTyped) {
  VisitFixture f;
  f.rate(9);
  f.press("next");
  f.type("Nice");
  f.wait(4s);  // until then undo stands in its place
  f.press("back");
  EXPECT_EQ(response::comment_of(f.last()), "Nice");
  EXPECT_TRUE(f.screen().text.empty());
  f.press("next");
  EXPECT_EQ(f.screen().text, "Nice");
  for (int i = 0; i < 4; ++i) f.press("erase");
  f.press("next");
  EXPECT_EQ(response::comment_of(f.last()), "") << "taken back";
  EXPECT_FALSE(f.last().partial);
}

TEST(Way, ASurveyOfOneQuestionIsWholeWithItsFirstTap) {
  const std::string text(kWholeSurvey);
  VisitFixture f(text.substr(0, text.find("[[question]]\nid = \"wrong\"")));
  f.rate(9);
  EXPECT_EQ(f.kind(), ScreenKind::thanks);
  EXPECT_EQ(f.saver.saved.size(), 1U);
  EXPECT_FALSE(f.last().partial);
}

TEST(Undo, WithdrawsTheRatingForThreeSecondsAndAsksAgain) {
  VisitFixture f;
  f.rate(0);
  ASSERT_TRUE(f.screen().undo);
  EXPECT_EQ(f.screen().undo->seconds_left(f.moment().mono), 3);
  f.press("undo");
  EXPECT_EQ(f.kind(), ScreenKind::question);
  EXPECT_FALSE(f.screen().chosen);
  EXPECT_FALSE(f.screen().undo);
  EXPECT_TRUE(f.last().withdrawn);
  EXPECT_EQ(f.last().revision, 2U);
  EXPECT_EQ(f.last().answers.front().rating, 0) << "kept, counted nowhere";
  f.press("rating 10");
  EXPECT_FALSE(f.last().withdrawn);
  EXPECT_EQ(f.last().revision, 3U);
  EXPECT_EQ(f.last().answers.front().rating, 10);
  EXPECT_EQ(f.last().at, f.saver.saved.front().at) << "of the first tap";
  f.saved();
  EXPECT_EQ(f.asked(), "liked");
}

TEST(Undo, IsNotOfferedAfterThreeSeconds) {
  VisitFixture f;
  f.rate(0);
  f.wait(2999ms);
  EXPECT_TRUE(action_of(f.screen(), "undo"));
  f.wait(1ms);
  EXPECT_FALSE(f.screen().undo);
  f.act({.kind = Action::Kind::undo});
  EXPECT_EQ(f.saver.saved.size(), 1U);
  EXPECT_EQ(f.asked(), "wrong");
}

TEST(Undo, AlsoWorksOnTheThanksOfAShortSurvey) {
  const std::string text(kWholeSurvey);
  VisitFixture f(text.substr(0, text.find("[[question]]\nid = \"wrong\"")));
  f.rate(0);
  f.press("undo");
  EXPECT_EQ(f.kind(), ScreenKind::question);
  EXPECT_TRUE(f.last().withdrawn);
  EXPECT_TRUE(f.screen().claim_code.empty());
}

TEST(Undo, AndWalkingAwayLeavesItWithdrawn) {
  VisitFixture f;
  f.rate(0);
  f.press("undo");
  f.wait(30s);
  f.wait(20s);
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  EXPECT_TRUE(f.last().withdrawn);
}

TEST(Language, MayBeAskedForFirst) {
  VisitFixture f("language_first = true\n" + std::string(kWholeSurvey));
  f.press("begin");
  ASSERT_EQ(f.kind(), ScreenKind::language);
  f.press("language de");
  EXPECT_EQ(f.kind(), ScreenKind::question);
  f.press("rating 3");
  EXPECT_EQ(f.last().language.str(), "de");
}

TEST(Language, CanBeChangedOnEveryQuestionWithoutLosingWhatIsTyped) {
  VisitFixture f;
  f.rate(9);
  f.press("next");
  f.type("Nice");
  f.press("languages");
  EXPECT_EQ(f.kind(), ScreenKind::language);
  EXPECT_TRUE(f.screen().text.empty());
  f.press("language de");
  EXPECT_EQ(f.kind(), ScreenKind::comment);
  EXPECT_EQ(f.screen().text, "Nice");
  EXPECT_EQ(f.screen().language.str(), "de");
}

TEST(Words, StopAtTheirLengthAndEraseTakesBackWholeKeys) {
  VisitFixture f;
  f.rate(9);
  f.press("next");
  f.wait(1s);
  const std::string family = "👨‍👩‍👧";
  f.act({.kind = Action::Kind::type, .text = "ü"});
  f.act({.kind = Action::Kind::type, .text = family});
  EXPECT_EQ(f.screen().text, "ü" + family);
  f.act({.kind = Action::Kind::erase});
  EXPECT_EQ(f.screen().text, "ü");
  f.type(std::string(60, 'x'));
  EXPECT_EQ(f.screen().text, "ü" + std::string(39, 'x')) << "the file says 40 characters";
  f.act({.kind = Action::Kind::erase});
  f.act({.kind = Action::Kind::type, .text = std::string(10'000'000, 'x')});
  f.act({.kind = Action::Kind::type, .text = "\xFF"});
  f.act({.kind = Action::Kind::type, .text = "\n"});
  f.act({.kind = Action::Kind::type, .text = "\u202E"});
  EXPECT_EQ(f.screen().text, "ü" + std::string(38, 'x'));
}

TEST(Contact, IsSealedAtOnceAndNeverSavedInTheClear) {
  VisitFixture f;
  f.rate(1);
  f.press("next");
  f.press("next");
  ASSERT_EQ(f.kind(), ScreenKind::contact);
  f.press("field 2");
  f.type("someone@example.com");
  f.press("next");
  EXPECT_EQ(f.screen().contact.problem, ContactForm::Problem::consent_missing);
  f.press("consent");
  f.press("next");
  EXPECT_EQ(f.sealer.last.email, "someone@example.com");
  EXPECT_EQ(f.sealer.last.purpose, "Only to answer you.");
  EXPECT_EQ(f.last().answers.back().text, "sealed");
  EXPECT_FALSE(f.last().partial);
  for (const auto& response : f.saver.saved) {
    for (const auto& answer : response.answers) {
      EXPECT_THAT(answer.text, testing::Not(testing::HasSubstr("someone")));
    }
  }
}

TEST(Contact, ThatCannotBeSealedIsForgottenAndSaidToBe) {
  VisitFixture f;
  f.sealer.works = false;
  f.rate(1);
  f.press("next");
  f.press("next");
  f.press("field 1");
  f.type("+34 600 000 000");
  f.press("consent");
  f.press("next");
  EXPECT_EQ(f.kind(), ScreenKind::contact);
  EXPECT_EQ(f.screen().contact.problem, ContactForm::Problem::not_sealed);
  EXPECT_TRUE(f.screen().contact.entries[1].text.empty());
  f.press("next");
  EXPECT_EQ(f.kind(), ScreenKind::closing);
  EXPECT_EQ(f.last().answers.size(), 1U);
}

TEST(Contact, IsNotAskedForByAKioskThatCannotSeal) {
  VisitFixture with;
  KeepingSaver saver;
  Session without({TouchpointId::trusted("checkout"), {}, ""}, saver, with.random);
  auto offer = VisitFixture::offer(std::string(kWholeSurvey));
  without.set_survey(offer.survey, offer.languages, with.moment());
  for (const auto& question : without.screen().survey->questions) {
    EXPECT_NE(question.kind, survey::QuestionKind::contact);
  }
  EXPECT_FALSE(without.screen().help_offered) << "nor is help by one that cannot call";
}

TEST(Saving, FailsLaterOnAndTheScreenRestsWithoutAWordOfTheCustomer) {
  VisitFixture f;
  f.rate(2);
  f.press("next");
  f.type("Secret");
  f.press("next");
  f.session.save_failed(f.last().id, f.last().revision, f.moment());
  EXPECT_EQ(f.kind(), ScreenKind::resting);
  EXPECT_TRUE(f.screen().text.empty());
  f.saved();
  EXPECT_EQ(f.kind(), ScreenKind::resting);
  f.session.store_recovered(f.moment());
  EXPECT_EQ(f.kind(), ScreenKind::attract);
}

TEST(Saving, ThatTakesTooLongAtTheEndIsNotThankedFor) {
  VisitFixture f;
  f.rate(9);
  f.press("finish");
  EXPECT_EQ(f.kind(), ScreenKind::closing);
  f.wait(5s);
  EXPECT_EQ(f.kind(), ScreenKind::resting);
}

/// A crash keeps what the store has: at every moment that is all that was said before.
TEST(Crash, InTheMiddleLosesNothingSaidBefore) {
  VisitFixture f;
  f.press("begin");
  std::size_t said = 0;
  for (const std::string step : {"rating 7", "option advice", "rating 4", "next", ""}) {
    if (step.empty()) break;
    if (f.kind() == ScreenKind::comment) f.type("Fine");
    f.press(step);
    f.saved();
    ++said;
    EXPECT_EQ(f.last().answers.size(), said) << "after " << step;
  }
  EXPECT_EQ(f.kind(), ScreenKind::thanks);
}

}  // namespace
}  // namespace earshot::kiosk
