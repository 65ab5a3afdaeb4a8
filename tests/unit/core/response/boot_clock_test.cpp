// The judgement of a kiosk's boots: whatever its clock shows, a response has one moment, close to
// the truth, whoever files it and whenever.
#include "core/response/boot_clock.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace earshot::response {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Kind = BootTime::Kind;

constexpr WallTime kBegan{1'772'442'000'000};
const std::string kBoot(32, 'a');
const std::string kBefore(32, 'b');

Response tapped(WallTime shown, Duration uptime, const std::string& boot = kBoot) {
  Response response;
  response.at = shown;
  response.boot_id = boot;
  response.uptime_ms = uptime.count();
  return response;
}

/// What a receipt brings to a kiosk whose clock is `ahead`, from a receiver whose clock is right.
ClockLook look(Duration uptime, Duration there, Duration back, Duration ahead) {
  const WallTime taken = kBegan + uptime + there;
  const Duration here = uptime + there + back;
  return {taken, uptime.count(), here.count(), std::max(WallTime{0}, kBegan + here + ahead)};
}

Duration any_wrong() {
  return Duration{*rc::gen::inRange<std::int64_t>(-hours(24 * 400).count(), hours(9999).count())};
}

Duration any_up_to(Duration most) {
  return Duration{*rc::gen::inRange<std::int64_t>(0, most.count() + 1)};
}

TEST(BootClock, OfAKioskWhoseClockIsRightLeavesEverythingAsItWasSaid) {
  const auto judged = judge(kBoot, look(minutes(5), seconds(3), seconds(4), Duration{0}));
  EXPECT_EQ(judged, (BootTime{kBoot, 0, Kind::exact, kBegan}));
  const std::vector all{judged};
  const auto said = time_said(tapped(kBegan + hours(7), hours(7)), all);
  ASSERT_TRUE(said);
  EXPECT_EQ(said->verdict, ClockVerdict::as_said);
  EXPECT_EQ(said->at, kBegan + hours(7));
}

RC_GTEST_PROP(BootClock, IsWrongByHalfTheRoundTripAtMostWhateverTheKiosksClockShows, ()) {
  const auto there = any_up_to(seconds(5)), back = any_up_to(seconds(5));
  const auto wrong = any_wrong();
  const std::vector all{judge(kBoot, look(any_up_to(hours(500)), there, back, wrong))};
  const auto uptime = any_up_to(hours(900));
  const auto said = time_said(tapped(std::max(WallTime{0}, kBegan + uptime + wrong), uptime), all);
  RC_ASSERT(said.has_value());
  const Duration off = std::chrono::abs(said->at - (kBegan + uptime));
  const Duration most = said->verdict == ClockVerdict::as_said ? kClockTolerance + seconds(10)
                                                               : seconds(5) + kClockTolerance;
  RC_ASSERT(off <= most);
}

RC_GTEST_PROP(BootClock, GivesTheSameMomentWhateverElseIsKnown, ()) {
  const auto response = tapped(kBegan + any_wrong(), any_up_to(hours(9)));
  std::vector<BootTime> all{{kBoot, 0, Kind::exact, kBegan}};
  const auto alone = time_said(response, all);
  all.push_back({kBefore, 0, Kind::uncertain, kBegan});  // another boot's
  all.push_back({kBoot, response.uptime_ms + 1, Kind::exact, kBegan + hours(24)});  // a later one
  RC_ASSERT(time_said(response, all)->at == alone->at);
  std::swap(all.front(), all.back());
  RC_ASSERT(time_said(response, all)->at == alone->at);
}

TEST(BootClock, OfANotJudgedBootIsNotGuessed) {
  const std::vector<BootTime> all{{kBoot, 1000, Kind::exact, kBegan}};
  EXPECT_FALSE(time_said(tapped(kBegan, seconds(5)), {}));
  EXPECT_FALSE(time_said(tapped(kBegan, seconds(5), kBefore), all));
  EXPECT_FALSE(time_said(tapped(kBegan, Duration{999}), all));
  EXPECT_FALSE(time_said(tapped(kBegan, seconds(5), ""), std::vector<BootTime>{{"", 0, {}, {}}}));
}

TEST(BootClock, OfALookThatWaitedSomewhereIsNotBelievedUnlessItContradictsNothing) {
  EXPECT_TRUE(is_good(look(minutes(5), seconds(5), seconds(5), hours(24))));
  EXPECT_FALSE(is_good(look(minutes(5), seconds(5), seconds(6), hours(24))));
  EXPECT_TRUE(is_good(look(minutes(5), minutes(4), minutes(5), Duration{0})));
  EXPECT_FALSE(is_good(look(minutes(5), minutes(6), minutes(5), Duration{0})));
  auto of_another_boot = look(minutes(5), seconds(1), seconds(1), Duration{0});
  of_another_boot.sent_uptime_ms = of_another_boot.uptime_ms + 1;
  EXPECT_FALSE(is_good(of_another_boot));
}

TEST(BootClock, AsAReceiverThatHasNoTimeItselfJudgesItIsAsSaid) {
  auto look_of_1970 = look(minutes(5), seconds(1), seconds(1), hours(24));
  look_of_1970.now = WallTime{90'000};
  EXPECT_TRUE(is_good(look_of_1970));
  const std::vector all{judge(kBoot, look_of_1970)};
  for (const WallTime shown : {WallTime{7}, kBegan + hours(9999)}) {
    EXPECT_EQ(time_said(tapped(shown, minutes(1)), all)->at, shown);
    EXPECT_EQ(time_said(tapped(shown, minutes(1)), all)->verdict, ClockVerdict::as_said);
  }
  // Once it has, what is said from then on is put right, and nothing else.
  const auto again = judge_again(all.front(), look(minutes(9), seconds(1), seconds(1), hours(24)));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->from_uptime_ms, Duration(minutes(9) + seconds(2)).count());
  const std::vector both{all.front(), *again};
  EXPECT_EQ(time_said(tapped(kBegan + hours(25), minutes(1)), both)->at, kBegan + hours(25));
  EXPECT_EQ(time_said(tapped(kBegan + hours(25), hours(1)), both)->at, kBegan + hours(1));
}

TEST(BootClock, IsJudgedAgainOnlyByAQuickLookThatContradictsIt) {
  const BootTime current{kBoot, 0, Kind::exact, kBegan};
  EXPECT_FALSE(judge_again(current, look(hours(3), seconds(1), seconds(1), hours(-24))));
  auto later = look(hours(3), seconds(1), seconds(1), hours(-24));
  later.now = later.now + minutes(3);
  const auto again = judge_again(current, later);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->boot_id, kBoot);
  EXPECT_EQ(again->at, kBegan + minutes(3));
  EXPECT_EQ(again->from_uptime_ms, later.uptime_ms) << "what may have been sent stays";
  later.sent_uptime_ms -= Duration(seconds(30)).count();
  EXPECT_FALSE(judge_again(current, later));
}

TEST(BootClock, OfABootThatIsOverIsBelievedWhileTheClockAgreesNow) {
  const BootTime current{kBoot, 0, Kind::exact, kBegan};
  const Duration up = hours(1);
  const std::vector right{judge_former(kBefore, current, kBegan + up, up.count())};
  EXPECT_EQ(time_said(tapped(kBegan - hours(30), hours(1), kBefore), right)->verdict,
            ClockVerdict::as_said);
  for (const WallTime shown : {WallTime{5000}, kBegan + hours(2)}) {  // never set; not over yet
    const auto said = time_said(tapped(shown, hours(1), kBefore), right);
    EXPECT_EQ(said->verdict, ClockVerdict::uncertain);
    EXPECT_EQ(said->at, kBegan);
  }
  const std::vector wrong{judge_former(kBefore, current, kBegan + up + hours(24), up.count())};
  EXPECT_EQ(time_said(tapped(kBegan - hours(30), hours(1), kBefore), wrong)->verdict,
            ClockVerdict::uncertain);
}

RC_GTEST_PROP(BootClock, StaysWithinTheCalendarWhateverAFrameClaims, ()) {
  const auto any = [] { return *rc::gen::arbitrary<std::int64_t>(); };
  const std::vector<BootTime> all{
      {kBoot, any(), *rc::gen::element(Kind::exact, Kind::as_said, Kind::uncertain),
       WallTime{*rc::gen::inRange<std::int64_t>(0, 253'402'300'799'999)}}};
  auto response = tapped(WallTime{*rc::gen::inRange<std::int64_t>(0, 253'402'300'799'999)}, {});
  response.uptime_ms = any();
  const auto said = time_said(response, all);
  if (!said || said->verdict == ClockVerdict::as_said) return;
  RC_ASSERT(said->at >= kClockUnset);
}

}  // namespace
}  // namespace earshot::response
