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
  pass(std::chrono::seconds(27));
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

TEST_F(CompletenessTest, IsMissedWithinThirtySeconds) {  // a dead link, fault 31
  hear_all();
  const std::uint64_t version = bench_.hq->version();
  for (int second = 0; second < 29; ++second) pass(std::chrono::seconds(1));
  EXPECT_GT(bench_.hq->version(), version);
  EXPECT_EQ(of("acme").silent_count, 4U);
}

class Unreceived : public CompletenessTest {
 protected:
  /// Says that the oldest record of its stream waits for `age`, by a clock that shows `clock`.
  relay::Frame waiting(const std::string& where, relay::Stream stream, Duration age,
                       WallTime clock) {
    auto frame = Sender(where, stream).probe(clock);
    if (age > Duration{0}) frame.stream_since = clock - age;
    return frame;
  }
};

TEST_F(Unreceived, RecordsAgeByOurOwnClockWhateverTheirs) {
  const WallTime unset{3'600'000};  // it was never told the time: 1970
  const WallTime ahead = bench_.clock.wall_now() + std::chrono::hours(24 * 365);
  bench_.take({waiting("leeds", Stream::cells, std::chrono::seconds(40), unset),
               waiting("york", Stream::urgent, std::chrono::seconds(7), ahead),
               waiting("hull", Stream::cells, Duration(0), ahead)});
  pass(std::chrono::seconds(10));
  const auto all = bench_.hq->unreceived().edges;
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].location, location("leeds"));
  EXPECT_EQ(all[0].stream, Stream::cells);
  EXPECT_EQ(all[0].age, std::chrono::seconds(50));
  EXPECT_EQ(all[1].age, std::chrono::seconds(17));
  EXPECT_EQ(of("leeds").oldest_unreceived, std::chrono::seconds(50));
  EXPECT_EQ(of("acme").oldest_unreceived, std::chrono::seconds(50));
  bench_.take({waiting("leeds", Stream::cells, Duration(0), unset)});
  EXPECT_EQ(bench_.hq->unreceived().edges.size(), 1U);
}

TEST_F(Unreceived, RecordsAreToldInWordsOnceTheyAreOldAndThatIsNews) {
  hear_all();
  bench_.take({waiting("leeds", Stream::cells, std::chrono::seconds(10), bench_.clock.wall_now())});
  EXPECT_EQ(of("leeds").words, "Complete");
  pass(std::chrono::seconds(19));
  const std::uint64_t version = bench_.hq->version();
  pass(std::chrono::seconds(1));
  EXPECT_GT(bench_.hq->version(), version);
  EXPECT_EQ(of("leeds").words, "records wait for a receipt since 08:59");
  EXPECT_EQ(of("north").words, "records wait for a receipt since 08:59");
  EXPECT_FALSE(of("leeds").complete);
}

TEST_F(Unreceived, RecordsOfAFrameThatCannotBeStoredAgeToo) {
  hear_all();
  bench_.database->raw().exec(
      "CREATE TRIGGER full BEFORE INSERT ON hq_total BEGIN SELECT RAISE(ABORT, 'no more'); END");
  static_cast<void>(bench_.hq->offer(Sender("bath", Stream::cells).frame(cell("bath", 1, {9}))));
  EXPECT_FALSE(bench_.hq->work());
  pass(std::chrono::seconds(12));
  const auto all = bench_.hq->unreceived().edges;
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].location, location("bath"));
  EXPECT_EQ(all[0].age, std::chrono::seconds(12));
}

}  // namespace
}  // namespace earshot::hq::test
