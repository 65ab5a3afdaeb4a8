// A person's path through the whole survey by the five-key pad and the voice alone: everything that
// is asserted was heard.
#include "kiosk/app/spoken.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "kiosk/app/narrator.h"
#include "kiosk/app/stops.h"
#include "kiosk/app/words.h"
#include "tests/unit/kiosk/session_fixture.h"

namespace earshot::kiosk {
namespace {

using Kind = Action::Kind;

class FakeSpeaker final : public Speaker {
 public:
  void say(const std::string& text, const LanguageTag& language, bool interrupts) override {
    if (interrupts) heard.clear();
    heard.push_back({text, language});
  }
  void stop() override {
    heard.clear();
    ++stops;
  }
  void set_volume(int) override {}

  std::vector<Spoken> heard;  ///< since the last interruption
  int stops = 0;
};

class FakeSealer final : public ContactSealer {
 public:
  std::string seal(const ContactDetails& details) override {
    sealed = details;
    return "sealed";
  }
  ContactDetails sealed;
};

class FakeBell final : public HelpBell {
 public:
  void ring(const ResponseId& response, const LanguageTag&) override {
    called_by = response;
    ++rings;
  }
  ResponseId called_by;
  int rings = 0;
};

survey::Question question(const char* id, survey::QuestionKind kind, const char* en,
                          const char* de) {
  survey::Question question;
  question.id = QuestionId::trusted(id);
  question.kind = kind;
  question.texts = texts(en, de);
  return question;
}

std::shared_ptr<const survey::Survey> long_survey() {
  auto survey = std::make_shared<survey::Survey>(*make_survey());
  survey->next_step = texts("The manager reads it today.", "Die Leitung liest es heute.");
  survey->claim_offered = true;
  survey->help_offered = true;
  auto why = question("why", survey::QuestionKind::topics, "What made it so?", "Woran lag es?");
  why.options = {{OptionId::trusted("staff"), texts("Staff", "Personal")},
                 {OptionId::trusted("prices"), texts("Prices", "Preise")}};
  auto contact = question("contact", survey::QuestionKind::contact, "May we call you?",
                          "Dürfen wir Sie anrufen?");
  contact.fields = {survey::ContactField::name, survey::ContactField::phone};
  contact.purpose = texts("To tell you what we did.", "Um zu sagen, was wir getan haben.");
  survey->questions.push_back(std::move(why));
  survey->questions.push_back(question("words", survey::QuestionKind::comment,
                                       "Would you like to tell us more?",
                                       "Möchten Sie mehr sagen?"));
  survey->questions.push_back(std::move(contact));
  return survey;
}

/// Somebody who hears and feels five keys, and sees nothing.
struct Listener : testing::Test {
  Listener() {
    session.set_survey(long_survey(), {LanguageTag::trusted("en"), LanguageTag::trusted("de")},
                       moment());
    listen();
  }

  [[nodiscard]] Moment moment() { return {clock.mono_now(), clock.wall_now(), 3'600'000}; }
  void listen() { narrator.follow(session.screen(), clock.mono_now()); }
  void wait(Duration time) {
    clock.advance(time);
    session.tick(moment());
    listen();
  }
  void press(Kind key) {
    clock.advance(300ms);
    speaker.heard.clear();
    session.act({key}, moment());
    listen();
  }
  void saved() {
    session.saved(saver.saved.back().id, saver.saved.back().revision, moment());
    listen();
  }
  [[nodiscard]] std::string heard() const {
    std::string all;
    for (const auto& spoken : speaker.heard) all += (all.empty() ? "" : " | ") + spoken.text;
    return all;
  }
  /// Goes on from key to key until this is heard; from the first one when it comes to the end.
  bool seek(std::string_view words) {
    for (int i = 0; i < 8; ++i) press(Kind::up);
    for (int i = 0; i < 14; ++i) press(Kind::left);
    for (int i = 0; i < 160; ++i) {
      if (heard().starts_with(words)) return true;
      press(Kind::right);
      if (heard().empty()) break;
    }
    return false;
  }
  void choose(std::string_view words) {
    // At the first stop the pad says nothing: it is where it was.
    if (!spoken_stop(session.screen(), session.screen().focus).text.starts_with(words)) {
      ASSERT_TRUE(seek(words)) << words << " was not to be found by ear";
    }
    press(Kind::select);
  }

  fakes::FakeClock clock;
  fakes::SeededRandom random{7};
  FakeSaver saver;
  FakeSealer sealer;
  FakeBell bell;
  FakeSpeaker speaker;
  Narrator narrator{speaker};
  Session session{
      {TouchpointId::trusted("checkout"), LanguageTag::trusted("en"), std::string(32, 'a')},
      saver,
      random,
      {.sealer = &sealer, .bell = &bell}};
};

TEST_F(Listener, SaysAllThatIsNeededFromTheFirstKeyToTheThanks) {
  wait(1s);
  EXPECT_TRUE(speaker.heard.empty()) << "nobody is there";
  press(Kind::down);
  EXPECT_EQ(heard(),
            "How was it today? Press the arrow keys to move, and the middle key to choose. | "
            "Touch to begin");
  press(Kind::select);
  EXPECT_TRUE(heard().find("Would you recommend us?") != std::string::npos) << heard();
  EXPECT_TRUE(heard().ends_with(" | 0 out of 10, Not at all likely")) << heard();
  press(Kind::right);
  EXPECT_EQ(heard(), "1 out of 10");
  press(Kind::right);
  press(Kind::select);
  saved();
  EXPECT_TRUE(heard().find("What made it so? Choose as many as you like.") != std::string::npos)
      << heard();
  EXPECT_TRUE(heard().ends_with(" | Staff, not chosen, 1 of 2")) << heard();
  press(Kind::right);
  EXPECT_EQ(heard(), "Prices, not chosen, 2 of 2");
  press(Kind::select);
  EXPECT_EQ(heard(), "Prices, chosen, 2 of 2");
  choose("Next");
  EXPECT_TRUE(heard().find("Would you like to tell us more? Optional") != std::string::npos)
      << heard();
  EXPECT_TRUE(heard().ends_with("Capital Q")) << heard();
  choose("Capital H");
  EXPECT_EQ(heard(), "Capital H") << "what was typed";
  press(Kind::right);
  EXPECT_EQ(heard(), "j") << "the key stayed where it was, and is small now";
  choose("i");
  choose("i");
  EXPECT_EQ(heard(), "i");
  choose("Delete");
  EXPECT_EQ(heard(), "i deleted");
  choose("Numbers");
  EXPECT_EQ(heard(), "Numbers");
  choose("Pictures");
  choose("thumbs up");
  EXPECT_EQ(heard(), "thumbs up") << "a picture is said by its name";
  choose("Delete");
  EXPECT_EQ(heard(), "thumbs up deleted");
  choose("Next");
  EXPECT_TRUE(heard().find("May we call you? Only if you like. You can skip this. "
                           "To tell you what we did.") != std::string::npos)
      << heard();
  EXPECT_TRUE(heard().ends_with("Name. Nothing typed yet.")) << heard();
  choose("Phone. Nothing typed yet.");
  for (const auto* digit : {"5", "5", "5", "0", "1", "2", "3"}) choose(digit);
  EXPECT_EQ(heard(), "3");
  choose("Next");
  EXPECT_EQ(heard(), "Please say yes first, or skip this.");
  choose("Yes, you may contact me about this: Off");
  EXPECT_EQ(heard(), "Yes, you may contact me about this: On");
  choose("Next");
  saved();
  EXPECT_TRUE(
      heard().starts_with("Thank you. Your answer is safe. Your answer is safe. The "
                          "manager reads it today. Your code is: "))
      << heard();

  const auto& response = saver.saved.back();
  ASSERT_EQ(response.answers.size(), 4U);
  EXPECT_EQ(response.answers[0].rating, 2);
  EXPECT_EQ(response.answers[1].chosen, std::vector<OptionId>{OptionId::trusted("prices")});
  EXPECT_EQ(response.answers[2].text, "Hi");
  EXPECT_EQ(sealer.sealed.phone, "5550123");
}

TEST_F(Listener, HearsEachLanguageInThatLanguageAndGoesOnInIt) {
  press(Kind::down);
  ASSERT_TRUE(seek("Deutsch"));
  EXPECT_EQ(speaker.heard.back().language, LanguageTag::trusted("de"));
  press(Kind::select);
  EXPECT_TRUE(heard().find("Würden Sie uns weiterempfehlen?") != std::string::npos) << heard();
  EXPECT_TRUE(heard().ends_with("0 von 10, Gar nicht")) << heard();
  for (const auto& spoken : speaker.heard) {
    EXPECT_EQ(spoken.language, LanguageTag::trusted("de"));
  }
}

TEST_F(Listener, HearsWhatBecomesOfACallForHelp) {
  press(Kind::down);
  press(Kind::select);
  choose("Help me now");
  EXPECT_EQ(bell.rings, 1);
  EXPECT_TRUE(heard().starts_with("Calling the staff…")) << heard();
  const auto news = [&](HelpState state, const char* who) {
    session.help_news(bell.called_by, state, who, moment());
    listen();
  };
  news(HelpState::arrived, "");
  EXPECT_TRUE(heard().starts_with("The staff have been told. Please stay here.")) << heard();
  news(HelpState::coming, "Mira");
  EXPECT_TRUE(heard().starts_with("Mira is coming to you.")) << heard();
}

TEST_F(Listener, IsAskedWhetherTheyAreStillThere) {
  press(Kind::down);
  press(Kind::select);
  wait(31s);
  EXPECT_TRUE(heard().starts_with("Are you still there? This screen starts over in 20 seconds."))
      << heard();
  press(Kind::down);
  EXPECT_TRUE(heard().find("Would you recommend us?") != std::string::npos) << heard();
}

TEST_F(Listener, TurnsTheVoiceOffAndHearsNothingMore) {
  press(Kind::down);
  choose("Read aloud: On");
  EXPECT_TRUE(speaker.heard.empty());
  EXPECT_EQ(speaker.stops, 1);
  press(Kind::right);
  EXPECT_TRUE(speaker.heard.empty());
}

TEST_F(Listener, HearsThatATapWasTakenBack) {
  press(Kind::down);
  press(Kind::select);
  press(Kind::select);
  saved();
  choose("Undo");
  EXPECT_TRUE(heard().starts_with("Taken back. It does not count.")) << heard();
}

TEST(Spoken, AFingerHearsNothingUntilItAsks) {
  SessionFixture fixture;
  FakeSpeaker speaker;
  Narrator narrator(speaker);
  fixture.begin();
  narrator.follow(fixture.session.screen(), fixture.now());
  EXPECT_TRUE(speaker.heard.empty());
  fixture.session.act({Kind::speech}, fixture.moment());
  narrator.follow(fixture.session.screen(), fixture.now());
  ASSERT_FALSE(speaker.heard.empty());
  EXPECT_TRUE(speaker.heard.front().text.find("Would you recommend us?") != std::string::npos);
}

TEST(Spoken, EveryStopOfEveryScreenHasWordsInEveryLanguage) {
  auto survey = std::make_shared<survey::Survey>(*long_survey());
  Screen screen;
  screen.survey = survey;
  screen.languages = survey->languages;
  screen.access.speech = true;
  screen.help_offered = true;
  screen.undo = Countdown{};
  screen.contact.entries = {{survey::ContactField::name, ""}, {survey::ContactField::email, "a@b"}};
  screen.service = {{"Disk", "12 GB free", ""}, {"Restart", "", "restart"}};
  for (const auto& language : spoken_languages()) {
    screen.language = language;
    for (int kind = 0; kind <= static_cast<int>(ScreenKind::closed); ++kind) {
      screen.kind = static_cast<ScreenKind>(kind);
      screen.asked = screen.kind == ScreenKind::topics || screen.kind == ScreenKind::choice ? 1
                     : screen.kind == ScreenKind::comment                                   ? 2
                     : screen.kind == ScreenKind::contact                                   ? 3
                                                                                            : 0;
      const auto words = spoken_screen(screen, MonoTime{});
      EXPECT_EQ(words.find('{'), std::string::npos) << words;
      for (const auto& row : stops(screen)) {
        for (const auto& stop : row) {
          const auto spoken = spoken_stop(screen, stop.name);
          EXPECT_FALSE(spoken.text.empty()) << language << ' ' << stop.name;
          EXPECT_EQ(spoken.text.find('{'), std::string::npos) << spoken.text;
        }
      }
    }
  }
}

TEST(Spoken, RatingsAreSaidAsTheyAreDrawn) {
  Screen screen;
  auto survey = std::make_shared<survey::Survey>(*make_survey(survey::QuestionKind::csat));
  screen.survey = survey;
  screen.kind = ScreenKind::question;
  screen.language = LanguageTag::trusted("en");
  EXPECT_EQ(spoken_stop(screen, "rating 1").text, "Very unhappy");
  EXPECT_EQ(spoken_stop(screen, "rating 5").text, "Very happy");
  survey->questions[0].look = survey::Look::stars;
  EXPECT_EQ(spoken_stop(screen, "rating 1").text, "1 star");
  survey->questions[0].look = survey::Look::numbers;
  EXPECT_EQ(spoken_stop(screen, "rating 4").text, "4 out of 5");
  EXPECT_EQ(spoken_stop(screen, "rating 5").text, "5 out of 5, Extremely likely");
  screen.chosen = 4;
  EXPECT_EQ(spoken_stop(screen, "rating 4").text, "4 out of 5, chosen");
  EXPECT_EQ(spoken_stop(screen, "rating 9").text, "");
}

}  // namespace
}  // namespace earshot::kiosk
