#include "tools/traffic/store_life.h"

#include <algorithm>
#include <array>

#include "tools/traffic/seeded.h"

namespace earshot::traffic {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;

/// Of the visits of a mean hour, by hour of the day: a rush at lunch and one in the late afternoon.
constexpr std::array<double, 24> kHourWeight = {0,   0,   0,   0,   0,   0,   0,   0.2,
                                                0.4, 0.6, 0.8, 1.1, 1.7, 1.5, 0.9, 0.8,
                                                1.2, 1.8, 1.6, 1.0, 0.6, 0.3, 0,   0};
constexpr std::array<double, 7> kWeekdayWeight = {0.85, 0.85, 0.9, 1.0, 1.2, 1.5, 0.8};
constexpr double kVisitsInMeanHour = 11;

/// Between the hours' middles the weight goes over evenly.
double busyness(StoreTime when) {
  const double hours = (when.minute_of_day() + 1440 - 30) / 60.0;
  const auto hour = static_cast<std::size_t>(hours);
  const double part = hours - static_cast<double>(hour);
  return kHourWeight[hour % 24] * (1 - part) + kHourWeight[(hour + 1) % 24] * part;
}

/// Goes up and down between −1 and 1 once in `period_minutes`, in straight lines.
double wave(StoreTime when, double period_minutes, double phase) {
  const double turns = static_cast<double>(when.minute()) / period_minutes + phase;
  const double part = turns - static_cast<double>(static_cast<std::int64_t>(turns));
  return part < 0.5 ? 4 * part - 1 : 3 - 4 * part;
}

}  // namespace

OpeningHours opening_hours(std::uint64_t seed, std::string_view location, StoreTime when) {
  Seeded random(seed, location, {1});
  OpeningHours hours{60 * (8 + static_cast<int>(random.below(3))),
                     60 * 18 + 30 * static_cast<int>(random.below(7))};
  if (when.weekday() == 6) hours = {std::max(hours.opens, 10 * 60), 17 * 60};
  return hours;
}

double visits_an_hour(std::uint64_t seed, std::string_view location, StoreTime when) {
  if (!opening_hours(seed, location, when).contains(when.minute_of_day())) return 0;
  Seeded random(seed, location, {2});
  const double size = 0.6 + 0.8 * random.uniform();
  return kVisitsInMeanHour * size * busyness(when) *
         kWeekdayWeight[static_cast<std::size_t>(when.weekday())];
}

std::optional<Incident> incident_at(std::uint64_t seed, std::string_view location, StoreTime when) {
  Seeded random(seed, location, {3, static_cast<std::uint64_t>(when.day())});
  if (!random.chance(0.35)) return std::nullopt;
  const OpeningHours hours = opening_hours(seed, location, when);
  Incident incident;
  incident.cause = static_cast<Topic>(random.below(kTopicCount));
  // What goes wrong is most often a queue or a washroom.
  if (random.chance(0.5)) incident.cause = random.chance(0.6) ? Topic::queue : Topic::washroom;
  const auto length = static_cast<std::int64_t>(40 + random.below(51));
  const auto room =
      static_cast<std::size_t>(hours.closes - hours.opens) - static_cast<std::size_t>(length);
  const std::int64_t begins =
      when.day() * 1440 + hours.opens + static_cast<std::int64_t>(random.below(room));
  incident.begins = {begins * kMinuteMs};
  incident.ends = {(begins + length) * kMinuteMs};
  incident.weight = 1.6 + random.uniform();
  if (when < incident.begins || when >= incident.ends) return std::nullopt;
  return incident;
}

double mood_at(std::uint64_t seed, std::string_view location, StoreTime when) {
  Seeded random(seed, location, {4});
  const double standing = 0.35 * random.normal();
  const double slow = 0.30 * wave(when, 9.0 * 1440, random.uniform());
  const double quick = 0.15 * wave(when, 1900, random.uniform());
  const double rush = busyness(when) > 1.4 ? -0.15 : 0;
  return std::clamp(standing + slow + quick + rush, -2.0, 2.0);
}

}  // namespace earshot::traffic
