#include "core/survey/schedule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace earshot::survey {
namespace {

constexpr LocalDay kMonday = 20'514;  // 2 March 2026
constexpr int at(int hour, int minute = 0) { return hour * 60 + minute; }
constexpr std::uint8_t only(Weekday day) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(day));
}
const auto kCheckout = TouchpointId::trusted("checkout");

TEST(Weekday, FollowsTheCalendarOnBothSidesOf1970) {
  EXPECT_EQ(weekday_of(0), Weekday::thursday);
  EXPECT_EQ(weekday_of(-1), Weekday::wednesday);
  EXPECT_EQ(weekday_of(-4), Weekday::sunday);
  EXPECT_EQ(weekday_of(kMonday), Weekday::monday);
  EXPECT_EQ(weekday_of(kMonday + 6), Weekday::sunday);
}

TEST(Hours, HoldFromTheirFirstMinuteUntilJustBeforeTheirLast) {
  const Hours day{0x7F, at(9), at(18)};
  EXPECT_FALSE(holds(day, {kMonday, at(8, 59)}));
  EXPECT_TRUE(holds(day, {kMonday, at(9)}));
  EXPECT_TRUE(holds(day, {kMonday, at(17, 59)}));
  EXPECT_FALSE(holds(day, {kMonday, at(18)}));
}

TEST(Hours, ThatEndAfterMidnightBelongToTheDayOnWhichTheyBegan) {
  const Hours friday_night{only(Weekday::friday), at(22), at(2)};
  const LocalDay friday = kMonday + 4;
  EXPECT_FALSE(holds(friday_night, {friday, at(1)})) << "that was Thursday's night";
  EXPECT_TRUE(holds(friday_night, {friday, at(23)}));
  EXPECT_TRUE(holds(friday_night, {friday + 1, at(1, 59)}));
  EXPECT_FALSE(holds(friday_night, {friday + 1, at(2)}));
  EXPECT_FALSE(holds(friday_night, {friday + 1, at(23)}));
}

TEST(Hours, OfAWholeDayLeaveNoMinuteOut) {
  const Hours whole{0x7F, 0, kMinutesInDay};
  EXPECT_TRUE(holds(whole, {kMonday, 0}));
  EXPECT_TRUE(holds(whole, {kMonday, kMinutesInDay - 1}));
}

TEST(Hours, NoneAtAllHoldAlways) { EXPECT_TRUE(hold({}, {kMonday, 0})); }

TEST(Schedule, HoldsAtItsTouchpointsOnItsDays) {
  Schedule schedule;
  schedule.touchpoints = {kCheckout};
  schedule.first_day = kMonday;
  schedule.last_day = kMonday + 1;
  EXPECT_TRUE(holds(schedule, LocalTime{kMonday, 0}, kCheckout));
  EXPECT_TRUE(holds(schedule, LocalTime{kMonday + 1, at(23, 59)}, kCheckout));
  EXPECT_FALSE(holds(schedule, LocalTime{kMonday - 1, at(23, 59)}, kCheckout));
  EXPECT_FALSE(holds(schedule, LocalTime{kMonday + 2, 0}, kCheckout));
  EXPECT_FALSE(holds(schedule, LocalTime{kMonday, 0}, TouchpointId::trusted("washroom")));
}

TEST(Schedule, OfAKioskWhoseClockWasNeverSetIsJudgedByItsTouchpointAlone) {
  Schedule schedule;
  schedule.hours = {{only(Weekday::friday), at(9), at(10)}};
  schedule.touchpoints = {kCheckout};
  EXPECT_TRUE(holds(schedule, std::nullopt, kCheckout));
  EXPECT_FALSE(holds(schedule, std::nullopt, TouchpointId::trusted("washroom")));
}

RC_GTEST_PROP(HoursLaws, OneSpanHoldsForAsManyMinutesAWeekAsItIsLong, ()) {
  Hours hours;
  hours.days = static_cast<std::uint8_t>(*rc::gen::inRange(0, 128));
  hours.from = *rc::gen::inRange(0, kMinutesInDay);
  hours.to = *rc::gen::inRange(1, kMinutesInDay + 1);
  int days = 0;
  for (int day = 0; day < 7; ++day) days += hours.days >> day & 1;
  const int length =
      hours.to > hours.from ? hours.to - hours.from : kMinutesInDay - hours.from + hours.to;
  int held = 0;
  for (LocalDay day = kMonday; day < kMonday + 7; ++day) {
    for (int minute = 0; minute < kMinutesInDay; ++minute) held += holds(hours, {day, minute});
  }
  RC_ASSERT(held == days * length);
}

}  // namespace
}  // namespace earshot::survey
