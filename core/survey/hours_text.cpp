#include "core/survey/hours_text.h"

#include <algorithm>
#include <optional>
#include <string>

namespace earshot::survey {
namespace {

constexpr int kDays = 7;

std::optional<int> day_of(std::string_view word) {
  for (int day = 0; day < kDays; ++day) {
    if (to_string(static_cast<Weekday>(day)) == word) return day;
  }
  return std::nullopt;
}

/// "mon" or "fri-sun"; 0: it is neither.
unsigned days_of(std::string_view part) {
  const auto dash = part.find('-');
  const auto first = day_of(part.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : day_of(part.substr(dash + 1));
  if (!first || !last) return 0;
  unsigned days = 0;
  for (int day = *first;; day = (day + 1) % kDays) {
    days |= 1U << static_cast<unsigned>(day);
    if (day == *last) return days;
  }
}

std::optional<int> minute_of(std::string_view clock) {
  const auto digit = [&](std::size_t at) { return clock[at] >= '0' && clock[at] <= '9'; };
  if (clock.size() != 5 || clock[2] != ':') return std::nullopt;
  if (!digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  const int hour = (clock[0] - '0') * 10 + clock[1] - '0';
  const int minute = (clock[3] - '0') * 10 + clock[4] - '0';
  const int all = hour * 60 + minute;
  return minute < 60 && all <= kMinutesInDay ? std::optional(all) : std::nullopt;
}

}  // namespace

Result<Hours> parse_hours(std::string_view text) {
  const auto refused = [&] {
    return fail(ErrorCode::invalid, "'" + std::string(text.substr(0, 60)) +
                                        "' are no hours: write \"mon-fri 09:00-18:00\"");
  };
  Hours hours;
  auto times = text;
  if (const auto blank = text.find(' '); blank != std::string_view::npos) {
    times = text.substr(blank + 1);
    unsigned days = 0;
    for (auto rest = text.substr(0, blank);;) {
      const auto comma = std::min(rest.find(','), rest.size());
      const auto some = days_of(rest.substr(0, comma));
      if (some == 0) return refused();
      days |= some;
      if (comma == rest.size()) break;
      rest.remove_prefix(comma + 1);
    }
    hours.days = static_cast<std::uint8_t>(days);
  }
  const auto dash = times.find('-');
  if (dash == std::string_view::npos) return refused();
  const auto from = minute_of(times.substr(0, dash)), to = minute_of(times.substr(dash + 1));
  if (!from || !to || *from == kMinutesInDay || *to == 0) return refused();
  hours.from = *from;
  hours.to = *to;
  return hours;
}

}  // namespace earshot::survey
