// What was said: from what is typed and picked to the revisions of one response.
#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/utf8.h"
#include "kiosk/app/contact.h"
#include "kiosk/app/keyboard.h"
#include "kiosk/app/session.h"
#include "kiosk/app/suggestions.h"
#include "kiosk/app/tempo.h"
#include "kiosk/app/writing.h"

namespace earshot::kiosk {
namespace {

using survey::QuestionKind;

template <typename T>
bool has(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool has_option(const survey::Question& question, const OptionId& id) {
  return std::any_of(question.options.begin(), question.options.end(),
                     [&](const survey::Option& option) { return option.id == id; });
}

}  // namespace

void Session::rate(int rating, const Moment& now) {
  const auto scale = survey::scale_of(screen_.question().kind);
  if (!scale || rating < scale->lowest || rating > scale->highest) return;
  auto& response = visit_.response;
  if (!visit_.rated_at) {
    visit_.rated_at = now.mono;
    response.at = now.wall;
    response.uptime_ms = now.uptime_ms;
  }
  response.withdrawn = false;
  auto answer = new_answer();
  answer.rating = rating;
  const bool changed = put(std::move(answer));
  go_on(changed, now);
}

void Session::choose(const OptionId& option, const Moment& now) {
  const auto& question = screen_.question();
  if (question.kind != QuestionKind::choice || !has_option(question, option)) return;
  auto answer = new_answer();
  answer.chosen = {option};
  const bool changed = put(std::move(answer));
  go_on(changed, now);
}

void Session::toggle(const OptionId& option) {
  const auto& question = screen_.question();
  if (question.kind != QuestionKind::topics || !has_option(question, option)) return;
  auto& picked = visit_.draft.picked;
  if (std::erase(picked, option) == 0) picked.push_back(option);
  show_draft();
}

void Session::type(const std::string& text) {
  if (screen_.kind != ScreenKind::comment && screen_.kind != ScreenKind::contact) return;
  auto& typed = typed_text();
  const auto base = close_accents();
  const bool behind_word = !typed.empty() && typed == visit_.draft.with_word &&
                           stands_behind_a_word(text, screen_.language);
  const bool replaces = behind_word || (!base.empty() && last_letter(typed) == base);
  auto longer = with_key(replaces ? without_last(typed) : typed, text, typed_max());
  if (longer == typed) return show_draft();
  typed = std::move(longer);
  take_what_was_typed();
}

void Session::erase() {
  if (screen_.kind != ScreenKind::comment && screen_.kind != ScreenKind::contact) return;
  auto& typed = typed_text();
  (void)close_accents();
  typed = without_last(typed);
  take_what_was_typed();
}

/// Select is still down on the letter that it has just typed.
void Session::open_accents() {
  const auto letter = std::exchange(pad_typed_, {});
  const bool types = screen_.kind == ScreenKind::comment || screen_.kind == ScreenKind::contact;
  if (letter.empty() || !types || last_letter(typed_text()) != letter) return;
  auto& keyboard = visit_.draft.keyboard;
  const auto accents = accents_of(screen_.language, keyboard, letter);
  if (accents.empty() || !keyboard.accents_of.empty()) return;
  keyboard.accents_of = letter;
  screen_.focus = "key " + accents.front();
  show_draft();
}

/// The keys come back, and the focus goes to the one that was held. Which letter that was.
std::string Session::close_accents() {
  auto base = std::exchange(visit_.draft.keyboard.accents_of, {});
  if (!base.empty() && by_pad_) screen_.focus = "key " + base;
  return base;
}

/// Only one of those that are suggested right now: what a finger meant a moment ago may be gone.
void Session::take_word(const std::string& word) {
  if (!has(screen_.suggestions.words, word)) return;
  auto& typed = typed_text();
  (void)close_accents();
  typed = with_suggestion(typed, word, typed_max());
  take_what_was_typed();
  visit_.draft.with_word = typed;
}

void Session::take_what_was_typed() {
  auto& draft = visit_.draft;
  draft.with_word.clear();
  draft.keyboard = after_typing(screen_.language, draft.keyboard, typed_text());
  draft.contact.problem = ContactForm::Problem::none;
  show_draft();
}

void Session::next(const Moment& now) {
  if (screen_.asked == 0 && answer_to(screen_.question().id) == nullptr) return;
  if (screen_.kind != ScreenKind::contact) return go_on(take_draft(), now);
  auto& form = visit_.draft.contact;
  if (std::exchange(form.writing, false)) return show_draft();
  bool taken = false;
  if (settle_contact(taken, now)) go_on(taken, now);
}

/// "That was all." Contact details that were typed go along, or what is in their way is said.
void Session::finish(const Moment& now) {
  if (visit_.response.revision == 0 || visit_.response.withdrawn) return to_attract(now);
  if (screen_.kind == ScreenKind::contact) return finish_contact(now);
  const bool changed = take_draft();
  if (return_to_contact(now)) {
    if (changed) save(true, now);
    return finish_contact(now);
  }
  if (changed) save(false, now);
  close(now);
}

/// A problem that was told, and stands: the button says now that the details are left out.
void Session::finish_contact(const Moment& now) {
  auto& form = visit_.draft.contact;
  form.writing = false;
  const bool told = form.problem != ContactForm::Problem::none;
  if (told && now.mono - visit_.told_at < times_.told_min) return show_draft();
  bool taken = false;
  if (!told && !settle_contact(taken, now)) return;
  form = {};
  if (taken) save(false, now);
  close(now);
}

/// Contact details as they are now: sent (`taken`), or none there. False: something is in their
/// way, which the screen says.
bool Session::settle_contact(bool& taken, const Moment& now) {
  auto& form = visit_.draft.contact;
  form.problem = problem_of(form);
  const bool empty = is_empty(form);
  taken = form.problem == ContactForm::Problem::none && !empty && take_contact(now);
  if (taken || empty) return true;
  visit_.told_at = now.mono;
  show_draft();
  return false;
}

/// Details that were put aside on the way back are on the screen again. False: there are none, or
/// their question is no longer asked.
bool Session::return_to_contact(const Moment& now) {
  const auto& question = visit_.unsent.question;
  const auto& form = visit_.unsent.form;
  if (is_empty(form)) return false;
  const auto way = survey::way_through(*screen_.survey, said(), visit_.response.id);
  const auto at = std::find_if(way.begin(), way.end(), [&](std::size_t index) {
    return screen_.survey->questions[index].id == question;
  });
  if (at == way.end()) return false;
  show_question(*at, now);
  return true;
}

/// The screen leaves its question: contact details that were not sent wait for it to come back.
void Session::put_aside() {
  auto& form = visit_.draft.contact;
  if (screen_.survey->questions[screen_.asked].kind != QuestionKind::contact) return;
  visit_.unsent = {screen_.question().id, std::exchange(form, {})};
}

/// What was said to this question before, to go on from: words one by one, contact details never.
void Session::open_draft() {
  const auto& question = screen_.question();
  auto& draft = visit_.draft;
  if (question.kind == QuestionKind::contact) {
    auto& form = draft.contact;
    if (form.entries.empty() && visit_.unsent.question == question.id) {
      form = std::exchange(visit_.unsent, {}).form;
      form.writing = false;
      form.problem = ContactForm::Problem::none;
    }
    if (form.entries.empty()) {
      for (const auto field : question.fields) form.entries.push_back({field, ""});
      EARSHOT_CHECK(!form.entries.empty());
    }
    const auto& entry = form.entries[form.current];
    draft.keyboard = opened_keyboard(screen_.language, entry.field, entry.text);
    draft.keyboard.small = place_.small_panel;
    return;
  }
  if (const auto* before = answer_to(question.id)) {
    draft.picked = before->chosen;
    draft.text = before->text;
  }
  draft.keyboard = opened_keyboard(screen_.language, std::nullopt, draft.text);
  draft.keyboard.small = place_.small_panel;
}

/// Puts on the screen what belongs on a screen of this kind, and takes away everything else that
/// was typed or picked: no screen but its own ever holds a customer's words.
void Session::show_draft() {
  const auto kind = screen_.kind;
  const auto& draft = visit_.draft;
  screen_.picked.clear();
  screen_.text.clear();
  screen_.contact = {};
  screen_.keyboard = {};
  screen_.suggestions = {};
  screen_.chosen.reset();
  show_claim();
  if (kind == ScreenKind::comment || kind == ScreenKind::contact) screen_.keyboard = draft.keyboard;
  if (kind == ScreenKind::comment) screen_.text = draft.text;
  if (kind == ScreenKind::comment) show_suggestions();
  if (kind == ScreenKind::contact) screen_.contact = draft.contact;
  if (kind == ScreenKind::choice || kind == ScreenKind::topics) screen_.picked = draft.picked;
  const response::Answer* rating = nullptr;
  if (kind == ScreenKind::question) rating = answer_to(screen_.question().id);
  if (kind == ScreenKind::saving || kind == ScreenKind::thanks) {
    rating = response::main_rating(visit_.response);
  }
  if (rating != nullptr) screen_.chosen = rating->rating;
}

void Session::show_suggestions() {
  auto& shown = screen_.suggestions;
  shown.offered = place_.suggests_words && !place_.small_panel && suggests_words(screen_.language);
  shown.on = shown.offered && visit_.suggests;
  if (!shown.on) return;
  shown.words = suggested_words(screen_.text, screen_.language, *screen_.survey, typed_max());
}

response::Answer Session::new_answer() const {
  response::Answer answer;
  answer.question = screen_.question().id;
  answer.kind = screen_.question().kind;
  return answer;
}

/// True if that is something new. Answers stand in the order of their questions, so that the first
/// rating is the main one.
bool Session::put(response::Answer answer) {
  auto& answers = visit_.response.answers;
  const auto place = [&](const QuestionId& id) {
    const auto& questions = screen_.survey->questions;
    return std::find_if(questions.begin(), questions.end(),
                        [&](const survey::Question& q) { return q.id == id; });
  };
  const auto same = std::find_if(answers.begin(), answers.end(), [&](const response::Answer& a) {
    return a.question == answer.question;
  });
  if (same != answers.end()) {
    if (*same == answer) return false;
    *same = std::move(answer);
    return true;
  }
  const auto behind = std::find_if(answers.begin(), answers.end(), [&](const response::Answer& a) {
    return place(a.question) > place(answer.question);
  });
  answers.insert(behind, std::move(answer));
  return true;
}

bool Session::forget(const QuestionId& question) {
  return std::erase_if(visit_.response.answers, [&](const response::Answer& answer) {
           return answer.question == question;
         }) > 0;
}

/// Makes an answer of what is picked or typed here. True if that is something new.
bool Session::take_draft() {
  auto answer = new_answer();
  if (answer.kind == QuestionKind::topics) {
    answer.chosen = visit_.draft.picked;
    return answer.chosen.empty() ? forget(answer.question) : put(std::move(answer));
  }
  if (answer.kind == QuestionKind::comment) {
    answer.text = clean_text(visit_.draft.text, response::kCommentCodePointsMax);
    const bool silent = answer.text.find_first_not_of(" \n") == std::string::npos;
    return silent ? forget(answer.question) : put(std::move(answer));
  }
  return false;
}

/// Closes the contact details; the open ones are gone from then on, whether it could be done or
/// not.
bool Session::take_contact(const Moment& now) {
  auto& form = visit_.draft.contact;
  const auto& survey = *screen_.survey;
  ContactDetails details;
  for (auto& [field, text] : form.entries) {
    auto clean = one_line(text, length_max(field));
    if (field == survey::ContactField::name) details.name = std::move(clean);
    if (field == survey::ContactField::phone) details.phone = std::move(clean);
    if (field == survey::ContactField::email) details.email = std::move(clean);
    text.clear();
  }
  details.purpose =
      survey::text_in(screen_.question().purpose, screen_.language, survey.languages.front());
  details.language = screen_.language;
  details.at = now.wall;
  form.consent = false;
  auto answer = new_answer();
  answer.text = ports_.sealer->seal(details);
  if (answer.text.empty()) {
    form.problem = ContactForm::Problem::not_sealed;
    return false;
  }
  return put(std::move(answer));
}

/// Another rating leads another way: what was said to questions that are no longer on it goes.
void Session::leave_the_wrong_way() {
  const auto way = survey::way_through(*screen_.survey, said(), visit_.response.id);
  const auto& questions = screen_.survey->questions;
  std::erase_if(visit_.response.answers, [&](const response::Answer& answer) {
    return std::none_of(way.begin(), way.end(),
                        [&](std::size_t index) { return questions[index].id == answer.question; });
  });
}

void Session::save(bool partial, const Moment& now) {
  auto& response = visit_.response;
  response.revision++;
  response.partial = partial;
  response.language = screen_.language;
  response.duration_ms = std::max<std::int64_t>(0, (visit_.touched_at - *visit_.began_at).count());
  flag_misuse(now);
  saver_.save(response);
}

void Session::flag_misuse(const Moment& now) {
  auto& response = visit_.response;
  const Tempo tempo{*visit_.rated_at - *visit_.asked_at, visit_.touched_at - *visit_.rated_at,
                    response.answers.size()};
  if (is_too_fast(tempo)) response.misuse |= response::kMisuseTooFast;
  const auto local = local_time(now.wall);
  if (local && !survey::hold(place_.opening_hours, *local)) {
    response.misuse |= response::kMisuseOutOfHours;
  }
}

std::string& Session::typed_text() {
  auto& draft = visit_.draft;
  return screen_.kind == ScreenKind::contact ? draft.contact.entries[draft.contact.current].text
                                             : draft.text;
}

std::size_t Session::typed_max() const {
  const auto& form = visit_.draft.contact;
  if (screen_.kind == ScreenKind::contact) return length_max(form.entries[form.current].field);
  return static_cast<std::size_t>(screen_.question().length_max);
}

std::vector<survey::Said> Session::said() const {
  std::vector<survey::Said> said;
  for (const auto& answer : visit_.response.answers) {
    said.push_back({answer.question, answer.kind, answer.rating, answer.chosen});
  }
  return said;
}

const response::Answer* Session::answer_to(const QuestionId& question) const {
  for (const auto& answer : visit_.response.answers) {
    if (answer.question == question) return &answer;
  }
  return nullptr;
}

}  // namespace earshot::kiosk
