#include "kiosk/app/session.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/claim_code.h"
#include "core/survey/variant.h"
#include "kiosk/app/keyboard.h"

namespace earshot::kiosk {
namespace {

using Kind = Action::Kind;

bool asks(ScreenKind kind) {
  switch (kind) {
    case ScreenKind::question:
    case ScreenKind::choice:
    case ScreenKind::topics:
    case ScreenKind::comment:
    case ScreenKind::contact:
      return true;
    default:
      return false;
  }
}

ScreenKind screen_for(survey::QuestionKind kind) {
  switch (kind) {
    case survey::QuestionKind::choice:
      return ScreenKind::choice;
    case survey::QuestionKind::topics:
      return ScreenKind::topics;
    case survey::QuestionKind::comment:
      return ScreenKind::comment;
    case survey::QuestionKind::contact:
      return ScreenKind::contact;
    default:
      return ScreenKind::question;
  }
}

}  // namespace

Session::Session(Place place, Saver& saver, Random& random, SessionPorts ports, SessionTimes times)
    : place_(std::move(place)), saver_(saver), random_(random), ports_(ports), times_(times) {
  screen_.language = place_.language;
}

void Session::set_survey(std::shared_ptr<const survey::Survey> survey,
                         std::vector<LanguageTag> languages, const Moment& now) {
  set_surveys({{std::move(survey), std::move(languages)}}, now);
}

void Session::set_surveys(std::vector<Offer> offers, const Moment& now) {
  offers_.clear();
  for (auto& offer : offers) offers_.push_back(make_ready(std::move(offer)));
  const bool waits =
      screen_.kind == ScreenKind::closed || (screen_.kind == ScreenKind::resting && !store_failed_);
  if (waits || (screen_.kind == ScreenKind::attract && !is_looked_at())) to_attract(now);
}

void Session::act(const Action& action, const Moment& now) {
  if (action.kind == Kind::none) return;
  if (action.kind == Kind::hold) {
    open_accents();  // no touch: a key that something lies on keeps no session alive
    return settle_focus();
  }
  if (!by_pad_) pad_typed_.clear();
  touched_at_ = now.mono;
  visit_.touched_at = now.mono;
  switch (action.kind) {
    case Kind::up:
    case Kind::down:
    case Kind::left:
    case Kind::right:
    case Kind::select:
      press_pad(action, now);
      return settle_focus();
    default:
      break;
  }
  if (!by_pad_) screen_.focus.clear();  // a finger needs no focus
  const bool was_idle = screen_.kind == ScreenKind::idle;
  if (!toggle_access(action.kind)) {
    act_here(action, now);
  } else if (was_idle) {
    to(beneath_, now.mono);
  }
  if (screen_.kind == ScreenKind::thanks) {
    screen_.countdown = Countdown{now.mono + patience_.thanks, patience_.thanks};
  }
  settle_focus();
}

void Session::act_here(const Action& action, const Moment& now) {
  if (asks(screen_.kind)) return act_on_question(action, now);
  switch (screen_.kind) {
    case ScreenKind::attract:
      if (action.kind == Kind::begin) return begin(now);
      if (action.kind == Kind::language && choose_language(action.language)) return start(now);
      if (action.kind == Kind::languages) return act_on_language(action, now);
      if (action.kind == Kind::have_code) return open_claim(now);
      return act_on_pin(action, now);
    case ScreenKind::language:
      return act_on_language(action, now);
    case ScreenKind::idle:
      return to(beneath_, now.mono);  // whatever was touched: somebody is there
    case ScreenKind::help:
      if (action.kind == Kind::back) to(beneath_, now.mono);
      return;
    case ScreenKind::thanks:
      return act_on_thanks(action, now);
    case ScreenKind::claim:
      return act_on_claim(action, now);
    case ScreenKind::service:
      return act_on_service(action, now);
    case ScreenKind::touch_test:
      if (action.kind == Kind::leave) end_touch_test(now);
      return;
    case ScreenKind::pin:
    case ScreenKind::resting:
    case ScreenKind::closed:
      return act_on_pin(action, now);
    default:
      return;
  }
}

void Session::act_on_question(const Action& action, const Moment& now) {
  if (action.kind == Kind::language) {
    if (choose_language(action.language)) show_draft();
    return;
  }
  // The second half of a double tap: it was meant for the screen before.
  if (!settled(now.mono)) return;
  switch (action.kind) {
    case Kind::rate:
      return rate(action.rating, now);
    case Kind::choose:
      return choose(action.option, now);
    case Kind::toggle:
      return toggle(action.option);
    case Kind::type:
      return type(action.text);
    case Kind::erase:
      return erase();
    case Kind::suggest:
      visit_.suggests = screen_.suggestions.offered && !visit_.suggests;
      return show_draft();
    case Kind::word:
      return take_word(action.text);
    case Kind::shift:
    case Kind::page: {
      auto& keyboard = visit_.draft.keyboard;
      (void)close_accents();
      if (action.kind == Kind::page) keyboard.page = action.page;
      if (action.kind == Kind::shift) keyboard = after_shift(keyboard);
      return show_draft();
    }
    case Kind::field:
      if (action.index < visit_.draft.contact.entries.size()) {
        visit_.draft.contact.current = action.index;
        visit_.draft.contact.writing = place_.small_panel;
        open_draft();
      }
      return show_draft();
    case Kind::consent: {
      auto& form = visit_.draft.contact;
      form.consent = !form.consent;
      form.problem = ContactForm::Problem::none;
      return show_draft();
    }
    case Kind::next:
      return next(now);
    case Kind::back:
      return go_back(now);
    case Kind::finish:
      return finish(now);
    case Kind::undo:
      return undo(now);
    case Kind::help:
      return ring(now);
    case Kind::languages:
      return act_on_language(action, now);
    default:
      return;
  }
}

void Session::act_on_language(const Action& action, const Moment& now) {
  if (action.kind == Kind::languages) {
    if (screen_.languages.size() < 2) return;
    beneath_ = screen_.kind;
    return to(ScreenKind::language, now.mono);
  }
  if (!settled(now.mono)) return;
  const bool before_all = beneath_ == ScreenKind::attract;
  if (action.kind == Kind::language) {
    if (!choose_language(action.language)) return;
    return before_all ? start(now) : to(beneath_, now.mono);
  }
  if (action.kind != Kind::back) return;
  if (before_all) return to_attract(now);
  to(beneath_, now.mono);
}

void Session::act_on_thanks(const Action& action, const Moment& now) {
  switch (action.kind) {
    case Kind::dismiss:
      if (now.mono - shown_at_ >= times_.thanks_min) to_attract(now);
      return;
    case Kind::undo:
      if (settled(now.mono)) undo(now);
      return;
    case Kind::help:
      return ring(now);
    case Kind::language:
      (void)choose_language(action.language);
      return;
    default:
      return;
  }
}

/// The next customer's id is drawn here, so that their arm of a comparison also greets them.
void Session::welcome(const Ready& ready) {
  visit_ = {};
  auto& response = visit_.response;
  response.id = *ResponseId::parse(random_hex(random_));
  response.revision = 0;
  const auto* variant = survey::choose_variant(*ready.survey, response.id);
  const auto& arms = ready.arms;
  const auto arm = std::find_if(arms.begin(), arms.end(), [&](const Arm& a) {
    return variant == nullptr || a.variant == variant->id;
  });
  response.touchpoint = place_.touchpoint;
  response.survey = ready.survey->id;
  response.survey_version = ready.survey->version;
  response.variant = arm->variant;
  response.audience = ready.survey->audience;
  response.channel = response::Channel::kiosk;
  response.boot_id = place_.boot_id;
  patience_ = ready.survey->patience;
  screen_.survey = arm->survey;
  screen_.languages = ready.languages;
  screen_.language = first_language(ready);
  screen_.help_offered = ready.survey->help_offered && ports_.bell != nullptr;
  screen_.code_offered = reads_codes();
}

void Session::begin(const Moment& now) {
  visit_.began_at = now.mono;
  if (screen_.survey->language_first && screen_.languages.size() > 1) {
    return act_on_language({Kind::languages}, now);
  }
  start(now);
}

void Session::start(const Moment& now) {
  if (!visit_.began_at) visit_.began_at = now.mono;
  screen_.message.reset();
  show_question(0, now);
}

bool Session::choose_language(const LanguageTag& language) {
  const auto& offered = screen_.languages;
  if (std::find(offered.begin(), offered.end(), language) == offered.end()) return false;
  screen_.language = language;
  return true;
}

void Session::show_question(std::size_t index, const Moment& now) {
  put_aside();
  screen_.asked = index;
  visit_.draft = {};
  if (!visit_.asked_at) visit_.asked_at = now.mono;
  open_draft();
  const auto way = survey::way_through(*screen_.survey, said(), visit_.response.id);
  const auto here = std::find(way.begin(), way.end(), index);
  screen_.step = static_cast<int>(here - way.begin()) + 1;
  screen_.steps = static_cast<int>(way.size());
  screen_.can_go_back = here != way.begin();
  to(screen_for(screen_.question().kind), now.mono);
}

/// After the answer to this question, or without one. `changed`: there is something new to keep.
void Session::go_on(bool changed, const Moment& now) {
  leave_the_wrong_way();
  const auto next =
      survey::next_question(*screen_.survey, screen_.asked, said(), visit_.response.id);
  if (changed) save(next.has_value(), now);
  if (screen_.asked == 0 && changed) return to(ScreenKind::saving, now.mono);
  if (next) return show_question(*next, now);
  close(now);
}

void Session::go_back(const Moment& now) {
  if (!screen_.can_go_back) return;
  if (take_draft()) save(true, now);
  const auto way = survey::way_through(*screen_.survey, said(), visit_.response.id);
  const auto here = std::find(way.begin(), way.end(), screen_.asked);
  EARSHOT_CHECK(here != way.begin() && here != way.end());
  show_question(*(here - 1), now);
}

/// The rating was a mis-tap: it is withdrawn at once, and asked for again.
void Session::undo(const Moment& now) {
  if (!screen_.undo || now.mono >= screen_.undo->ends_at) return;
  screen_.undo.reset();
  screen_.mood.reset();
  screen_.claim_code.clear();
  auto& response = visit_.response;
  response.withdrawn = true;
  save(true, now);
  response.answers.clear();
  show_question(0, now);
}

/// All is said: what was kept as partial is kept as whole.
void Session::close(const Moment& now) {
  if (visit_.response.partial) save(false, now);
  to(ScreenKind::closing, now.mono);
  note_durable(now);
}

/// Nobody is there any more. What was typed and picked counts as said; contact details that nobody
/// sent off do not.
void Session::abandon(const Moment& now) {
  to(beneath_, now.mono);
  const auto& response = visit_.response;
  const bool said_something = response.revision > 0 && !response.withdrawn;
  if (said_something && asks(screen_.kind) && take_draft()) save(true, now);
  to_attract(now);
}

void Session::saved(const ResponseId& id, std::uint32_t revision, const Moment& now) {
  // Too late for the one who gave it: the screen has said since that it rests, or is somebody
  // else's, so it does not thank whoever stands there now.
  if (id != visit_.response.id) return;
  visit_.durable = std::max(visit_.durable, revision);
  note_durable(now);
  settle_focus();
}

void Session::note_durable(const Moment& now) {
  if (visit_.durable < visit_.response.revision) return;
  if (screen_.kind == ScreenKind::closing) return show_thanks(now);
  if (screen_.kind != ScreenKind::saving) return;
  const auto undo = screen_.access.speech ? times_.undo_by_ear : times_.undo;
  screen_.undo = Countdown{now.mono + undo, undo};
  const auto* rating = response::main_rating(visit_.response);
  screen_.mood = survey::mood_of(rating->kind, *rating->rating);
  const auto next = survey::next_question(*screen_.survey, 0, said(), visit_.response.id);
  if (next) return show_question(*next, now);
  close(now);
}

void Session::show_thanks(const Moment& now) {
  const auto& survey = *screen_.survey;
  screen_.claim_code = survey.claim_offered ? claim_code(visit_.response.id) : "";
  to(ScreenKind::thanks, now.mono);
}

void Session::save_failed(const ResponseId& id, std::uint32_t revision, const Moment& now) {
  if (id == visit_.response.id && revision <= visit_.response.revision) store_failed(now);
}

void Session::store_failed(const Moment& now) {
  store_failed_ = true;
  const auto here = screen_.kind == ScreenKind::help ? beneath_ : screen_.kind;
  // That one is durable, and staff may be looking for the reason: rest afterwards.
  if (here == ScreenKind::thanks || here == ScreenKind::pin || here == ScreenKind::service) return;
  if (here == ScreenKind::touch_test) return;
  if (here == ScreenKind::claim) return;  // the answer is the location's, and not on this disk
  rest(now.mono);
}

void Session::store_recovered(const Moment& now) {
  store_failed_ = false;
  if (screen_.kind == ScreenKind::resting) to_attract(now);
}

void Session::tick(const Moment& now) {
  if (screen_.undo && now.mono >= screen_.undo->ends_at) screen_.undo.reset();
  look_around(now);
  const auto deadline = screen_deadline();
  if (!deadline || now.mono < *deadline) return settle_focus();
  switch (screen_.kind) {
    case ScreenKind::saving:
    case ScreenKind::closing:
      return store_failed(now);
    case ScreenKind::idle:
      abandon(now);
      break;
    case ScreenKind::help:
      if (waits_for_help()) {
        screen_.help.state = HelpState::nobody;
        touched_at_ = now.mono;
        break;
      }
      to(beneath_, now.mono);
      if (screen_.kind != ScreenKind::thanks) warn_idle(now.mono);
      break;
    case ScreenKind::language:
      if (beneath_ == ScreenKind::attract) start(now);
      if (screen_.kind == ScreenKind::language) to(beneath_, now.mono);
      warn_idle(now.mono);
      break;
    case ScreenKind::touch_test:
      return end_touch_test(now);
    case ScreenKind::claim:
      if (!settle_claim(now.mono)) warn_idle(now.mono);
      break;
    case ScreenKind::resting:
      return calm_down();
    case ScreenKind::attract:
    case ScreenKind::closed:
    case ScreenKind::thanks:
    case ScreenKind::pin:
    case ScreenKind::service:
      return to_attract(now);
    default:
      warn_idle(now.mono);
  }
  settle_focus();
}

void Session::warn_idle(MonoTime now) {
  beneath_ = screen_.kind;
  to(ScreenKind::idle, now);
}

void Session::to_attract(const Moment& now) {
  const auto* ready = scheduled(survey::OpenedBy::anybody, now.wall);
  const auto language = screen_.language;
  screen_ = {};
  visit_ = {};
  looked_at_ = now.mono;
  screen_.language = place_.language.empty() ? language : place_.language;
  if (ready != nullptr) welcome(*ready);
  if (store_failed_ || offers_.empty()) return to(ScreenKind::resting, now.mono);
  if (ready == nullptr) return to(ScreenKind::closed, now.mono);
  to(ScreenKind::attract, now.mono);
  show_message(now.wall);
}

/// Out of service at once, in the customer's own language, and without a word of theirs.
void Session::rest(MonoTime now) {
  Screen resting;
  resting.survey = screen_.survey;
  resting.language = screen_.language;
  resting.languages = screen_.languages;
  resting.access = screen_.access;
  screen_ = std::move(resting);
  visit_ = {};
  to(ScreenKind::resting, now);
}

/// Whoever wanted it larger, or in another language, has left the resting screen.
void Session::calm_down() {
  screen_.access = {};
  screen_.focus.clear();
  screen_.language = resting_language();
}

void Session::to(ScreenKind kind, MonoTime now) {
  if (!screen_.focus.empty()) refocus_ = true;
  screen_.kind = kind;
  shown_at_ = now;
  touched_at_ = now;
  screen_.countdown.reset();
  if (kind == ScreenKind::idle)
    screen_.countdown = Countdown{now + patience_.react, patience_.react};
  if (kind == ScreenKind::thanks) {
    screen_.countdown = Countdown{now + patience_.thanks, patience_.thanks};
  }
  show_draft();
}

}  // namespace earshot::kiosk
