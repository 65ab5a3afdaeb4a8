// Whatever a kiosk's clock does, a response is filed at the time when it was said.
#include "core/response/clock_correction.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <limits>

namespace earshot::response {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const std::string kThisBoot(32, 'a');
const std::string kBootBefore(32, 'b');
constexpr WallTime kNow{1'772'442'000'000};  // Monday 2 March 2026, 09:00 UTC

Response said_at(WallTime at, const std::string& boot, Duration uptime) {
  Response response;
  response.at = at;
  response.boot_id = boot;
  response.uptime_ms = uptime.count();
  return response;
}
SenderClock sender(WallTime wall, Duration uptime) { return {wall, kThisBoot, uptime.count()}; }

TEST(ClockCorrection, AClockThatAgreesIsBelieved) {
  const auto time = time_said(said_at(kNow - minutes(10), kThisBoot, hours(1)),
                              sender(kNow - seconds(1), hours(1) + minutes(10)), kNow);
  EXPECT_EQ(time.verdict, ClockVerdict::as_said);
  EXPECT_EQ(time.at, kNow - minutes(10));
}

// Fault 4, fault 5: one day forward, one day back.
TEST(ClockCorrection, AClockADayWrongIsPutRightByTheUptime) {
  for (const Duration wrong : {Duration(hours(24)), Duration(-hours(24))}) {
    const auto time = time_said(said_at(kNow - minutes(10) + wrong, kThisBoot, hours(1)),
                                sender(kNow + wrong, hours(1) + minutes(10)), kNow);
    EXPECT_EQ(time.verdict, ClockVerdict::corrected);
    EXPECT_EQ(time.at, kNow - minutes(10));
  }
}

// Fault 6: the clock was never set, and is by the time that the frame leaves.
TEST(ClockCorrection, AResponseFrom1970IsPutRightWhetherTheClockWasSetSinceOrNot) {
  const auto unset = said_at({5'000}, kThisBoot, seconds(5));
  for (const WallTime sent_at : {kNow, WallTime{hours(2) / Duration{1}}}) {
    const auto time = time_said(unset, sender(sent_at, hours(2)), kNow);
    EXPECT_EQ(time.verdict, ClockVerdict::corrected);
    EXPECT_EQ(time.at, kNow - hours(2) + seconds(5));
  }
}

TEST(ClockCorrection, AnotherBootIsBelievedWhileTheClockIsRight) {
  const auto yesterday = said_at(kNow - hours(24), kBootBefore, hours(3));
  const auto time = time_said(yesterday, sender(kNow, minutes(5)), kNow);
  EXPECT_EQ(time.verdict, ClockVerdict::as_said);
  EXPECT_EQ(time.at, kNow - hours(24));
}

TEST(ClockCorrection, AnotherBootWithAnImpossibleTimeWasNoLaterThanTheStart) {
  const WallTime started = kNow - minutes(5);
  for (const WallTime at : {WallTime{0}, WallTime{5'000}, kNow + hours(24)}) {
    const auto time = time_said(said_at(at, kBootBefore, hours(3)), sender(kNow, minutes(5)), kNow);
    EXPECT_EQ(time.verdict, ClockVerdict::uncertain);
    EXPECT_EQ(time.at, started);
  }
  // Nor is a plausible time believed of a clock that is wrong now.
  const auto time = time_said(said_at(kNow - hours(1), kBootBefore, hours(3)),
                              sender(kNow - hours(7), minutes(5)), kNow);
  EXPECT_EQ(time.verdict, ClockVerdict::uncertain);
  EXPECT_EQ(time.at, started);
}

TEST(ClockCorrection, WhatWasImportedIsBelievedHoweverOld) {
  Response imported = said_at({1'300'000'000'000}, "", Duration{0});
  imported.channel = Channel::import;
  EXPECT_EQ(time_said(imported, sender(kNow, hours(1)), kNow).at, imported.at);
  EXPECT_EQ(time_said(imported, sender({5'000}, hours(1)), kNow).verdict, ClockVerdict::as_said);
  imported.at = kNow + hours(24);
  EXPECT_EQ(time_said(imported, sender(kNow, hours(1)), kNow).at, kNow);
}

TEST(ClockCorrection, AReceiverWhoseOwnClockIsUnsetJudgesNobody) {
  const auto time =
      time_said(said_at(kNow, kThisBoot, hours(1)), sender(kNow, hours(2)), WallTime{60'000});
  EXPECT_EQ(time.verdict, ClockVerdict::as_said);
  EXPECT_EQ(time.at, kNow);
}

TEST(ClockCorrection, AFrameMayClaimAnything) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  for (const auto wall : {kMost, kLeast, std::int64_t{0}}) {
    for (const auto uptime : {kMost, kLeast, std::int64_t{0}}) {
      for (const auto& boot : {kThisBoot, kBootBefore}) {
        const SenderClock claims{{wall}, kThisBoot, uptime};
        const auto time = time_said(said_at(kNow, boot, hours(1)), claims, kNow);
        EXPECT_GE(time.at, kClockUnset);
        EXPECT_LE(time.at, kNow);
      }
    }
  }
}

// A bug that the simulator found: frames that a slow way had kept for five minutes were filed five
// minutes late, although no clock was wrong.
TEST(ClockCorrection, AFrameThatWaitedOnItsWayIsNoWrongClock) {
  const WallTime tapped = kNow - minutes(8);
  const SenderClock sent{kNow - minutes(5), kThisBoot, Duration(minutes(33)).count()};
  const auto time = time_said(said_at(tapped, kThisBoot, minutes(30)), sent, kNow);
  EXPECT_EQ(time.verdict, ClockVerdict::as_said);
  EXPECT_EQ(time.at, tapped);
  EXPECT_EQ(clock_error(sent.wall, kNow), Duration{0});
}

// The law: within one boot nothing that the clock does matters.
RC_GTEST_PROP(ClockCorrectionLaw, WithinOneBootTheTimeIsTheTruthButForTheWay, ()) {
  // The clock is set to anything at any time: unset, days ahead, days behind, right again.
  const auto any_error = [] {
    return Duration{
        *rc::gen::oneOf(rc::gen::element<std::int64_t>(0, 86'400'000, -86'400'000, -kNow.ms + 1000),
                        rc::gen::inRange<std::int64_t>(-100'000'000'000, 100'000'000'000))};
  };
  const WallTime booted = kNow - hours(*rc::gen::inRange(1, 24 * 60));
  const Duration tapped{*rc::gen::inRange<std::int64_t>(0, (kNow - booted).count())};
  const Duration sent{*rc::gen::inRange<std::int64_t>(tapped.count(), (kNow - booted).count() + 1)};
  const WallTime truth = booted + tapped;
  const Duration on_the_way = kNow - (booted + sent);
  const WallTime shown_at_tap{std::max<std::int64_t>(0, (truth + any_error()).ms)};
  const WallTime shown_at_sending{std::max<std::int64_t>(0, (booted + sent + any_error()).ms)};

  const auto time = time_said(said_at(shown_at_tap, kThisBoot, tapped),
                              {shown_at_sending, kThisBoot, sent.count()}, kNow);
  RC_ASSERT(time.verdict != ClockVerdict::uncertain);
  if (time.verdict == ClockVerdict::corrected) {
    RC_ASSERT(time.at - truth == on_the_way);
  } else {
    RC_ASSERT(time.at >= truth + on_the_way - kOnTheWay);
    RC_ASSERT(time.at <= truth + on_the_way + kClockTolerance);
  }
}

// And over boots it is never in the future, never from before kiosks were, and never before it was
// said unless its own clock said so.
RC_GTEST_PROP(ClockCorrectionLaw, OverBootsTheTimeIsPossible, ()) {
  const WallTime at{*rc::gen::inRange<std::int64_t>(0, 2 * kNow.ms)};
  const WallTime sent_at{*rc::gen::inRange<std::int64_t>(0, 2 * kNow.ms)};
  const Duration up{*rc::gen::inRange<std::int64_t>(0, 10'000'000'000)};
  const auto time = time_said(said_at(at, kBootBefore, hours(1)), sender(sent_at, up), kNow);
  RC_ASSERT(time.at <= kNow + kClockTolerance);
  RC_ASSERT(time.at >= kClockUnset);
  if (time.verdict == ClockVerdict::uncertain) RC_ASSERT(time.at == kNow - up);
}

TEST(ClockCorrection, TheVerdictsHaveTheirWords) {
  EXPECT_EQ(to_string(ClockVerdict::as_said), "as_said");
  EXPECT_EQ(to_string(ClockVerdict::corrected), "corrected");
  EXPECT_EQ(to_string(ClockVerdict::uncertain), "uncertain");
}

}  // namespace
}  // namespace earshot::response
