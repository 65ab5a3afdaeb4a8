// A whole kiosk without glass: the session with every port faked, and a customer who presses what
// the screen offers by its name. Owner: the kiosk's tests. Threads: one.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/survey/survey_file.h"
#include "kiosk/app/session.h"
#include "kiosk/app/stops.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/seeded_random.h"

namespace earshot::kiosk {

using namespace std::chrono_literals;

/// Every kind of question, and a branch for each mood.
inline constexpr std::string_view kWholeSurvey = R"(id = "shop"
version = 4
audience = "customer"
languages = ["en", "de"]
title = { en = "How was it?", de = "Wie war es?" }
thanks = { en = "Thank you.", de = "Danke." }
thanks_unhappy = { en = "We are sorry.", de = "Das tut uns leid." }
next_step = { en = "The manager reads it.", de = "Die Leitung liest es." }
review = { url = "https://example.com", text = { en = "Tell others", de = "Sagen Sie es weiter" } }
help = true
claim = true
[[question]]
id = "recommend"
kind = "nps"
text = { en = "Recommend us?", de = "Empfehlen Sie uns?" }
[[question]]
id = "wrong"
kind = "topics"
when = { mood = "unhappy" }
text = { en = "What went wrong?", de = "Was lief schief?" }
option = [{ id = "staff", text = { en = "Staff", de = "Personal" } },
          { id = "price", text = { en = "Prices", de = "Preise" } },
          { id = "waiting", text = { en = "Waiting", de = "Warten" } }]
[[question]]
id = "liked"
kind = "topics"
when = { mood = "happy" }
text = { en = "What did you like?", de = "Was gefiel?" }
option = [{ id = "staff", text = { en = "Staff", de = "Personal" } },
          { id = "price", text = { en = "Prices", de = "Preise" } }]
[[question]]
id = "errand"
kind = "choice"
when = { mood = "neutral" }
text = { en = "What did you come for?", de = "Weshalb kamen Sie?" }
option = [{ id = "cash", text = { en = "Cash", de = "Geld" } },
          { id = "advice", text = { en = "Advice", de = "Rat" } }]
[[question]]
id = "advice"
kind = "csat"
when = { question = "errand", option = "advice" }
text = { en = "How was the advice?", de = "Wie war der Rat?" }
[[question]]
id = "words"
kind = "comment"
length_max = 40
text = { en = "Tell us more?", de = "Mehr?" }
[[question]]
id = "reply"
kind = "contact"
when = { mood = "unhappy" }
text = { en = "May we write?", de = "Dürfen wir schreiben?" }
purpose = { en = "Only to answer you.", de = "Nur, um zu antworten." }
)";

inline std::shared_ptr<const survey::Survey> survey_of(const std::string& toml) {
  auto survey = survey::parse_survey(toml, "test.toml");
  EXPECT_TRUE(survey) << survey.error().message;
  return std::make_shared<const survey::Survey>(*survey);
}

inline std::string text_with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

class KeepingSaver final : public Saver {
 public:
  void save(response::Response response) override {
    EXPECT_TRUE(response::validate(response)) << response::validate(response).error().message;
    saved.push_back(std::move(response));
  }
  std::vector<response::Response> saved;
};

class FakeSealer final : public ContactSealer {
 public:
  std::string seal(const ContactDetails& details) override {
    last = details;
    return works ? "sealed" : "";
  }
  ContactDetails last;
  bool works = true;
};

class FakePins final : public PinGate {
 public:
  void check(std::string pin) override { asked.push_back(std::move(pin)); }
  std::vector<std::string> asked;
};

class FakeBell final : public HelpBell {
 public:
  void ring(const ResponseId& response, const LanguageTag&) override { rung.push_back(response); }
  std::vector<ResponseId> rung;
};

class FakeDesk final : public ServiceDesk {
 public:
  void perform(const std::string& action) override { done.push_back(action); }
  std::vector<std::string> done;
};

class FakeClaims final : public ClaimDesk {
 public:
  void look_up(std::uint64_t ticket, const std::string& code) override {
    asked.push_back({ticket, code});
  }
  std::vector<std::pair<std::uint64_t, std::string>> asked;
};

/// One hour ahead of UTC.
class HourAhead final : public survey::LocalCalendar {
 public:
  survey::LocalTime local_time(WallTime at) const override {
    const std::int64_t minutes = at.ms / 60'000 + 60;
    return {static_cast<LocalDay>(minutes / survey::kMinutesInDay),
            static_cast<int>(minutes % survey::kMinutesInDay)};
  }
};

struct VisitFixture {
  explicit VisitFixture(const std::string& toml = std::string(kWholeSurvey),
                        std::vector<survey::Hours> opening_hours = {}, bool small_panel = false,
                        bool suggests_words = false)
      : session({TouchpointId::trusted("checkout"), LanguageTag::trusted("en"),
                 std::string(32, 'a'), std::move(opening_hours), small_panel, suggests_words},
                saver, random, {&sealer, &pins, &bell, &desk, &calendar, &claims}) {
    if (!toml.empty()) session.set_surveys({offer(toml)}, moment());
  }

  static Offer offer(const std::string& toml) {
    auto survey = survey_of(toml);
    return {survey, survey->languages};
  }
  [[nodiscard]] Moment moment() { return {clock.mono_now(), clock.wall_now(), 3'600'000}; }
  [[nodiscard]] const Screen& screen() const { return session.screen(); }
  [[nodiscard]] ScreenKind kind() const { return session.screen().kind; }
  [[nodiscard]] const std::string& asked() const { return screen().question().id.str(); }
  [[nodiscard]] const response::Response& last() const { return saver.saved.back(); }

  /// As a person: after a second's thought, and only what is there.
  void press(const std::string& name, Duration thought = 1s) {
    wait(thought);
    const auto action = action_of(screen(), name);
    ASSERT_TRUE(action) << "there is no '" << name << "'";
    session.act(*action, moment());
  }
  void act(const Action& action) { session.act(action, moment()); }
  void type(const std::string& text) {
    wait(500ms);
    for (const char c : text) act({.kind = Action::Kind::type, .text = std::string(1, c)});
  }
  void wait(Duration time) {
    clock.advance(time);
    session.tick(moment());
  }
  /// The store has all that it was given.
  void saved() { session.saved(last().id, last().revision, moment()); }
  /// From the attract screen to what follows the rating.
  void rate(int rating) {
    press("begin");
    press("rating " + std::to_string(rating));
    saved();
  }

  fakes::FakeClock clock;
  fakes::SeededRandom random{7};
  KeepingSaver saver;
  FakeSealer sealer;
  FakePins pins;
  FakeBell bell;
  FakeDesk desk;
  HourAhead calendar;
  FakeClaims claims;
  Session session;
};

}  // namespace earshot::kiosk
