#include "core/response/clock_correction.h"

#include <algorithm>

#include "core/base/check.h"

namespace earshot::response {
namespace {

/// A clock shows `said` where ours works out `worked_out`, which is late by the time on the way.
bool agree(WallTime said, WallTime worked_out) {
  return said <= worked_out + kClockTolerance && worked_out <= said + kOnTheWay;
}

}  // namespace

std::string_view to_string(ClockVerdict verdict) {
  switch (verdict) {
    case ClockVerdict::as_said:
      return "as_said";
    case ClockVerdict::corrected:
      return "corrected";
    case ClockVerdict::uncertain:
      return "uncertain";
  }
  EARSHOT_CHECK(false && "a verdict that does not exist");
  return {};
}

Duration clock_error(WallTime sent_at, WallTime now) {
  constexpr std::int64_t kYear9999 = 253'402'300'799'999;  // frames may claim anything
  sent_at.ms = std::clamp(sent_at.ms, std::int64_t{0}, kYear9999);
  const bool silent = sent_at.ms == 0 || now < kClockUnset || agree(sent_at, now);
  return silent ? Duration{0} : sent_at - now;
}

TimeSaid time_said(const Response& response, const SenderClock& sender, WallTime now) {
  if (now < kClockUnset) return {response.at, ClockVerdict::as_said};
  const bool same_boot = !response.boot_id.empty() && response.boot_id == sender.boot_id &&
                         response.uptime_ms <= sender.uptime_ms;
  if (same_boot) {
    const Duration age{sender.uptime_ms - response.uptime_ms};
    const WallTime said = std::max(now - age, kClockUnset);
    if (agree(response.at, said)) return {response.at, ClockVerdict::as_said};
    return {said, ClockVerdict::corrected};
  }
  const bool future = response.at > now + kClockTolerance;
  const bool by_no_clock = response.channel == Channel::import;  // somebody's file says when
  const bool doubtful = response.at < kClockUnset || clock_error(sender.wall, now) != Duration{0};
  if (!future && (by_no_clock || !doubtful)) return {response.at, ClockVerdict::as_said};
  // It was said before the kiosk started: no later than that.
  const bool another_boot =
      !response.boot_id.empty() && !sender.boot_id.empty() && response.boot_id != sender.boot_id;
  const Duration up{another_boot ? std::max<std::int64_t>(sender.uptime_ms, 0) : 0};
  return {std::max(now - up, kClockUnset), ClockVerdict::uncertain};
}

}  // namespace earshot::response
