// Bursts of taps: who is a part of one, and who is not.
#include "core/response/misuse.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <set>
#include <string>

namespace earshot::response {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

ResponseId id_of(int number) {
  const std::string digits = std::to_string(number);
  return *ResponseId::parse(std::string(32 - digits.size(), '0') + digits);
}
constexpr WallTime kNow{1'772'442'000'000};

TEST(BurstOfTaps, CustomersInAQueueAreNone) {
  BurstWatch watch;
  for (int i = 0; i < 200; ++i) {
    EXPECT_TRUE(watch.observe(id_of(i), kNow + seconds(6 * i)).burst.empty()) << i;
  }
}

TEST(BurstOfTaps, FiveHundredAMinuteAreOneAndAllOfThemArePartsOfIt) {
  BurstWatch watch;
  std::set<ResponseId> parts;
  int began = 0;
  for (int i = 0; i < 500; ++i) {
    const auto verdict = watch.observe(id_of(i), kNow + milliseconds(120 * i));
    began += verdict.began ? 1 : 0;
    parts.insert(verdict.before.begin(), verdict.before.end());
    EXPECT_LE(verdict.before.size(), kBurstResponsesMax);
    if (verdict.burst.empty()) continue;
    EXPECT_EQ(verdict.burst, id_of(0));
    parts.insert(id_of(i));
  }
  EXPECT_EQ(began, 1);
  EXPECT_EQ(parts.size(), 500u);
}

TEST(BurstOfTaps, ThirteenInAMinuteAreOneAndTwelveAreNot) {
  BurstWatch watch;
  for (int i = 0; i < 12; ++i) {
    EXPECT_TRUE(watch.observe(id_of(i), kNow + seconds(5 * i)).burst.empty()) << i;
  }
  const auto verdict = watch.observe(id_of(12), kNow + seconds(60));
  EXPECT_TRUE(verdict.began);
  EXPECT_EQ(verdict.before.size(), 12u);
  // A minute after it nobody is a part of it.
  EXPECT_TRUE(watch.observe(id_of(13), kNow + seconds(121)).burst.empty());
}

TEST(BurstOfTaps, SessionsLessThanASecondApartAreOneAfterFive) {
  BurstWatch watch;
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(watch.observe(id_of(i), kNow + milliseconds(900 * i)).burst.empty()) << i;
  }
  EXPECT_EQ(watch.observe(id_of(5), kNow + milliseconds(4500)).before.size(), 5u);
}

TEST(BurstOfTaps, WhoWasRightBeforeRapidTapsIsNoPartOfThem) {
  BurstWatch watch;
  EXPECT_TRUE(watch.observe(id_of(100), kNow - seconds(30)).burst.empty());
  for (int i = 0; i < 6; ++i) {
    const auto verdict = watch.observe(id_of(i), kNow + milliseconds(500 * i));
    for (const auto& id : verdict.before) EXPECT_NE(id, id_of(100));
  }
}

TEST(BurstOfTaps, AWeekOfBacklogIsJudgedByWhenItWasSaid) {
  BurstWatch watch;
  for (int i = 0; i < 300; ++i) {
    EXPECT_TRUE(watch.observe(id_of(i), kNow - seconds(40 * i)).burst.empty()) << i;
  }
}

TEST(BurstOfTaps, ARestartInTheMiddleMakesNoSecondOne) {
  BurstWatch before;
  std::vector<std::pair<ResponseId, WallTime>> said;
  for (int i = 0; i < 20; ++i) {
    said.emplace_back(id_of(i), kNow + milliseconds(300 * i));
    static_cast<void>(before.observe(said.back().first, said.back().second));
  }
  BurstWatch after;
  for (const auto& [id, at] : said) after.restore(id, at, id_of(0));
  const auto verdict = after.observe(id_of(20), kNow + milliseconds(6000));
  EXPECT_FALSE(verdict.began);
  EXPECT_EQ(verdict.burst, id_of(0));
  EXPECT_TRUE(verdict.before.empty());
}

// Whatever comes in whatever order, nobody is named twice, and parts name a burst that began.
RC_GTEST_PROP(BurstOfTapsLaw, EveryPartIsNamedOnce, ()) {
  BurstWatch watch;
  std::set<ResponseId> named;
  std::set<ResponseId> began;
  for (int i = 0; i < 60; ++i) {
    const auto at = kNow + milliseconds(*rc::gen::inRange(0, 200'000));
    const auto verdict = watch.observe(id_of(i), at);
    if (verdict.burst.empty()) {
      RC_ASSERT(verdict.before.empty());
      continue;
    }
    if (verdict.began) began.insert(verdict.burst);
    RC_ASSERT(began.contains(verdict.burst));
    RC_ASSERT(named.insert(id_of(i)).second);
    for (const auto& id : verdict.before) RC_ASSERT(named.insert(id).second);
  }
}

}  // namespace
}  // namespace earshot::response
