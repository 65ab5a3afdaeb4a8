#include "kiosk/app/spoken.h"

#include <algorithm>
#include <utility>

#include "kiosk/app/keyboard.h"
#include "kiosk/app/suggestions.h"
#include "kiosk/app/words.h"
#include "kiosk/app/writing.h"

namespace earshot::kiosk {
namespace {

/// Sentences one after the other, each with an end that a voice can hear.
class Sentences {
 public:
  explicit Sentences(const LanguageTag& language) : language_(language) {}

  Sentences& add(std::string_view words) {
    if (words.empty()) return *this;
    if (!text_.empty()) text_ += ends(text_) ? " " : ". ";
    text_ += words;
    return *this;
  }
  Sentences& add(Phrase phrase) { return add(words_for(phrase, language_)); }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  static bool ends(std::string_view text) {
    for (const std::string_view end : {".", "!", "?", "…", ":", "。", "？", "！", "؟", "।"}) {
      if (text.ends_with(end)) return true;
    }
    return false;
  }
  const LanguageTag& language_;
  std::string text_;
};

std::string_view text_of(const Screen& screen, const survey::Texts& texts) {
  return survey::text_in(texts, screen.language, screen.survey->languages.front());
}

std::string named(Phrase phrase, const Screen& screen, std::string_view name) {
  return filled(phrase, screen.language, {{"name", name}});
}

/// A code letter by letter, so that it can be written down: "7, K, Q, M, 2".
std::string spelt(std::string_view code) {
  std::string letters;
  for (const char c : code) {
    if (c == '-' || c == ' ') continue;
    if (!letters.empty()) letters += ", ";
    letters += c;
  }
  return letters;
}

void add_thanks(Sentences& all, const Screen& screen) {
  const auto& survey = *screen.survey;
  const auto mood = screen.mood.value_or(survey::Mood::neutral);
  const auto own = text_of(screen, survey::thanks_for(survey, mood));
  if (own.empty()) {
    all.add(mood == survey::Mood::unhappy   ? Phrase::thanks_unhappy
            : mood == survey::Mood::neutral ? Phrase::thanks_neutral
                                            : Phrase::thanks_happy);
  } else {
    all.add(own);
  }
  all.add(Phrase::answer_is_safe);
  if (mood == survey::Mood::unhappy) all.add(text_of(screen, survey.next_step));
  if (screen.claim_code.empty()) return;
  all.add(filled(Phrase::spoken_code, screen.language, {{"code", spelt(screen.claim_code)}}));
  all.add(Phrase::claim_explain);
}

void add_help(Sentences& all, const Screen& screen) {
  switch (screen.help.state) {
    case HelpState::none:
      return;
    case HelpState::calling:
      all.add(Phrase::help_calling);
      return;
    case HelpState::arrived:
      all.add(Phrase::help_told);
      return;
    case HelpState::seen:
      all.add(Phrase::help_seen);
      return;
    case HelpState::coming:
      if (screen.help.who.empty()) {
        all.add(Phrase::help_somebody_coming);
      } else {
        all.add(named(Phrase::help_coming, screen, screen.help.who));
      }
      return;
    case HelpState::nobody:
      all.add(Phrase::help_nobody);
      return;
    case HelpState::unreachable:
      all.add(Phrase::help_failed);
      return;
  }
}

void add_claim(Sentences& all, const Screen& screen, MonoTime now) {
  const auto& claim = screen.claim;
  switch (claim.state) {
    case Claim::State::typing:
      if (claim.unknown) all.add(Phrase::claim_unknown);
      all.add(Phrase::claim_enter).add(spelt(claim.code));
      return;
    case Claim::State::asking:
      all.add(Phrase::one_moment);
      return;
    case Claim::State::answered:
      if (claim.page == 0) all.add(Phrase::claim_answer);
      if (claim.page < claim.pages.size()) all.add(claim.pages[claim.page]);
      if (claim.page + 1 == claim.pages.size()) all.add(claim.by);
      return;
    case Claim::State::none_yet:
      all.add(Phrase::claim_none_yet);
      return;
    case Claim::State::not_now:
      all.add(Phrase::claim_not_now);
      return;
    case Claim::State::locked:
      if (!claim.wait) return;
      all.add(counted(Phrase::claim_wait, screen.language, claim.wait->seconds_left(now)));
  }
}

void add_pin(Sentences& all, const Screen& screen, MonoTime now) {
  switch (screen.pin.state) {
    case Pin::State::typing:
      all.add(Phrase::staff_pin);
      return;
    case Pin::State::checking:
      all.add(Phrase::one_moment);
      return;
    case Pin::State::wrong:
      all.add(Phrase::pin_wrong);
      return;
    case Pin::State::locked:
      if (screen.pin.locked) {
        all.add(counted(Phrase::claim_wait, screen.language, screen.pin.locked->seconds_left(now)));
      }
  }
}

void add_question(Sentences& all, const Screen& screen) {
  const auto& question = screen.question();
  if (screen.step > 0 && screen.steps > 1) {
    all.add(
        filled(Phrase::question_of, screen.language,
               {{"number", std::to_string(screen.step)}, {"total", std::to_string(screen.steps)}}));
  }
  all.add(text_of(screen, question.texts));
  switch (screen.kind) {
    case ScreenKind::choice:
      all.add(Phrase::choose_one);
      return;
    case ScreenKind::topics:
      all.add(Phrase::choose_any);
      return;
    case ScreenKind::comment:
      all.add(Phrase::optional);
      return;
    case ScreenKind::contact:
      all.add(Phrase::contact_optional).add(text_of(screen, question.purpose));
      all.add(Phrase::consent_sealed);
      return;
    default:
      return;
  }
}

std::string_view problem_in_words(const Screen& screen) {
  switch (screen.contact.problem) {
    case ContactForm::Problem::none:
      return {};
    case ContactForm::Problem::consent_missing:
      return words_for(Phrase::consent_needed, screen.language);
    case ContactForm::Problem::phone_wrong:
      return words_for(Phrase::phone_wrong, screen.language);
    case ContactForm::Problem::email_wrong:
      return words_for(Phrase::email_wrong, screen.language);
    case ContactForm::Problem::nothing_reachable:
      return words_for(Phrase::contact_unreachable, screen.language);
    case ContactForm::Problem::not_sealed:
      return words_for(Phrase::contact_not_kept, screen.language);
  }
  return {};
}

/// What is typed into at the moment; null: nothing.
const std::string* typed_text(const Screen& screen) {
  if (screen.kind == ScreenKind::comment) return &screen.text;
  if (screen.kind == ScreenKind::claim) return &screen.claim.code;
  const auto& form = screen.contact;
  if (screen.kind != ScreenKind::contact || form.current >= form.entries.size()) return nullptr;
  return &form.entries[form.current].text;
}

/// What a key has done to the text; empty: nothing.
std::string typing_in_words(const Screen& before, const Screen& after) {
  const auto* was = typed_text(before);
  const auto* is = typed_text(after);
  if (was == nullptr || is == nullptr || *was == *is) return {};
  for (const auto& word : before.suggestions.words) {
    if (with_suggestion(*was, word, is->size()) == *is) return word;
  }
  if (is->size() > was->size() && is->starts_with(*was)) {
    return spoken_letter(after, std::string_view(*is).substr(was->size()));
  }
  // A sign that took the place of the space behind a suggested word.
  const auto without_space = std::string_view(*was).substr(0, was->size() - was->ends_with(' '));
  if (without_space != *was && is->size() > without_space.size() &&
      is->starts_with(without_space)) {
    return spoken_letter(after, std::string_view(*is).substr(without_space.size()));
  }
  if (was->starts_with(*is)) {
    const auto gone = std::string_view(*was).substr(is->size());
    const auto name = key_name(after.language, gone);
    return filled(Phrase::spoken_deleted, after.language, {{"text", name.empty() ? gone : name}});
  }
  return last_letter(*is);  // a syllable that has grown or shrunk
}

bool is_another_screen(const Screen& before, const Screen& after) {
  const bool other_question = before.asked != after.asked;
  const bool begins = !before.access.speech || before.language != after.language;
  return before.kind != after.kind || other_question || begins || before.help != after.help ||
         (after.kind == ScreenKind::pin && before.pin.state != after.pin.state) ||
         before.claim.state != after.claim.state || before.claim.page != after.claim.page;
}

bool is_picked(const Screen& screen, const OptionId& id) {
  return std::find(screen.picked.begin(), screen.picked.end(), id) != screen.picked.end();
}

/// What has changed on a screen that has stayed: each said by the stop that shows it.
std::vector<std::string> changed_stops(const Screen& before, const Screen& after) {
  std::vector<std::string> changed;
  const auto note = [&](bool has_changed, std::string stop) {
    if (has_changed) changed.push_back(std::move(stop));
  };
  const auto &was = before.access, &is = after.access;
  if (before.service.size() == after.service.size()) {
    for (std::size_t i = 0; i < after.service.size(); ++i) {
      const auto& line = after.service[i];
      note(!line.action.empty() && before.service[i] != line, "service " + line.action);
    }
  }
  note(was.high_contrast != is.high_contrast, "contrast");
  note(was.large_text != is.large_text, "large text");
  note(was.low_reach != is.low_reach, "low reach");
  note(was.blank != is.blank, "blank");
  note(before.suggestions.on != after.suggestions.on, "suggest");
  note(before.contact.consent != after.contact.consent, "consent");
  if (before.picked != after.picked) {
    for (const auto& option : after.question().options) {
      note(is_picked(before, option.id) != is_picked(after, option.id),
           "option " + option.id.str());
    }
  }
  return changed;
}

}  // namespace

std::string spoken_screen(const Screen& screen, MonoTime now) {
  Sentences all(screen.language);
  switch (screen.kind) {
    case ScreenKind::attract:
      all.add(text_of(screen, screen.survey->title)).add(Phrase::spoken_keypad);
      break;
    case ScreenKind::language:
      all.add(Phrase::choose_language);
      break;
    case ScreenKind::question:
    case ScreenKind::choice:
    case ScreenKind::topics:
    case ScreenKind::comment:
    case ScreenKind::contact:
      add_question(all, screen);
      break;
    case ScreenKind::saving:
    case ScreenKind::closing:
      break;  // over in a moment, and nothing to promise yet
    case ScreenKind::thanks:
      add_thanks(all, screen);
      break;
    case ScreenKind::help:
      add_help(all, screen);
      break;
    case ScreenKind::claim:
      add_claim(all, screen, now);
      break;
    case ScreenKind::idle:
      all.add(Phrase::still_there);
      if (screen.countdown) {
        all.add(
            counted(Phrase::idle_seconds, screen.language, screen.countdown->seconds_left(now)));
      }
      break;
    case ScreenKind::pin:
      add_pin(all, screen, now);
      break;
    case ScreenKind::service:
      for (const auto& line : screen.service) all.add(line.name + ": " + line.value);
      break;
    case ScreenKind::touch_test:
      all.add(in_words(screen.touches));
      break;
    case ScreenKind::resting:
      all.add(Phrase::resting).add(Phrase::staff_can_help);
      break;
    case ScreenKind::closed:
      all.add(Phrase::closed_now);
      break;
  }
  return all.take();
}

std::vector<Spoken> spoken_change(const Screen& before, const Screen& after, MonoTime now) {
  std::vector<Spoken> all;
  if (!after.access.speech) return all;
  const auto say = [&](Spoken spoken) {
    if (!spoken.text.empty()) all.push_back(std::move(spoken));
  };
  const bool undone = before.mood && !after.mood && after.kind == ScreenKind::question;
  if (undone) say({std::string(words_for(Phrase::undone, after.language)), after.language});
  if (is_another_screen(before, after)) {
    say({spoken_screen(after, now), after.language});
    if (!after.focus.empty()) say(spoken_stop(after, after.focus));
    return all;
  }
  say({typing_in_words(before, after), after.language});
  for (const auto& stop : changed_stops(before, after)) say(spoken_stop(after, stop));
  const auto &was = before.contact, &is = after.contact;
  if (was.current != is.current || was.writing != is.writing) {
    say({spoken_entry(after, is.current), after.language});
    if (was.writing != is.writing) say(spoken_stop(after, after.focus));
  }
  if (before.contact.problem != after.contact.problem) {
    say({std::string(problem_in_words(after)), after.language});
  }
  if (before.keyboard.page != after.keyboard.page) {
    say({spoken_page(after, after.keyboard.page), after.language});
  }
  const bool moved = before.focus != after.focus && !after.focus.empty();
  if (moved && all.empty()) say(spoken_stop(after, after.focus));
  return all;
}

}  // namespace earshot::kiosk
