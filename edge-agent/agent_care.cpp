// The part of the shell that tells kiosks how their calls for help stand and what to show, and the
// manager's pages who calls.
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "core/wire/claims.h"
#include "core/wire/down_topics.h"
#include "edge-agent/agent_impl.h"
#include "edge-agent/api_care.h"

namespace earshot::edge {

/// A message may be lost on its way, so it is said again while somebody may stand there.
void Agent::Impl::tell_callers() {
  if (!site_ || !site_->connected()) return;
  const auto calls = edge->care().calls(kTellCallersFor);
  if (!calls) return trouble_is(tl::unexpected(calls.error()));
  const auto now = clock.mono_now();
  if (calls->empty()) callers_told_.clear();
  for (const auto& call : *calls) {
    if (call.late) continue;
    const auto news = help_news_json(call);
    auto& told = callers_told_[call.alert];
    if (told.news == news && now - told.at < kTellAgainEvery) continue;
    if (site_->publish(wire::help_topic(call.device), news, 1, false)) told = {news, now};
  }
}

void Agent::Impl::tell_messages() {
  if (!site_ || !site_->connected()) {
    messages_told_.clear();  // the broker keeps nothing for certain
    return;
  }
  const auto messages = edge->care().messages();
  if (!messages) return trouble_is(tl::unexpected(messages.error()));
  const auto json = kiosk_messages_json(*messages);
  for (const auto& kiosk : edge->kiosks()) {
    const auto told = messages_told_.find(kiosk);
    if (told != messages_told_.end() && told->second == json) continue;
    if (site_->publish(wire::messages_topic(kiosk), json, 1, true)) messages_told_[kiosk] = json;
  }
}

void Agent::Impl::answer_claim(const DeviceId& kiosk, std::string_view question) {
  const auto answer = edge->care().answer_claim(kiosk, question);
  if (!answer) {
    // The kiosk says by itself that it cannot be looked up now.
    spdlog::warn("a code typed at {} could not be looked up: {}", kiosk.str(),
                 answer.error().message);
    return;
  }
  (void)site_->publish(wire::claim_answer_topic(kiosk), *answer, 1, false);
}

void Agent::Impl::show_help() {
  if (events_ == nullptr || events_->clients() == 0) return;
  const auto calls = edge->care().calls(kHelpShown);
  if (!calls) return;
  auto json = to_text(help_calls_json(*calls));
  if (json == help_shown_) return;
  events_->publish("help", json);
  help_shown_ = std::move(json);
}

}  // namespace earshot::edge
