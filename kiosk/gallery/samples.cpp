#include "kiosk/gallery/samples.h"

#include <algorithm>
#include <utility>

#include "core/base/utf8.h"
#include "core/response/response.h"
#include "kiosk/app/claim_code_pad.h"
#include "kiosk/app/keyboard.h"
#include "kiosk/app/suggestions.h"
#include "kiosk/app/writing.h"

namespace earshot::kiosk {
namespace {

using survey::QuestionKind;
using namespace std::chrono_literals;

class Studio {
 public:
  Studio(std::shared_ptr<const survey::Survey> survey, const LanguageTag& language, MonoTime now,
         bool small_panel)
      : survey_(std::move(survey)), language_(language), now_(now), small_(small_panel) {}

  std::vector<Sample> all() {
    around();
    for (std::size_t i = 0; i < survey_->questions.size(); ++i) question(i);
    endings();
    if (survey_->claim_offered) codes();
    staff();
    return std::move(samples_);
  }

 private:
  [[nodiscard]] Screen blank(ScreenKind kind) const {
    Screen screen;
    screen.kind = kind;
    screen.survey = survey_;
    screen.language = language_;
    screen.languages = survey_->languages;
    return screen;
  }

  void add(std::string name, Screen screen) {
    samples_.push_back({std::move(name), std::move(screen)});
  }

  void around() {
    auto attract = blank(ScreenKind::attract);
    attract.code_offered = survey_->claim_offered;
    add("attract", attract);
    constexpr LocalDay kSecondOfMarch = 20514;
    attract.message =
        Message{Message::Kind::said_did, survey_->next_step, kSecondOfMarch, std::nullopt};
    if (attract.message->texts.empty()) attract.message->texts = survey_->thanks;
    add("attract-told", attract);
    add("language", blank(ScreenKind::language));
    auto idle = blank(ScreenKind::idle);
    idle.countdown = Countdown{now_ + 14s, 20s};
    idle.step = 2;
    idle.steps = static_cast<int>(survey_->questions.size());
    add("idle", idle);
  }

  /// As it stands on the way: a step, a way back, help.
  [[nodiscard]] Screen asked(ScreenKind kind, std::size_t index) const {
    auto screen = blank(kind);
    screen.asked = index;
    screen.steps = static_cast<int>(survey_->questions.size());
    screen.step = static_cast<int>(index) + 1;
    screen.can_go_back = index > 0;
    screen.help_offered = survey_->help_offered && index > 0;
    if (index > 0) screen.mood = survey::Mood::unhappy;
    return screen;
  }

  void question(std::size_t index) {
    const auto& question = survey_->questions[index];
    const std::string name(to_string(question.kind));
    if (const auto scale = survey::scale_of(question.kind)) {
      add(name, asked(ScreenKind::question, index));
      if (index > 0) return;
      auto saving = asked(ScreenKind::saving, index);
      saving.chosen = scale->highest - 1;
      return add("saving", saving);
    }
    auto screen = asked(ScreenKind::choice, index);
    if (question.kind == QuestionKind::topics) {
      screen.kind = ScreenKind::topics;
      screen.undo = Countdown{now_ + 2s, 3s};
      screen.picked = {question.options[1].id, question.options.back().id};
    } else if (question.kind == QuestionKind::comment) {
      screen.kind = ScreenKind::comment;
      screen.keyboard = opened_keyboard(language_, std::nullopt, "");
      screen.keyboard.small = small_;
      add("comment-empty", screen);
      screen.text =
          survey::text_in(survey_->questions.front().texts, language_, survey_->languages.front());
      screen.text += " " + screen.text;
      screen.keyboard.shift = false;
      suggested(screen);
      with_accents(screen);
      auto pictures = screen;
      pictures.text += " 👍";
      pictures.keyboard.page = KeyPage::emoji;
      add("comment-pictures", pictures);
    } else if (question.kind == QuestionKind::contact) {
      return contact(std::move(screen));
    }
    add(name, screen);
  }

  /// The letter with the most others behind it, held by the five-key pad.
  void with_accents(Screen screen) {
    std::size_t most = 0;
    const auto keyboard = screen.keyboard;
    for (const auto& row : key_rows(language_, keyboard)) {
      for (const auto& key : row) {
        const auto accents = accents_of(language_, keyboard, key.text);
        if (accents.size() <= most) continue;
        most = accents.size();
        screen.keyboard.accents_of = key.text;
        screen.focus = "key " + accents.front();
      }
    }
    if (most > 0) add("comment-accents", screen);
  }

  /// As a kiosk has it that may suggest words: before they are turned on, and with a word begun.
  void suggested(Screen screen) {
    auto& [offered, on, words] = screen.suggestions;
    offered = !small_ && suggests_words(language_);
    if (!offered) return;
    add("comment-suggest", screen);
    std::string text;
    on = true;
    const auto before = screen.text + " ";
    for (const auto& question : survey_->questions) {
      for (const auto& option : question.options) {
        const auto label = survey::text_in(option.texts, language_, survey_->languages.front());
        screen.text = before + std::string(label.substr(0, label.find(' ')));
        while (count_code_points(begun_word(screen.text)) > kBegunMin) {
          screen.text = without_last(screen.text);
        }
        auto found =
            suggested_words(screen.text, language_, *survey_, response::kCommentCodePointsMax);
        if (found.size() > words.size()) {
          words = std::move(found);
          text = screen.text;
        }
      }
    }
    if (words.empty()) return;
    screen.text = text;
    add("comment-suggested", screen);
  }

  void contact(Screen screen) {
    const auto& fields = screen.question().fields;
    screen.kind = ScreenKind::contact;
    for (const auto field : fields) screen.contact.entries.push_back({field, ""});
    screen.keyboard = opened_keyboard(language_, fields.front(), "");
    screen.keyboard.small = small_;
    add("contact-empty", screen);
    auto& form = screen.contact;
    form.current = fields.size() - 1;
    form.entries.back().text = fields.back() == survey::ContactField::email   ? "me@example.com"
                               : fields.back() == survey::ContactField::phone ? "+358 40 123 4567"
                                                                              : "Me";
    screen.keyboard.field = fields.back();
    screen.keyboard.shift = false;
    if (small_) {
      form.writing = true;
      add("contact-field", screen);
      form.writing = false;
    }
    form.problem = ContactForm::Problem::consent_missing;
    add("contact-told", screen);
    form.problem = ContactForm::Problem::none;
    form.consent = true;
    add("contact", screen);
  }

  void endings() {
    auto thanks = blank(ScreenKind::thanks);
    thanks.mood = survey::Mood::neutral;
    add("thanks", thanks);
    thanks.mood = survey::Mood::unhappy;
    thanks.help_offered = survey_->help_offered;
    thanks.claim_code = survey_->claim_offered ? "7KQM-2R9D" : "";
    add("thanks-unhappy", thanks);
    thanks.mood = survey::Mood::happy;
    thanks.help_offered = false;
    add("thanks-happy", thanks);
    calls_for_help();
    add("closing", blank(ScreenKind::closing));
    add("resting", blank(ScreenKind::resting));
    add("closed", blank(ScreenKind::closed));
  }

  void calls_for_help() {
    auto help = blank(ScreenKind::help);
    const auto state = [&](const char* name, HelpState now) {
      help.help.state = now;
      add(name, help);
    };
    state("help", HelpState::seen);
    state("help-calling", HelpState::calling);
    state("help-arrived", HelpState::arrived);
    help.help.who = "Zoë";
    state("help-coming", HelpState::coming);
    help.help.who = "";
    state("help-nobody", HelpState::nobody);
    state("help-unreachable", HelpState::unreachable);
  }

  /// Somebody comes back with a code.
  void codes() {
    auto screen = blank(ScreenKind::claim);
    auto& claim = screen.claim;
    claim.code = "7KQM2";
    add("claim", screen);
    claim.code = "";
    claim.unknown = true;
    add("claim-unknown", screen);
    claim = {};
    claim.state = Claim::State::answered;
    const auto said =
        std::string(survey::text_in(survey_->next_step, language_, survey_->languages.front()));
    std::string answer = said;
    for (int i = 0; i < 9; ++i) answer += " " + said;
    claim.pages = answer_pages(answer, language_);
    claim.by = "Zoë";
    claim.day = 20514;
    screen.step = 1;
    screen.steps = static_cast<int>(claim.pages.size());
    add("claim-answer", screen);
    claim.page = claim.pages.size() - 1;
    screen.step = screen.steps;
    add("claim-answer-end", screen);
    screen.step = screen.steps = 0;
    const auto state = [&](const char* name, Claim::State now) {
      claim = {};
      claim.state = now;
      if (now == Claim::State::locked) claim.wait = Countdown{now_ + 42s, 60s};
      add(name, screen);
    };
    state("claim-none-yet", Claim::State::none_yet);
    state("claim-not-now", Claim::State::not_now);
    state("claim-locked", Claim::State::locked);
  }

  void staff() {
    auto pin = blank(ScreenKind::pin);
    pin.pin.digits = 2;
    add("pin", pin);
    pin.pin.digits = 0;
    pin.pin.state = Pin::State::wrong;
    add("pin-wrong", pin);
    pin.pin.state = Pin::State::locked;
    pin.pin.locked = Countdown{now_ + 42s, 60s};
    add("pin-locked", pin);
    auto service = blank(ScreenKind::service);
    service.service = {{"Device", "counter-1", ""},
                       {"Location", "high-street", ""},
                       {"Software", "0.1.0", ""},
                       {"Settings", "3f9a00c1", ""},
                       {"Survey", "counter, version 1", ""},
                       {"Unsent", "12, the oldest 3 hours old", ""},
                       {"Disk", "11.2 of 16 GB free", ""},
                       {"Clock, UTC", "2026-03-02 09:30, right", ""},
                       {"Network", "10.0.0.5:1883", ""},
                       {"Key", "5d1c77ab", ""},
                       {"Volume", "60 %", "louder", "quieter"},
                       {"Light", "100 %", "brighter", "darker"},
                       {"Touch test", "", std::string(kTouchTestAction)},
                       {"To USB", "unsent answers", "export"},
                       {"Restart", "", "restart"}};
    add("service", service);
    auto test = blank(ScreenKind::touch_test);
    test.touches = TouchTest::of_panel(477, 268);
    for (int i = 0; i < 60; ++i) {
      test.touches.touch({0.1 + i * 0.013, 0.15 + (i % 20) * 0.01});
    }
    add("touch-test", test);
  }

  std::shared_ptr<const survey::Survey> survey_;
  LanguageTag language_;
  MonoTime now_;
  bool small_;
  std::vector<Sample> samples_;
};

}  // namespace

std::vector<Sample> samples(const std::shared_ptr<const survey::Survey>& survey,
                            const LanguageTag& language, MonoTime now, bool small_panel) {
  return Studio(survey, language, now, small_panel).all();
}

}  // namespace earshot::kiosk
