#include "platform/system/time_zone.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>

namespace earshot::system {

namespace {

using Millis = date::sys_time<std::chrono::milliseconds>;

/// Years 0 to 9999: what four digits can say, with a day to spare for any zone's offset.
Millis clamped(WallTime t) {
  static constexpr Millis kFirst = date::sys_days{date::year{0} / 1 / 2};
  static constexpr Millis kLast =
      date::sys_days{date::year{9999} / 12 / 31} - std::chrono::milliseconds{1};
  return std::clamp(Millis{std::chrono::milliseconds{t.ms}}, kFirst, kLast);
}

auto local_time(const void* zone, WallTime t) {
  return static_cast<const date::time_zone*>(zone)->to_local(clamped(t));
}

}  // namespace

Result<TimeZone> TimeZone::load(std::string_view name) {
  try {
    return TimeZone(std::string(name), date::locate_zone(name));
  } catch (const std::exception&) {
    return fail(ErrorCode::not_found,
                "there is no time zone '" + std::string(name) +
                    "'; use a name such as Europe/London, as `timedatectl list-timezones` "
                    "prints them (Debian package tzdata)");
  }
}

Result<TimeZone> TimeZone::of_this_machine() {
  try {
    const auto* zone = date::current_zone();
    return TimeZone(zone->name(), zone);
  } catch (const std::exception&) {
    return fail(
        ErrorCode::not_found,
        "this machine's time zone could not be found; set it by `timedatectl set-timezone`");
  }
}

LocalDay TimeZone::local_day(WallTime t) const {
  const auto day = date::floor<date::days>(local_time(zone_, t));
  return static_cast<LocalDay>(day.time_since_epoch().count());
}

int TimeZone::local_minute(WallTime t) const {
  const auto local = local_time(zone_, t);
  const auto since_midnight = local - date::floor<date::days>(local);
  return static_cast<int>(std::chrono::floor<std::chrono::minutes>(since_midnight).count());
}

std::string TimeZone::local_clock(WallTime t) const {
  const int minute = local_minute(t);
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::string to_iso8601(WallTime t) {
  const auto time = clamped(t);
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace earshot::system
