#include "tools/traffic/replay_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/check.h"
#include "tools/traffic/identity.h"
#include "tools/traffic/telling.h"

namespace earshot::traffic {
namespace {

/// When nothing may be fed, look again after this time.
constexpr Duration kRest = std::chrono::milliseconds(10);
constexpr Duration kWatchEvery = std::chrono::milliseconds(50);
constexpr Duration kLineEvery = std::chrono::seconds(5);

}  // namespace

ReplayRun::ReplayRun(const Machine& machine, const FeedbackMap& map, Staging& staging, Fleet& fleet,
                     ReplayPace pace, std::uint64_t total, OnDone on_done)
    : machine_(machine),
      map_(map),
      staging_(staging),
      fleet_(fleet),
      pace_(pace),
      total_(total),
      on_done_(std::move(on_done)),
      lanes_(fleet.size()) {}

void ReplayRun::start() {
  started_at_ = moved_at_ = machine_.clock.mono_now();
  next_line_ = started_at_ + kLineEvery;
  step();
  watch();
}

void ReplayRun::stop() {
  if (step_timer_ != 0) machine_.loop.cancel(step_timer_);
  if (watch_timer_ != 0) machine_.loop.cancel(watch_timer_);
  step_timer_ = watch_timer_ = 0;
}

/// Feeds one kiosk, then lets the loop see to messages before the next.
void ReplayRun::step() {
  step_timer_ = 0;
  bool fed = false;
  for (std::size_t tried = 0; tried < lanes_.size() && !fed; ++tried) {
    const std::size_t kiosk = turn_;
    turn_ = (turn_ + 1) % lanes_.size();
    const auto result = feed(kiosk);
    if (!result) return finish(tl::unexpected(result.error()));
    fed = *result;
  }
  if (std::ranges::all_of(lanes_, &Lane::at_end)) return;
  const Duration pause = fed ? Duration{0} : kRest;
  step_timer_ = machine_.loop.at(machine_.clock.mono_now() + pause, [this] { step(); });
}

/// True if the kiosk was given something.
Result<bool> ReplayRun::feed(std::size_t kiosk) {
  Lane& lane = lanes_[kiosk];
  const int allowed = allowed_now();
  if (lane.at_end || allowed == 0 || fleet_.waiting_at(kiosk) >= kAheadMax) return false;
  const auto staged = staging_.read(kiosk, lane.position, allowed);
  if (!staged) return tl::unexpected(staged.error());
  if (staged->empty()) {
    lane.at_end = true;
    return false;
  }
  std::vector<response::Response> responses;
  for (const auto& one : *staged) {
    responses.push_back(to_response(map_, fleet_.place_at(kiosk), one));
  }
  if (const auto said = fleet_.say(kiosk, responses); !said) return tl::unexpected(said.error());
  lane.position = staged->back().position;
  fed_ += staged->size();
  return true;
}

int ReplayRun::allowed_now() const {
  if (!pace_.responses_a_second) return kBatch;
  const auto seconds =
      static_cast<double>((machine_.clock.mono_now() - started_at_).count()) / 1000.0;
  const double due = 1 + seconds * *pace_.responses_a_second - static_cast<double>(fed_);
  return static_cast<int>(std::clamp(due, 0.0, static_cast<double>(kBatch)));
}

response::Response ReplayRun::to_response(const FeedbackMap& map, const Place& place,
                                          const StagedResponse& staged) {
  response::Response response;
  response.id = replayed_id(map.id, place.location, staged.respondent);
  response.touchpoint = place.touchpoint;
  response.survey = map.survey;
  response.survey_version = map.survey_version;
  response.language = map.language;
  response.audience = map.audience;
  response.channel = response::Channel::import;
  response.at = staged.at;
  response.answers.push_back({map.question, map.kind, staged.rating, {}, ""});
  if (!staged.comment.empty()) {
    response.answers.push_back(
        {map.comment_question, survey::QuestionKind::comment, std::nullopt, {}, staged.comment});
  }
  EARSHOT_CHECK(response::validate(response).has_value());
  return response;
}

void ReplayRun::watch() {
  watch_timer_ = 0;
  const MonoTime now = machine_.clock.mono_now();
  const FleetTotals totals = fleet_.totals();
  if (totals.received() != received_) {
    received_ = totals.received();
    moved_at_ = now;
  }
  const bool all_said = std::ranges::all_of(lanes_, &Lane::at_end);
  if (all_said && totals.waiting == 0) return finish({});
  if (now - moved_at_ > pace_.patience && totals.waiting > 0) {
    return finish(fail(ErrorCode::busy, "no receipt came for " +
                                            std::to_string(pace_.patience.count() / 1000) + " s"));
  }
  if (now >= next_line_) {
    next_line_ = now + kLineEvery;
    tell(fmt::format(
        "{} of {} responses said, {} wait for receipts; {} of {} kiosks are connected{}{}", fed_,
        total_, totals.waiting, totals.connected, totals.kiosks, totals.trouble.empty() ? "" : "; ",
        totals.trouble));
  }
  watch_timer_ = machine_.loop.at(now + kWatchEvery, [this] { watch(); });
}

void ReplayRun::finish(Result<void> result) {
  stop();
  if (!on_done_) return;
  const OnDone done = std::exchange(on_done_, nullptr);
  done(std::move(result));
}

}  // namespace earshot::traffic
