#include "tools/traffic/day_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/check.h"
#include "platform/system/real_ports.h"
#include "platform/system/time_zone.h"
#include "tools/traffic/telling.h"

namespace earshot::traffic {
namespace {

constexpr Duration kTick = std::chrono::milliseconds(50);
constexpr Duration kLineEvery = std::chrono::seconds(30);

}  // namespace

DayRun::DayRun(const Machine& machine, const Plan& plan, std::span<const Place> places,
               PlayClock clock, Fleet& fleet, OnFailure on_failure)
    : machine_(machine),
      plan_(plan),
      places_(places),
      clock_(clock),
      fleet_(fleet),
      on_failure_(std::move(on_failure)),
      lanes_(places.size()) {}

void DayRun::start() {
  last_tick_ = machine_.clock.mono_now();
  next_line_ = last_tick_ + kLineEvery;
  for (Lane& lane : lanes_) lane.next_minute = clock_.now().minute();
  tick();
}

void DayRun::stop() {
  if (timer_ != 0) machine_.loop.cancel(timer_);
  timer_ = 0;
}

void DayRun::tick() {
  const MonoTime now = machine_.clock.mono_now();
  const StoreTime before = clock_.now();
  clock_.advance(now - last_tick_, machine_.clock.wall_now());
  last_tick_ = now;
  // A live clock that skipped the night has nothing to make up for.
  const bool skipped = clock_.is_live() && clock_.now().day() != before.day();
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (skipped) lanes_[i].next_minute = std::max(lanes_[i].next_minute, clock_.now().minute());
    if (const auto played = play(i); !played) {
      stop();
      return on_failure_(played.error());
    }
  }
  say_how_it_goes(now);
  timer_ = machine_.loop.at(now + kTick, [this] { tick(); });
}

/// Everything at this kiosk up to the present of the stores' clocks, in one commit.
Result<void> DayRun::play(std::size_t kiosk) {
  Lane& lane = lanes_[kiosk];
  std::vector<response::Response> responses;
  for (;;) {
    while (lane.next_visit < lane.visits.size() &&
           lane.visits[lane.next_visit].at <= clock_.now()) {
      const std::size_t index = lane.next_visit++;
      responses.push_back(to_response(kiosk, lane.visits[index], index));
    }
    const bool minute_is_over = lane.next_visit == lane.visits.size();
    if (!minute_is_over || lane.next_minute > clock_.now().minute()) break;
    lane.visits = plan_.visits(places_[kiosk], lane.next_minute++);
    lane.next_visit = 0;
  }
  if (responses.empty()) return {};
  return fleet_.say(kiosk, responses);
}

response::Response DayRun::to_response(std::size_t kiosk, const Visit& visit, std::size_t index) {
  response::Response response = visit.response;
  if (clock_.is_live()) {
    // Said just now: the last answer this moment, the first tap a little before.
    auto id = ResponseId::parse(random_hex(machine_.random));
    EARSHOT_CHECK(id.has_value());
    response.id = *std::move(id);
    response.at = machine_.clock.wall_now() - Duration{response.duration_ms};
    response.boot_id = machine_.boot_id;
    response.uptime_ms = std::max<std::int64_t>(system::uptime_ms() - response.duration_ms, 0);
  } else {
    response.id = plan_.id_of(places_[kiosk], visit.at.minute(), index);
    response.at = WallTime{visit.at.ms};
  }
  return response;
}

void DayRun::say_how_it_goes(MonoTime now) {
  if (now < next_line_) return;
  next_line_ = now + kLineEvery;
  const FleetTotals totals = fleet_.totals();
  tell(fmt::format(
      "{} in the stores; {} said, {} received, {} wait; {} of {} kiosks are connected{}{}",
      system::to_iso8601(WallTime{clock_.now().ms}).substr(0, 16), totals.said, totals.received(),
      totals.waiting, totals.connected, totals.kiosks, totals.trouble.empty() ? "" : "; ",
      totals.trouble));
}

}  // namespace earshot::traffic
