// How a made-up store lives: when it is open, how busy it is, how its customers feel, and what goes
// wrong there. Owner: the plan. Threads: pure functions, any thread.
// Simulated time is the stores' own local time: milliseconds since 1970-01-01T00:00 on their
// clocks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/time.h"

namespace earshot::traffic {

/// A moment on the stores' clocks.
struct StoreTime {
  std::int64_t ms = 0;
  auto operator<=>(const StoreTime&) const = default;

  [[nodiscard]] std::int64_t minute() const { return ms / 60'000; }
  [[nodiscard]] std::int64_t day() const { return minute() / 1440; }
  [[nodiscard]] int minute_of_day() const { return static_cast<int>(minute() % 1440); }
  /// 0 Monday … 6 Sunday.
  [[nodiscard]] int weekday() const { return static_cast<int>((day() + 3) % 7); }
};

/// What customers talk about.
enum class Topic : std::uint8_t {
  queue,
  staff,
  washroom,
  fitting,
  product,
  price,
  cleanliness,
  food
};
inline constexpr int kTopicCount = 8;

struct OpeningHours {
  int opens = 0;   ///< minutes after midnight
  int closes = 0;  ///< after `opens`
  [[nodiscard]] bool contains(int minute_of_day) const {
    return opens <= minute_of_day && minute_of_day < closes;
  }
};

/// All stores are closed outside of these.
inline constexpr OpeningHours kAnyStore{8 * 60, 21 * 60};

/// A store's hours on a day: it opens at 8, 9 or 10, closes between 18 and 21, shorter on Sundays.
[[nodiscard]] OpeningHours opening_hours(std::uint64_t seed, std::string_view location,
                                         StoreTime when);

/// How many customers use one kiosk, an hour: none while closed; about six in a quiet hour, twenty
/// in the rush of lunch or of late afternoon, more on Saturdays.
[[nodiscard]] double visits_an_hour(std::uint64_t seed, std::string_view location, StoreTime when);

/// Something goes wrong for forty to ninety minutes, about every third day in a store.
struct Incident {
  Topic cause = Topic::queue;
  StoreTime begins, ends;
  double weight = 0;  ///< how many deviations it takes off the mood of those whom it meets
};
/// The incident at this moment, if there is one.
[[nodiscard]] std::optional<Incident> incident_at(std::uint64_t seed, std::string_view location,
                                                  StoreTime when);

/// How customers feel there, in deviations from an ordinary store on an ordinary day: the store's
/// own standing, a slow drift over days, a little less in the rush. Without incidents. Within ±2.
[[nodiscard]] double mood_at(std::uint64_t seed, std::string_view location, StoreTime when);

}  // namespace earshot::traffic
