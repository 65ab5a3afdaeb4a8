#include "core/survey/schedule.h"

#include <algorithm>
#include <array>

namespace earshot::survey {
namespace {

bool on_day(const Hours& hours, LocalDay day) {
  return ((hours.days >> static_cast<unsigned>(weekday_of(day))) & 1U) != 0;
}

}  // namespace

Weekday weekday_of(LocalDay day) {
  constexpr LocalDay kThursday = 3;  // 1970-01-01 was one
  const LocalDay in_week = (day % 7 + 7 + kThursday) % 7;
  return static_cast<Weekday>(in_week);
}

std::string_view to_string(Weekday day) {
  static constexpr std::array<std::string_view, 7> kNames = {"mon", "tue", "wed", "thu",
                                                             "fri", "sat", "sun"};
  return kNames[static_cast<std::size_t>(day)];
}

bool holds(const Hours& hours, const LocalTime& at) {
  const bool over_midnight = hours.to <= hours.from;
  if (on_day(hours, at.day) && at.minute >= hours.from && (over_midnight || at.minute < hours.to)) {
    return true;
  }
  return over_midnight && at.minute < hours.to && on_day(hours, at.day - 1);
}

bool hold(std::span<const Hours> hours, const LocalTime& at) {
  return hours.empty() ||
         std::any_of(hours.begin(), hours.end(), [&](const Hours& h) { return holds(h, at); });
}

bool holds(const Schedule& schedule, const std::optional<LocalTime>& at,
           const TouchpointId& touchpoint) {
  const auto& places = schedule.touchpoints;
  if (!places.empty() && std::find(places.begin(), places.end(), touchpoint) == places.end()) {
    return false;
  }
  if (!at) return true;
  if (schedule.first_day && at->day < *schedule.first_day) return false;
  if (schedule.last_day && at->day > *schedule.last_day) return false;
  return hold(schedule.hours, *at);
}

}  // namespace earshot::survey
