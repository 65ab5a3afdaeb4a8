// When a response was really said, although the kiosk's clock may be wrong: by its boot and uptime,
// which no clock setting changes, and the receiver's own time. Owner: whoever files responses.
// Threads: pure functions, any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/response/response.h"

namespace earshot::response {

/// What the filed time is worth. Values are stored: append only.
enum class ClockVerdict : std::uint8_t {
  as_said = 0,    ///< the kiosk's clock agrees
  corrected = 1,  ///< worked out from the kiosk's uptime; late by the time on the way at most
  uncertain = 2,  ///< said before the kiosk's last start by a clock that cannot be believed: the
                  ///< latest moment at which it can have been
};
[[nodiscard]] std::string_view to_string(ClockVerdict verdict);

/// The sender's clock, boot and uptime when it sent the frame. wall.ms 0: it does not say.
struct SenderClock {
  WallTime wall;
  std::string_view boot_id;
  std::int64_t uptime_ms = 0;
};

struct TimeSaid {
  WallTime at;
  ClockVerdict verdict = ClockVerdict::as_said;
};

/// Clocks that differ by no more than this agree: transit, and what a quartz loses in a month.
inline constexpr Duration kClockTolerance = std::chrono::minutes(2);
/// A clock that seems to be behind by up to this much may be right: its frame may have waited on
/// its way, in a broker's queue or behind a receiver that stood still.
inline constexpr Duration kOnTheWay = std::chrono::minutes(10);
/// Before 2020 nothing was said to a kiosk: a clock that says so has never been set.
inline constexpr WallTime kClockUnset{1'577'836'800'000};

/// How far the sender's clock is ahead of `now` (negative: behind), transit included; 0 when they
/// agree, or one of them says nothing that can be judged by.
[[nodiscard]] Duration clock_error(WallTime sent_at, WallTime now);

/// `now` is the receiver's. Within one boot the result is late by the time on the way at most, or
/// (as said) between kOnTheWay before and kClockTolerance after that, whatever the sender's clock
/// did. A receiver whose own clock is unset judges nobody; what was imported is believed unless it
/// lies in the future.
[[nodiscard]] TimeSaid time_said(const Response& response, const SenderClock& sender, WallTime now);

}  // namespace earshot::response
