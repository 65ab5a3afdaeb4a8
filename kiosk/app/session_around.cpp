// Around the session: surveys and their hours, messages, access modes, the keypad, staff and help.
#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/survey/variant.h"
#include "kiosk/app/session.h"
#include "kiosk/app/stops.h"

namespace earshot::kiosk {
namespace {

using Kind = Action::Kind;

constexpr std::size_t kPinDigitsMax = 12;
constexpr std::size_t kMessagesMax = 20;

bool has(const std::vector<LanguageTag>& all, const LanguageTag& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool is_fresh(const Message& message, WallTime now) {
  return !message.until || now < survey::kClockSetFrom || now < *message.until;
}

}  // namespace

Session::Ready Session::make_ready(Offer offer) const {
  EARSHOT_CHECK(offer.survey && !offer.survey->questions.empty() && !offer.languages.empty());
  EARSHOT_CHECK(survey::scale_of(offer.survey->questions.front().kind));
  Ready ready{offer.survey, std::move(offer.languages), {}};
  const auto& questions = ready.survey->questions;
  const bool unsealable = ports_.sealer == nullptr &&
                          std::any_of(questions.begin(), questions.end(), [](const auto& q) {
                            return q.kind == survey::QuestionKind::contact;
                          });
  if (unsealable) {
    // Contact details are sealed or not asked for at all.
    auto without = std::make_shared<survey::Survey>(*ready.survey);
    std::erase_if(without->questions,
                  [](const auto& q) { return q.kind == survey::QuestionKind::contact; });
    ready.survey = std::move(without);
  }
  for (const auto& variant : ready.survey->variants) {
    auto asked = std::make_shared<const survey::Survey>(survey::as_asked(*ready.survey, variant));
    ready.arms.push_back({variant.id, std::move(asked)});
  }
  if (ready.arms.empty()) ready.arms.push_back({{}, ready.survey});
  return ready;
}

std::optional<survey::LocalTime> Session::local_time(WallTime at) const {
  if (ports_.calendar == nullptr || at < survey::kClockSetFrom) return std::nullopt;
  return ports_.calendar->local_time(at);
}

const Session::Ready* Session::scheduled(survey::OpenedBy by, WallTime at) const {
  const auto local = local_time(at);
  for (const auto& ready : offers_) {
    if (ready.survey->opened_by == by &&
        survey::holds(ready.survey->schedule, local, place_.touchpoint)) {
      return &ready;
    }
  }
  return nullptr;
}

LanguageTag Session::first_language(const Ready& ready) const {
  return has(ready.languages, place_.language) ? place_.language : ready.languages.front();
}

LanguageTag Session::resting_language() const {
  const auto& offered = screen_.languages;
  return offered.empty() || has(offered, place_.language) ? place_.language : offered.front();
}

/// Somebody is at the attract or the resting screen: its modes are not the ones it begins with.
bool Session::is_looked_at() const { return screen_.access != Access{} || !screen_.focus.empty(); }

std::optional<Duration> Session::look_period() const {
  if (screen_.kind != ScreenKind::attract && screen_.kind != ScreenKind::closed)
    return std::nullopt;
  if (screen_.kind == ScreenKind::attract && messages_.size() > 1) return times_.message;
  const bool scheduled = std::any_of(offers_.begin(), offers_.end(), [](const Ready& ready) {
    return !ready.survey->schedule.always();
  });
  if (scheduled || !messages_.empty()) return times_.look_again;
  return std::nullopt;
}

void Session::look_around(const Moment& now) {
  const auto period = look_period();
  if (!period || now.mono - looked_at_ < *period) return;
  looked_at_ = now.mono;
  const auto* ready = scheduled(survey::OpenedBy::anybody, now.wall);
  const bool open = screen_.kind == ScreenKind::attract;
  const bool as_shown =
      ready == nullptr ? !open : open && visit_.response.survey == ready->survey->id;
  // Somebody who has set up the screen for themselves is about to begin: not under their eyes.
  if (!as_shown && !is_looked_at()) return to_attract(now);
  ++message_at_;
  show_message(now.wall);
}

void Session::set_messages(std::vector<Message> messages, const Moment& now) {
  messages_ = std::move(messages);
  if (messages_.size() > kMessagesMax) messages_.resize(kMessagesMax);
  message_at_ = 0;
  looked_at_ = now.mono;
  show_message(now.wall);
}

void Session::show_message(WallTime now) {
  screen_.message.reset();
  if (screen_.kind != ScreenKind::attract) return;
  for (std::size_t i = 0; i < messages_.size(); ++i) {
    const auto& message = messages_[(message_at_ + i) % messages_.size()];
    if (!is_fresh(message, now)) continue;
    message_at_ = (message_at_ + i) % messages_.size();
    screen_.message = message;
    return;
  }
}

bool Session::toggle_access(Action::Kind kind) {
  auto& access = screen_.access;
  const auto flip = [](bool& mode) { mode = !mode; };
  switch (kind) {
    case Kind::contrast:
      flip(access.high_contrast);
      return true;
    case Kind::large_text:
      flip(access.large_text);
      return true;
    case Kind::low_reach:
      flip(access.low_reach);
      return true;
    case Kind::speech:
      flip(access.speech);
      access.blank = false;
      return true;
    case Kind::blank:
      access.blank = access.speech && !access.blank;  // nobody may be left without any output
      return true;
    default:
      return false;
  }
}

void Session::press_pad(const Action& action, const Moment& now) {
  if (screen_.kind == ScreenKind::idle) return to(beneath_, now.mono);
  // Whoever comes by the keypad may not see the screen: it speaks until it is told not to.
  if (screen_.kind == ScreenKind::attract && screen_.focus.empty()) screen_.access.speech = true;
  if (action.kind != Kind::select) {
    screen_.focus = moved_focus(screen_, action.kind);
    return;
  }
  const auto focused = action_of(screen_, screen_.focus);
  if (!focused) {
    refocus_ = true;  // the first press shows where one is
    return;
  }
  by_pad_ = true;
  act(*focused, now);
  by_pad_ = false;
  if (focused->kind == Kind::type) pad_typed_ = focused->text;
}

void Session::settle_focus() {
  const bool lost = !screen_.focus.empty() && !action_of(screen_, screen_.focus);
  if (std::exchange(refocus_, false)) {
    screen_.focus.clear();
    screen_.focus = moved_focus(screen_, Kind::down);
  } else if (lost) {
    screen_.focus = refound_focus(screen_);
  }
}

void Session::act_on_pin(const Action& action, const Moment& now) {
  auto& pin = screen_.pin;
  if (screen_.kind != ScreenKind::pin) {
    if (action.kind != Kind::open_pin || ports_.pins == nullptr) return;
    visit_.pin.clear();
    pin = {};
    return to(ScreenKind::pin, now.mono);
  }
  if (action.kind == Kind::back) return to_attract(now);
  if (pin.locked && now.mono < pin.locked->ends_at) return;
  if (pin.state == Pin::State::checking) return;
  pin.locked.reset();
  auto& typed = visit_.pin;
  const bool digit = action.text.size() == 1 && action.text[0] >= '0' && action.text[0] <= '9';
  if (action.kind == Kind::type && digit && typed.size() < kPinDigitsMax) typed += action.text;
  if (action.kind == Kind::erase && !typed.empty()) typed.pop_back();
  pin.digits = typed.size();
  pin.state = Pin::State::typing;
  if (action.kind != Kind::next || typed.empty()) return;
  pin.state = Pin::State::checking;
  ports_.pins->check(std::exchange(typed, {}));
}

void Session::set_service(std::vector<ServiceLine> lines) {
  service_ = std::move(lines);
  if (screen_.kind == ScreenKind::service) show_service();
}

void Session::show_service() {
  screen_.service = service_;
  for (auto& line : screen_.service) {
    if (line.action == kTouchTestAction) line.value = touch_result_;
  }
}

void Session::act_on_service(const Action& action, const Moment& now) {
  if (action.kind == Kind::leave) return to_attract(now);
  if (action.kind != Kind::service) return;
  if (action.text != kTouchTestAction) {
    if (ports_.service) ports_.service->perform(action.text);
    return;
  }
  if (touch_fields_.answered.empty()) return;
  screen_.touches = touch_fields_;
  screen_.service.clear();
  to(ScreenKind::touch_test, now.mono);
}

void Session::touch(TouchPlace place, const Moment& now) {
  if (screen_.kind != ScreenKind::touch_test) return;
  screen_.touches.touch(place);
  touched_at_ = now.mono;
}

/// Back to the service screen, which says what came of it.
void Session::end_touch_test(const Moment& now) {
  touch_result_ = result_in_words(screen_.touches);
  screen_.touches = {};
  show_service();
  to(ScreenKind::service, now.mono);
  settle_focus();
}

void Session::pin_checked(const PinVerdict& verdict, const Moment& now) {
  if (screen_.kind != ScreenKind::pin || screen_.pin.state != Pin::State::checking) return;
  if (verdict.kind == PinVerdict::Kind::service) {
    screen_.pin = {};
    show_service();
    to(ScreenKind::service, now.mono);
  } else if (verdict.kind == PinVerdict::Kind::staff) {
    const auto* ready = scheduled(survey::OpenedBy::staff_pin, now.wall);
    to_attract(now);
    if (ready != nullptr && screen_.kind != ScreenKind::resting) {
      welcome(*ready);
      begin(now);
    }
  } else {
    screen_.pin = {Pin::State::wrong, 0, std::nullopt};
    if (verdict.locked_for.count() > 0) {
      screen_.pin.state = Pin::State::locked;
      screen_.pin.locked = Countdown{now.mono + verdict.locked_for, verdict.locked_for};
    }
    touched_at_ = now.mono;
  }
  settle_focus();
}

void Session::ring(const Moment& now) {
  if (!screen_.help_offered) return;
  auto& state = screen_.help.state;
  if (state == HelpState::none || state == HelpState::nobody || state == HelpState::unreachable) {
    screen_.help = {HelpState::calling, ""};
    visit_.rang_at = now.mono;
    ports_.bell->ring(visit_.response.id, screen_.language);
  }
  beneath_ = screen_.kind;
  to(ScreenKind::help, now.mono);
}

void Session::help_news(const ResponseId& response, HelpState state, std::string who,
                        const Moment& now) {
  if (response != visit_.response.id || screen_.help.state == HelpState::none) return;
  screen_.help = {state, std::move(who)};
  if (screen_.kind == ScreenKind::help) touched_at_ = now.mono;
}

bool Session::waits_for_help() const {
  const auto state = screen_.help.state;
  return state == HelpState::calling || state == HelpState::arrived || state == HelpState::seen;
}

std::optional<MonoTime> Session::screen_deadline() const {
  switch (screen_.kind) {
    case ScreenKind::attract:
    case ScreenKind::closed:
      if (is_looked_at()) return touched_at_ + patience_.idle;
      return std::nullopt;
    case ScreenKind::resting:
      if (is_looked_at() || screen_.language != resting_language()) {
        return touched_at_ + patience_.idle;
      }
      return std::nullopt;
    case ScreenKind::saving:
    case ScreenKind::closing:
      return shown_at_ + times_.saving_max;
    case ScreenKind::idle:
    case ScreenKind::thanks:
      return screen_.countdown->ends_at;
    case ScreenKind::help:
      if (waits_for_help()) return std::max(visit_.rang_at + times_.help_wait, shown_at_);
      return touched_at_ + patience_.idle;
    case ScreenKind::service:
      return touched_at_ + times_.service_idle;
    case ScreenKind::touch_test:
      return touched_at_ + times_.touch_test_idle;
    case ScreenKind::claim:
      return claim_deadline();
    default:
      return touched_at_ + patience_.idle;
  }
}

std::optional<MonoTime> Session::next_deadline() const {
  auto next = screen_deadline();
  const auto sooner = [&](MonoTime at) { next = next ? std::min(*next, at) : at; };
  if (screen_.undo) sooner(screen_.undo->ends_at);
  if (const auto period = look_period()) sooner(looked_at_ + *period);
  return next;
}

}  // namespace earshot::kiosk
