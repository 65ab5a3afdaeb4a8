// A code that somebody came back with, and the location's answer. Neither is ever kept.
#include <algorithm>
#include <utility>

#include "kiosk/app/claim_code_pad.h"
#include "kiosk/app/session.h"

namespace earshot::kiosk {
namespace {

using Kind = Action::Kind;

}  // namespace

/// A code that was given by any of the surveys here may be read, whichever is asked now.
bool Session::reads_codes() const {
  return ports_.claims != nullptr &&
         std::any_of(offers_.begin(), offers_.end(),
                     [](const Ready& ready) { return ready.survey->claim_offered; });
}

void Session::open_claim(const Moment& now) {
  if (!screen_.code_offered) return;
  screen_.message.reset();
  visit_.claim = {};
  if (now.mono < codes_from_) lock_claim(now.mono);
  to(ScreenKind::claim, now.mono);
}

void Session::act_on_claim(const Action& action, const Moment& now) {
  // The second half of a double tap: it was meant for the screen before.
  if (!settled(now.mono)) return;
  auto& claim = visit_.claim;
  const bool reads = claim.state == Claim::State::answered;
  switch (action.kind) {
    case Kind::type:
    case Kind::erase:
      return type_code(action);
    case Kind::next:
      return reads ? turn_claim_page(true, now) : ask_claim(now);
    case Kind::back:
      return reads && claim.page > 0 ? turn_claim_page(false, now) : to_attract(now);
    case Kind::dismiss:
      return to_attract(now);
    case Kind::languages:
      return act_on_language(action, now);
    default:
      return;
  }
}

void Session::type_code(const Action& action) {
  auto& claim = visit_.claim;
  if (claim.state != Claim::State::typing) return;
  if (action.kind == Kind::erase) {
    if (!claim.code.empty()) claim.code.pop_back();
  } else if (is_code_sign(action.text) && claim.code.size() < kClaimSigns) {
    claim.code += action.text;
  }
  claim.unknown = false;
  show_claim();
}

void Session::ask_claim(const Moment& now) {
  auto& claim = visit_.claim;
  if (claim.state != Claim::State::typing || claim.code.size() < kClaimSigns) return;
  claim.state = Claim::State::asking;
  claim.unknown = false;
  visit_.claim_asked_at = now.mono;
  const auto code = std::exchange(claim.code, {});
  show_claim();
  ports_.claims->look_up(++claim_ticket_, code);
}

void Session::lock_claim(MonoTime now) {
  visit_.claim = {};
  visit_.claim.state = Claim::State::locked;
  visit_.claim.wait = Countdown{codes_from_, std::max(codes_from_ - now, times_.claim_lock)};
  show_claim();
}

void Session::claim_told(std::uint64_t ticket, const ClaimTold& told, const Moment& now) {
  auto& claim = visit_.claim;
  // One that is late was asked by somebody who has gone.
  if (ticket != claim_ticket_ || claim.state != Claim::State::asking) return;
  claim = {};
  touched_at_ = shown_at_ = now.mono;
  using Verdict = ClaimTold::Verdict;
  switch (told.verdict) {
    case Verdict::answered:
      wrong_codes_ = 0;
      claim.state = Claim::State::answered;
      claim.pages = answer_pages(told.words, screen_.language);
      claim.by = told.by;
      if (const auto local = local_time(told.at)) claim.day = local->day;
      break;
    case Verdict::none_yet:
      wrong_codes_ = 0;
      claim.state = Claim::State::none_yet;
      break;
    case Verdict::unreachable:
      claim.state = Claim::State::not_now;
      break;
    case Verdict::unknown:
      claim.unknown = true;
      if (++wrong_codes_ < kWrongCodesMax) break;
      [[fallthrough]];
    case Verdict::too_many:
      wrong_codes_ = 0;
      codes_from_ = now.mono + times_.claim_lock;
      lock_claim(now.mono);
  }
  refocus_ = !screen_.focus.empty();
  show_claim();
  settle_focus();
}

void Session::turn_claim_page(bool forward, const Moment& now) {
  auto& claim = visit_.claim;
  if (forward && claim.page + 1 >= claim.pages.size()) return;
  claim.page = forward ? claim.page + 1 : claim.page - 1;
  touched_at_ = shown_at_ = now.mono;
  refocus_ = !screen_.focus.empty();
  show_claim();
}

/// On its own screen alone.
void Session::show_claim() {
  if (screen_.kind != ScreenKind::claim) {
    screen_.claim = {};
    if (screen_.kind == ScreenKind::idle && beneath_ == ScreenKind::claim) {
      screen_.step = screen_.steps = 0;  // nothing was said here
    }
    return;
  }
  screen_.claim = visit_.claim;
  const auto pages = screen_.claim.pages.size();
  screen_.steps = pages > 1 ? static_cast<int>(pages) : 0;
  screen_.step = pages > 1 ? static_cast<int>(screen_.claim.page) + 1 : 0;
}

/// What ends by itself on this screen. False: it is only that nobody touches it.
bool Session::settle_claim(MonoTime now) {
  auto& claim = visit_.claim;
  if (claim.state == Claim::State::asking) {
    claim = {};
    claim.state = Claim::State::not_now;
  } else if (claim.wait && now >= claim.wait->ends_at) {
    claim = {};
  } else {
    return false;
  }
  touched_at_ = shown_at_ = now;
  refocus_ = !screen_.focus.empty();
  show_claim();
  return true;
}

MonoTime Session::claim_deadline() const {
  const auto& claim = visit_.claim;
  const auto idle = touched_at_ + patience_.idle;
  if (claim.state == Claim::State::asking) return visit_.claim_asked_at + times_.claim_wait;
  if (claim.wait) return std::min(idle, claim.wait->ends_at);
  if (claim.state != Claim::State::answered || claim.pages.empty()) return idle;
  const auto letters = static_cast<std::int64_t>(claim.pages[claim.page].size());
  return idle + times_.read_letter * letters;
}

}  // namespace earshot::kiosk
