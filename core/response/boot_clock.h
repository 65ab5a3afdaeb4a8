// When a response was really said, fixed once for each boot of a kiosk by the kiosk itself: its
// uptime, which no clock setting changes, against its receiver's clock. The judgement is kept and
// sent with the records, so that everybody who files them, and whenever, files at the same moment.
// Owner: the kiosk judges, whoever files reads. Threads: plain values and pure functions, any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/response/clock_correction.h"

namespace earshot::response {

/// How the times of a boot are to be read, from an uptime on.
struct BootTime {
  /// Values are stored and part of the wire format: append only.
  enum class Kind : std::uint8_t {
    exact = 1,      ///< the boot began at `at`: a response's uptime says when it was given
    as_said = 2,    ///< its clock is believed, but for what it says before 2020 or after `at`, when
                    ///< the boot was over; `at` 0: whatever it says
    uncertain = 3,  ///< its clock cannot be believed; it was over at `at`
  };
  std::string boot_id;
  std::int64_t from_uptime_ms = 0;
  Kind kind = Kind::as_said;
  WallTime at;
  bool operator==(const BootTime&) const = default;
};

/// The longest boot id that is judged, in bytes: frames have room for no more.
inline constexpr std::size_t kBootIdBytesMax = 64;

/// When `response` was said, by the newest of `boot_times` for its boot that its uptime has
/// reached; none: there is no such. The same arguments give the same moment, at any time.
[[nodiscard]] std::optional<TimeSaid> time_said(const Response& response,
                                                std::span<const BootTime> boot_times);

/// A look at the receiver's clock: a frame left at `sent_uptime`, the receiver answered at `now` by
/// its clock, and the answer was here at `uptime`, when our own clock showed `wall`.
struct ClockLook {
  WallTime now;
  std::int64_t sent_uptime_ms = 0;
  std::int64_t uptime_ms = 0;
  WallTime wall;
  [[nodiscard]] Duration round_trip() const { return Duration{uptime_ms - sent_uptime_ms}; }
};

/// A look that took longer is not believed at once: somewhere it had to wait.
inline constexpr Duration kRoundTripMax = std::chrono::seconds(10);

/// Whether the boot can be judged by this look: it was quick, or it does not contradict the clock
/// here, or the receiver's own clock was never set and a better look would tell no more.
[[nodiscard]] bool is_good(const ClockLook& look);

/// The judgement of the boot that runs. Where our clock agrees with the receiver's its own moment
/// of the boot stands, so that responses are filed as they were said; else the receiver's, wrong by
/// half the round trip at most. A receiver whose clock was never set judges nobody: as said.
[[nodiscard]] BootTime judge(std::string boot_id, const ClockLook& look);

/// What is to hold from now on because the look contradicts `current` by more than
/// kClockTolerance; none: it does not, or it took too long to say so.
[[nodiscard]] std::optional<BootTime> judge_again(const BootTime& current, const ClockLook& look);

/// The judgement of a boot that ended before the one of `current` began: its clock is believed
/// while the clock here, which shows `wall` at `uptime_ms`, agrees with the receiver's.
[[nodiscard]] BootTime judge_former(std::string boot_id, const BootTime& current, WallTime wall,
                                    std::int64_t uptime_ms);

}  // namespace earshot::response
