#include "aggregator/completeness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

using relay::Stream;
using ::testing::ElementsAre;

class CompletenessTest : public ::testing::Test {
 protected:
  relay::Frame probe(const std::string& where, std::uint64_t pending = 0,
                     Duration since = Duration{0}) {
    const WallTime now = bench_.clock.wall_now();
    auto frame = Sender(where, Stream::cells).probe(now);
    frame.pending_responses = pending;
    if (pending > 0) frame.pending_since = now - since;
    return frame;
  }
  void hear_all() {
    for (const char* where : {"leeds", "york", "hull", "bath"}) bench_.take({probe(where)});
  }
  Completeness of(const std::string& id) { return bench_.node(id).completeness; }
  void pass(Duration time) {
    bench_.clock.advance(time);
    ASSERT_TRUE(bench_.hq->tick());
  }
  Bench bench_;
};

TEST_F(CompletenessTest, OfNobodyIsSaidSo) {
  EXPECT_EQ(of("leeds").words, "never heard from");
  EXPECT_EQ(of("north").words, "Hull, Leeds and York not heard from");
  EXPECT_EQ(of("acme").words, "4 of 4 locations not heard from");
  EXPECT_EQ(of("acme").last_heard.ms, 0);
  EXPECT_FALSE(of("acme").complete);
}

TEST_F(CompletenessTest, OfLocationsThatHaveNothingToSendIsComplete) {
  hear_all();
  EXPECT_EQ(of("leeds").words, "Complete");
  EXPECT_EQ(of("acme").words, "Complete");
  EXPECT_TRUE(of("acme").complete);
  EXPECT_EQ(of("acme").last_heard, bench_.clock.wall_now());
}

TEST_F(CompletenessTest, CountsWhatIsOnItsWay) {
  hear_all();
  pass(std::chrono::minutes(70));
  hear_all();
  bench_.take({probe("leeds", 37, std::chrono::minutes(8)), probe("hull", 5, Duration(3'600'000))});
  EXPECT_EQ(of("leeds").words, "37 on their way since 10:02");
  EXPECT_EQ(of("north").words, "42 on their way since 09:10");
  EXPECT_EQ(of("acme").pending, 42U);
  EXPECT_EQ(of("south").words, "Complete");
  bench_.take({probe("leeds"), probe("hull")});
  EXPECT_EQ(of("acme").words, "Complete");
}

TEST_F(CompletenessTest, PassesOverWhatIsOnlyJustUnderWay) {
  bench_.take({probe("leeds", 3, Duration(400))});
  EXPECT_EQ(of("leeds").words, "Complete");
}

TEST_F(CompletenessTest, NamesWhoFellSilent) {
  hear_all();
  pass(std::chrono::seconds(44));
  EXPECT_EQ(of("acme").words, "Complete");
  bench_.take({probe("leeds", 2, std::chrono::minutes(2)), probe("york"), probe("bath")});
  const std::uint64_t version = bench_.hq->version();
  pass(std::chrono::seconds(1));
  EXPECT_GT(bench_.hq->version(), version);  // silence is news
  EXPECT_EQ(of("hull").words, "not heard from since 09:00");
  EXPECT_EQ(of("acme").words, "Hull not heard from since 09:00; 2 on their way since 08:58");
  EXPECT_THAT(of("acme").silent, ElementsAre(location("hull")));
  EXPECT_EQ(of("acme").silent_count, 1U);
  bench_.take({probe("hull")});
  EXPECT_EQ(of("coast").words, "Complete");
}

TEST_F(CompletenessTest, SaysTheDayWhenItIsAnother) {
  hear_all();
  pass(std::chrono::hours(24));
  EXPECT_EQ(of("leeds").words, "not heard from since 2 Mar 09:00");
}

TEST_F(CompletenessTest, TakesTheBrokersWordForALostConnection) {
  hear_all();
  pass(std::chrono::seconds(2));
  bench_.hq->on_status(location("leeds"), false);
  EXPECT_EQ(of("leeds").words, "not heard from since 09:00");
  bench_.take({probe("leeds")});
  EXPECT_EQ(of("leeds").words, "Complete");
  bench_.hq->on_status(location("leeds"), false);
  bench_.hq->on_status(location("leeds"), true);
  EXPECT_EQ(of("leeds").words, "Complete");
}

TEST_F(CompletenessTest, IsRememberedAcrossARestart) {
  hear_all();
  bench_.take({probe("leeds", 37, std::chrono::minutes(8))});
  ASSERT_TRUE(bench_.hq->save_heard());
  bench_.restart();
  EXPECT_EQ(of("leeds").words, "37 on their way since 08:52");
  bench_.clock.advance(std::chrono::minutes(1));
  bench_.restart();
  EXPECT_EQ(of("york").words, "not heard from since 09:00");
}

TEST_F(CompletenessTest, IsNotFooledByAWallClockThatIsSet) {
  hear_all();
  bench_.clock.set_wall(bench_.clock.wall_now() + std::chrono::hours(5));
  EXPECT_TRUE(of("acme").complete);
}

}  // namespace
}  // namespace earshot::hq::test
