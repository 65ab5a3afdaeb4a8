// When and where something holds: by weekday, time of day, date and touchpoint, in the location's
// own time. What the local time is comes through a port, so that this stays pure.
// Owner: core/survey. Threads: plain values and pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"

namespace earshot::survey {

enum class Weekday : std::uint8_t {
  monday,
  tuesday,
  wednesday,
  thursday,
  friday,
  saturday,
  sunday
};
[[nodiscard]] Weekday weekday_of(LocalDay day);
/// "mon" … "sun", as files say it.
[[nodiscard]] std::string_view to_string(Weekday day);

inline constexpr int kMinutesInDay = 24 * 60;

/// What a clock and a calendar in the location say.
struct LocalTime {
  LocalDay day = 0;
  int minute = 0;  ///< after local midnight, 0–1439
  auto operator<=>(const LocalTime&) const = default;
};

/// The location's time zone, as a port.
class LocalCalendar {
 public:
  virtual ~LocalCalendar() = default;
  [[nodiscard]] virtual LocalTime local_time(WallTime at) const = 0;
};

/// Before this a clock was never set: what it says about weekdays and hours means nothing.
inline constexpr WallTime kClockSetFrom{1'577'836'800'000};  // 2020-01-01T00:00:00Z

/// From a time to a time on some weekdays. Where `to` is not after `from` it ends on the next day:
/// Friday 22:00 to 02:00 holds on Saturday at 01:00.
struct Hours {
  std::uint8_t days = 0x7F;  ///< bit 0 is Monday
  int from = 0;              ///< minutes after midnight, 0–1439; it holds from then on
  int to = kMinutesInDay;    ///< 1–1440; it holds until just before
  bool operator==(const Hours&) const = default;
};
[[nodiscard]] bool holds(const Hours& hours, const LocalTime& at);
/// Any of them; none at all: always.
[[nodiscard]] bool hold(std::span<const Hours> hours, const LocalTime& at);

/// Everything that is set must hold; nothing set: always and everywhere.
struct Schedule {
  std::vector<Hours> hours;
  std::vector<TouchpointId> touchpoints;        ///< one of them; empty: any
  std::optional<LocalDay> first_day, last_day;  ///< both included
  bool operator==(const Schedule&) const = default;
  [[nodiscard]] bool always() const { return hours.empty() && !first_day && !last_day; }
};
/// `at` none: the clock was never set, so only the touchpoint can be judged.
[[nodiscard]] bool holds(const Schedule& schedule, const std::optional<LocalTime>& at,
                         const TouchpointId& touchpoint);

}  // namespace earshot::survey
