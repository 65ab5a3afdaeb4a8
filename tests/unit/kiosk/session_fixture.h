// A session with a fake store that remembers what it was asked to save, and a survey to ask.
// Owner: the kiosk's tests. Threads: one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/app/session.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/seeded_random.h"

namespace earshot::kiosk {

using namespace std::chrono_literals;

class FakeSaver final : public Saver {
 public:
  void save(response::Response response) override { saved.push_back(std::move(response)); }
  std::vector<response::Response> saved;
};

inline survey::Texts texts(const std::string& en, const std::string& de) {
  return {{LanguageTag::trusted("en"), en}, {LanguageTag::trusted("de"), de}};
}

inline std::shared_ptr<const survey::Survey> make_survey(
    survey::QuestionKind kind = survey::QuestionKind::nps, std::uint32_t version = 1) {
  auto survey = std::make_shared<survey::Survey>();
  survey->id = SurveyId::trusted("shop");
  survey->version = version;
  survey->languages = {LanguageTag::trusted("en"), LanguageTag::trusted("de")};
  survey->title = texts("How was it today?", "Wie war es heute?");
  survey->thanks = texts("Thank you. Your answer is safe.", "Danke. Ihre Antwort ist sicher.");
  survey::Question question;
  question.id = QuestionId::trusted("recommend");
  question.kind = kind;
  question.texts = texts("Would you recommend us?", "Würden Sie uns weiterempfehlen?");
  question.low_label = texts("Not at all likely", "Gar nicht");
  question.high_label = texts("Extremely likely", "Sehr gern");
  survey->questions.push_back(std::move(question));
  return survey;
}

struct SessionFixture {
  explicit SessionFixture(survey::QuestionKind kind = survey::QuestionKind::nps) {
    session.set_survey(make_survey(kind), languages, moment());
  }

  [[nodiscard]] MonoTime now() { return clock.mono_now(); }
  [[nodiscard]] Moment moment() { return {clock.mono_now(), clock.wall_now(), 3'600'000}; }
  [[nodiscard]] ScreenKind kind() const { return session.screen().kind; }

  void begin() { session.act({Action::Kind::begin, {}, 0}, moment()); }
  void language(const std::string& tag) {
    session.act({Action::Kind::language, LanguageTag::trusted(tag), 0}, moment());
  }
  void rate(int rating) { session.act({Action::Kind::rate, {}, rating}, moment()); }
  void dismiss() { session.act({Action::Kind::dismiss, {}, 0}, moment()); }
  void wait(Duration time) {
    clock.advance(time);
    session.tick(moment());
  }
  /// From the attract screen to a rating that is with the store.
  void answer(int rating) {
    begin();
    wait(1s);
    rate(rating);
  }
  void saved() { session.saved(saver.saved.back().id, saver.saved.back().revision, moment()); }
  void save_failed() {
    session.save_failed(saver.saved.back().id, saver.saved.back().revision, moment());
  }

  fakes::FakeClock clock;
  fakes::SeededRandom random{7};
  FakeSaver saver;
  std::vector<LanguageTag> languages{LanguageTag::trusted("en"), LanguageTag::trusted("de")};
  Session session{
      {TouchpointId::trusted("checkout"), LanguageTag::trusted("en"), std::string(32, 'a')},
      saver,
      random};
};

}  // namespace earshot::kiosk
