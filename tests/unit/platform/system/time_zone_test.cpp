#include "platform/system/time_zone.h"

#include <gmock/gmock.h>

#include <limits>

namespace earshot::system {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr LocalDay k29March2026 = 20541;    // the clocks go forward at 01:00 UTC
constexpr LocalDay k25October2026 = 20751;  // the clocks go back at 01:00 UTC
constexpr std::int64_t kDayMs = 24 * kHourMs;

WallTime utc(LocalDay day, int hour, int minute) {
  return {day * kDayMs + hour * kHourMs + minute * kMinuteMs};
}

TimeZone zone(const char* name) { return TimeZone::load(name).value(); }

TEST(TimeZoneTest, RefusesANameThatDoesNotExist) {
  const auto missing = TimeZone::load("Europe/Atlantis");
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("Europe/Atlantis"));
  EXPECT_FALSE(TimeZone::load("").has_value());
  EXPECT_FALSE(TimeZone::load("../../etc/passwd").has_value());
}

TEST(TimeZoneTest, SkipsAnHourInSpring) {
  const auto london = zone("Europe/London");
  EXPECT_EQ(london.local_clock(utc(k29March2026, 0, 59)), "00:59");
  EXPECT_EQ(london.local_clock(utc(k29March2026, 1, 0)), "02:00");
}

TEST(TimeZoneTest, RepeatsAnHourInAutumn) {
  const auto london = zone("Europe/London");
  EXPECT_EQ(london.local_clock(utc(k25October2026, 0, 30)), "01:30");
  EXPECT_EQ(london.local_clock(utc(k25October2026, 1, 30)), "01:30");
  EXPECT_EQ(london.local_minute(utc(k25October2026, 1, 30)), 90);
}

TEST(TimeZoneTest, ADayBeginsAtLocalMidnightWhateverTheSeason) {
  const auto london = zone("Europe/London");
  EXPECT_EQ(london.local_day(utc(k29March2026, 22, 59)), k29March2026);
  EXPECT_EQ(london.local_day(utc(k29March2026, 23, 0)), k29March2026 + 1);
  EXPECT_EQ(london.local_day(utc(k25October2026 - 1, 22, 59)), k25October2026 - 1);
  EXPECT_EQ(london.local_day(utc(k25October2026 - 1, 23, 0)), k25October2026);
  EXPECT_EQ(london.local_day(utc(k25October2026, 23, 59)), k25October2026) << "a day of 25 hours";
}

TEST(TimeZoneTest, KnowsOffsetsThatAreNoWholeHour) {
  EXPECT_EQ(zone("Asia/Kathmandu").local_clock(utc(k29March2026, 18, 20)), "00:05");
  EXPECT_EQ(zone("Asia/Kathmandu").local_day(utc(k29March2026, 18, 20)), k29March2026 + 1);
}

TEST(TimeZoneTest, WorksOnBothSidesOfTheDateLine) {
  const auto t = utc(k29March2026, 10, 30);
  EXPECT_EQ(zone("Pacific/Kiritimati").local_day(t), k29March2026 + 1);
  EXPECT_EQ(zone("Pacific/Pago_Pago").local_day(t), k29March2026 - 1);
}

TEST(TimeZoneTest, RoundsDownBefore1970) {
  EXPECT_EQ(zone("UTC").local_day({-1}), -1);
  EXPECT_EQ(zone("UTC").local_clock({-1}), "23:59");
}

TEST(TimeZoneTest, StaysSaneAtTheEndsOfTime) {
  for (const auto ms :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    const auto minute = zone("America/New_York").local_minute({ms});
    EXPECT_GE(minute, 0);
    EXPECT_LT(minute, 24 * 60);
  }
}

TEST(TimeZoneTest, ThisMachineHasOneOrSaysWhatToDo) {
  const auto zone = TimeZone::of_this_machine();
  if (zone) {
    EXPECT_TRUE(TimeZone::load(zone->name()).has_value()) << zone->name();
  } else {
    EXPECT_NE(zone.error().message.find("timedatectl"), std::string::npos);
  }
}

TEST(Iso8601, WritesMilliseconds) {
  EXPECT_EQ(to_iso8601({0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601({1'772'373'909'123}), "2026-03-01T14:05:09.123Z");
  EXPECT_EQ(to_iso8601({-1}), "1969-12-31T23:59:59.999Z");
}

TEST(Iso8601, KeepsFourDigitsForAYear) {
  EXPECT_EQ(to_iso8601({std::numeric_limits<std::int64_t>::max()}), "9999-12-30T23:59:59.999Z");
  EXPECT_EQ(to_iso8601({std::numeric_limits<std::int64_t>::min()}), "0000-01-02T00:00:00.000Z");
}

}  // namespace
}  // namespace earshot::system
