// Around the way of one customer: the five-key pad, staff, help, hours, messages, comparisons, and
// what looks like misuse.
#include <gmock/gmock.h>

#include <set>

#include "kiosk/app/spoken.h"
#include "tests/unit/kiosk/app/visit_fixture.h"

namespace earshot::kiosk {
namespace {

using Kind = Action::Kind;

/// Somebody with nothing but the pad: walks to the stop of this name and selects it.
void walk_to(VisitFixture& f, const std::string& name) {
  f.wait(1s);
  for (int presses = 0; f.screen().focus != name; ++presses) {
    ASSERT_LT(presses, 200) << "the pad never came to '" << name << "'";
    f.act({.kind = presses == 0 ? Kind::down : Kind::right});
    if (presses == 60) {  // it is above: from the top again
      for (int i = 0; i < 12; ++i) f.act({.kind = Kind::up});
      for (int i = 0; i < 20; ++i) f.act({.kind = Kind::left});
    }
  }
  f.act({.kind = Kind::select});
}

TEST(Keypad, AloneLeadsThroughTheWholeSurvey) {
  VisitFixture f;
  walk_to(f, "begin");
  walk_to(f, "rating 3");
  f.saved();
  ASSERT_EQ(f.asked(), "wrong");
  EXPECT_FALSE(f.screen().focus.empty()) << "the focus is to be seen on each screen";
  walk_to(f, "option price");
  EXPECT_EQ(f.screen().focus, "option price") << "and stays where one is";
  walk_to(f, "next");
  ASSERT_EQ(f.kind(), ScreenKind::comment);
  for (const std::string key : {"key H", "key i"}) walk_to(f, key);
  walk_to(f, "next");
  EXPECT_EQ(response::comment_of(f.last()), "Hi");
  walk_to(f, "finish");
  f.saved();
  EXPECT_EQ(f.kind(), ScreenKind::thanks);
  walk_to(f, "dismiss");
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  EXPECT_TRUE(f.screen().focus.empty()) << "the next customer may use a finger";
}

TEST(Keypad, FocusIsAlwaysOnSomethingThatCanBeDone) {
  VisitFixture f;
  f.act({.kind = Kind::down});
  for (int i = 0; i < 2000; ++i) {
    const auto way = static_cast<int>(random_below(f.random, 5));
    f.wait(300ms);
    f.act({.kind = static_cast<Kind>(static_cast<int>(Kind::up) + way)});
    if (!f.saver.saved.empty()) f.saved();
    if (!f.screen().focus.empty()) {
      EXPECT_TRUE(action_of(f.screen(), f.screen().focus)) << f.screen().focus;
    }
  }
}

TEST(Keypad, AFingerTakesTheFocusAway) {
  VisitFixture f;
  f.act({.kind = Kind::down});
  EXPECT_FALSE(f.screen().focus.empty());
  f.press("begin");
  EXPECT_TRUE(f.screen().focus.empty());
}

TEST(Stops, HaveNamesOfTheirOwnOnEveryScreenOfAWholeVisit) {
  VisitFixture f;
  const auto expect_unique = [&] {
    std::set<std::string> names;
    for (const auto& row : stops(f.screen())) {
      EXPECT_FALSE(row.empty());
      for (const auto& stop : row) EXPECT_TRUE(names.insert(stop.name).second) << stop.name;
    }
    for (const std::string mode : {"contrast", "large text", "low reach", "speech"}) {
      EXPECT_TRUE(names.contains(mode)) << mode << " is one tap away on every screen";
    }
  };
  expect_unique();
  f.press("begin");
  expect_unique();
  f.press("rating 1");
  expect_unique();
  f.saved();
  for (int i = 0; i < 3; ++i) {
    expect_unique();
    f.press("next");
  }
  expect_unique();
  f.saved();
  expect_unique();
  f.press("help");
  expect_unique();
}

TEST(Staff, ComeToTheServiceScreenWithTheirPin) {
  VisitFixture f;
  f.session.set_service({{"Device", "kiosk-1", ""}, {"Restart", "", "restart"}});
  f.act({.kind = Kind::open_pin});
  ASSERT_EQ(f.kind(), ScreenKind::pin);
  f.press("digit 1");
  f.press("digit 2");
  f.press("erase");
  f.press("digit 3");
  EXPECT_EQ(f.screen().pin.digits, 2U);
  f.press("next");
  EXPECT_EQ(f.pins.asked, std::vector<std::string>{"13"});
  EXPECT_EQ(f.screen().pin.state, Pin::State::checking);
  f.session.pin_checked({PinVerdict::Kind::service, {}}, f.moment());
  ASSERT_EQ(f.kind(), ScreenKind::service);
  f.press("service restart");
  EXPECT_EQ(f.desk.done, std::vector<std::string>{"restart"});
  f.session.set_service({{"Restart", "soon", "restart"}});
  ASSERT_EQ(f.screen().service.size(), 1U) << "what came of it is shown at once";
  f.session.store_failed(f.moment());
  EXPECT_EQ(f.kind(), ScreenKind::service) << "staff may be looking for the reason";
  f.press("leave");
  EXPECT_EQ(f.kind(), ScreenKind::resting);
}

TEST(Staff, AreNeverAskedToSkipTheirPin) {
  VisitFixture f;
  f.act({.kind = Kind::open_pin});
  for (const char* digit : {"", "digit 1"}) {
    if (*digit != '\0') f.press(digit);
    EXPECT_EQ(next_in_words(f.screen()), Phrase::ok) << "as it is drawn";
    EXPECT_EQ(spoken_stop(f.screen(), "next").text, "OK") << "as it is spoken";
  }
}

TEST(Staff, WhoGuessesIsLockedOut) {
  VisitFixture f;
  f.act({.kind = Kind::open_pin});
  f.press("digit 1");
  f.press("next");
  f.session.pin_checked({PinVerdict::Kind::wrong, 30s}, f.moment());
  EXPECT_EQ(f.screen().pin.state, Pin::State::locked);
  f.press("digit 1");
  f.press("next");
  EXPECT_EQ(f.pins.asked.size(), 1U);
  f.wait(30s);
  EXPECT_EQ(f.kind(), ScreenKind::attract) << "nobody stands at a locked door for ever";
  f.session.pin_checked({PinVerdict::Kind::service, {}}, f.moment());
  EXPECT_EQ(f.kind(), ScreenKind::attract) << "an answer that comes too late opens nothing";
}

TEST(Staff, CannotBeReachedInTheMiddleOfACustomersSession) {
  VisitFixture f;
  f.rate(9);
  f.act({.kind = Kind::open_pin});
  EXPECT_EQ(f.kind(), ScreenKind::topics);
}

TEST(Staff, HaveASurveyOfTheirOwn) {
  const auto staff = text_with(
      text_with("opened_by = \"staff-pin\"\n" + std::string(kWholeSurvey), "customer", "employee"),
      "\"nps\"", "\"enps\"");
  VisitFixture f;
  f.session.set_surveys({VisitFixture::offer(std::string(kWholeSurvey)),
                         VisitFixture::offer(text_with(staff, "\"shop\"", "\"staff\""))},
                        f.moment());
  EXPECT_EQ(f.screen().survey->id.str(), "shop");
  f.act({.kind = Kind::open_pin});
  f.press("digit 1");
  f.press("next");
  f.session.pin_checked({PinVerdict::Kind::staff, {}}, f.moment());
  ASSERT_EQ(f.kind(), ScreenKind::question);
  f.press("rating 8");
  EXPECT_EQ(f.last().survey.str(), "staff");
  EXPECT_EQ(f.last().audience, survey::Audience::employee);
  f.saved();
  f.press("finish");
  f.saved();
  f.press("dismiss", 2s);
  EXPECT_EQ(f.screen().survey->id.str(), "shop");
}

TEST(Help, SaysWhatBecameOfTheCallAndHonestlyWhenNobodyAnswers) {
  VisitFixture f;
  f.rate(0);
  f.press("help");
  ASSERT_EQ(f.bell.rung.size(), 1U);
  EXPECT_EQ(f.bell.rung.front(), f.last().id);
  EXPECT_EQ(f.screen().help.state, HelpState::calling);
  f.session.help_news(f.last().id, HelpState::arrived, "", f.moment());
  f.wait(59s);
  EXPECT_EQ(f.screen().help.state, HelpState::arrived);
  f.wait(1s);
  EXPECT_EQ(f.screen().help.state, HelpState::nobody);
  f.session.help_news(f.last().id, HelpState::coming, "the floor lead", f.moment());
  EXPECT_EQ(f.screen().help.who, "the floor lead");
  f.press("back");
  EXPECT_EQ(f.asked(), "wrong");
  f.press("help");
  EXPECT_EQ(f.bell.rung.size(), 1U) << "somebody is coming already";
}

TEST(Help, OfTheLastCustomerIsNotShownToTheNext) {
  VisitFixture f;
  f.rate(0);
  f.press("help");
  const auto first = f.last().id;
  f.session.help_news(first, HelpState::coming, "the floor lead", f.moment());
  f.wait(30s);
  f.wait(20s);
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  f.session.help_news(first, HelpState::seen, "the floor lead", f.moment());
  EXPECT_EQ(f.screen().help, Help{});
}

TEST(Hours, NeverChangeTheSurveyUnderSomebody) {
  const std::string day =
      std::string(kWholeSurvey) + "[schedule]\nhours = [{ from = \"09:00\", to = \"10:01\" }]\n";
  VisitFixture f(day);
  f.rate(9);
  f.wait(25s);
  f.act({.kind = Kind::contrast});
  f.wait(25s);
  f.act({.kind = Kind::contrast});
  f.wait(25s);
  EXPECT_EQ(f.asked(), "liked");
  f.press("finish");
  f.saved();
  f.press("dismiss", 2s);
  EXPECT_EQ(f.kind(), ScreenKind::closed);
}

TEST(Hours, TheFirstSurveyWhoseScheduleHoldsIsAsked) {
  // The clock says Monday, 09:00 UTC: 10:00 in the location.
  const std::string lunch = text_with(std::string(kWholeSurvey), "\"shop\"", "\"lunch\"") +
                            "[schedule]\nhours = [{ from = \"11:30\", to = \"14:00\" }]\n";
  const std::string day = std::string(kWholeSurvey) +
                          "[schedule]\nhours = [{ days = \"mon\", from = \"08:00\", to = "
                          "\"20:00\" }]\n";
  VisitFixture f("");
  f.session.set_surveys({VisitFixture::offer(lunch), VisitFixture::offer(day)}, f.moment());
  EXPECT_EQ(f.screen().survey->id.str(), "shop");
  const auto pass = [&](Duration time) {
    for (Duration gone{0}; gone < time; gone += 1min) f.wait(1min);
  };
  pass(90min);
  EXPECT_EQ(f.screen().survey->id.str(), "lunch");
  pass(150min);
  EXPECT_EQ(f.screen().survey->id.str(), "shop");
  pass(6h + 1min);
  EXPECT_EQ(f.kind(), ScreenKind::closed);
  f.act({.kind = Kind::begin});
  EXPECT_EQ(f.kind(), ScreenKind::closed);
  pass(7 * 24h - 10h);
  EXPECT_EQ(f.kind(), ScreenKind::attract) << "Monday again, at eight";
}

TEST(Hours, NeverChangeTheSurveyUnderSomebodyWhoHasSetUpTheScreenForThemselves) {
  const std::string day =
      std::string(kWholeSurvey) + "[schedule]\nhours = [{ from = \"09:00\", to = \"10:01\" }]\n";
  VisitFixture f(day);
  f.wait(50s);
  f.act({.kind = Kind::large_text});
  f.wait(20s);
  EXPECT_EQ(f.kind(), ScreenKind::attract);
  EXPECT_TRUE(f.screen().access.large_text);
  f.wait(60s);
  EXPECT_EQ(f.kind(), ScreenKind::closed) << "they have left";
}

TEST(Hours, OfAClockThatWasNeverSetKeepNobodyOut) {
  const std::string never =
      std::string(kWholeSurvey) + "[schedule]\nhours = [{ from = \"03:00\", to = \"03:01\" }]\n";
  VisitFixture f("");
  f.clock.set_wall(WallTime{5000});
  f.session.set_surveys({VisitFixture::offer(never)}, f.moment());
  EXPECT_EQ(f.kind(), ScreenKind::attract);
}

TEST(Messages, TakeTurnsAndStaleOnesGo) {
  VisitFixture f;
  const auto message = [&](const std::string& text, std::optional<Duration> for_so_long) {
    Message message;
    message.texts = {{LanguageTag::trusted("en"), text}};
    if (for_so_long) message.until = f.clock.wall_now() + *for_so_long;
    return message;
  };
  f.session.set_messages({message("one", {}), message("stale", -1s), message("two", 20s)},
                         f.moment());
  const auto shown = [&] { return f.screen().message->texts.at(LanguageTag::trusted("en")); };
  EXPECT_EQ(shown(), "one");
  f.wait(8s);
  EXPECT_EQ(shown(), "two");
  f.wait(8s);
  EXPECT_EQ(shown(), "one");
  f.wait(8s);
  EXPECT_EQ(shown(), "one") << "the other one's time is over";
  f.press("begin");
  EXPECT_FALSE(f.screen().message);
}

TEST(Variants, GreetAndAskTheWholeVisitByTheirArmAndAreNamedInTheResponse) {
  VisitFixture f(std::string(kWholeSurvey) + R"(
[[variant]]
id = "long"
[[variant]]
id = "short"
title = { en = "Hi!", de = "Hallo!" }
leaves_out = ["wrong", "liked", "errand", "words", "reply"]
)");
  std::set<std::string> arms;
  for (int i = 0; i < 40; ++i) {
    const bool is_short = f.screen().survey->title.at(LanguageTag::trusted("en")) == "Hi!";
    f.rate(9);
    EXPECT_EQ(f.last().variant.str(), is_short ? "short" : "long");
    EXPECT_EQ(f.kind(), is_short ? ScreenKind::thanks : ScreenKind::topics);
    arms.insert(f.last().variant.str());
    if (!is_short) f.press("finish");
    f.saved();
    f.press("dismiss", 2s);
  }
  EXPECT_EQ(arms.size(), 2U);
}

TEST(Misuse, AnAnswerThatNobodyCanHaveReadIsKeptAndFlagged) {
  VisitFixture f;
  f.press("begin");
  f.press("rating 0", 499ms);
  ASSERT_EQ(f.saver.saved.size(), 1U);
  EXPECT_EQ(f.last().misuse, response::kMisuseTooFast);
  VisitFixture person;
  person.press("begin");
  person.press("rating 0", 500ms);
  EXPECT_EQ(person.last().misuse, 0U);
}

TEST(Misuse, ARaceThroughTheWholeSurveyIsFlagged) {
  VisitFixture f;
  f.press("begin");
  f.press("rating 2");
  f.saved();
  f.press("option staff", 300ms);
  f.press("next", 100ms);
  f.wait(300ms);
  f.act({.kind = Kind::type, .text = "x"});
  f.press("next", 100ms);
  EXPECT_EQ(f.last().answers.size(), 3U);
  EXPECT_EQ(f.last().misuse, response::kMisuseTooFast);
}

TEST(Misuse, ATapOutsideOpeningHoursIsKeptAndFlagged) {
  const std::vector<survey::Hours> open{{0x7F, 11 * 60, 20 * 60}};
  VisitFixture early(std::string(kWholeSurvey), open);  // 10:00 in the location
  early.rate(9);
  EXPECT_EQ(early.last().misuse, response::kMisuseOutOfHours);
  VisitFixture f(std::string(kWholeSurvey), open);
  f.wait(2h);
  f.rate(9);
  EXPECT_EQ(f.last().misuse, 0U);
  VisitFixture unset(std::string(kWholeSurvey), open);
  unset.clock.set_wall(WallTime{5000});
  unset.rate(9);
  EXPECT_EQ(unset.last().misuse, 0U) << "a clock that was never set accuses nobody";
}

}  // namespace
}  // namespace earshot::kiosk
