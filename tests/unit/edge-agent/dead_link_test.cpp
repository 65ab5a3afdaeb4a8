// A dead link is noticed within 30 s, and what waits has an age, by the edge agent's own clock.
#include <gmock/gmock.h>

#include "edge-agent/health.h"
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using relay::Stream;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

constexpr Duration kPromise = seconds(30);
constexpr Duration kLook = seconds(1);  // the shell looks as often

class DeadLink : public Location {
 protected:
  HealthView look() {
    auto view = *edge_->view();
    view.headquarters = judge_headquarters(edge_->headquarters_health().value(),
                                           edge_->headquarters_silent_for(), "", zone_);
    return judge_health(view, {true, Duration{0}, ""}, "", zone_);
  }
  /// Time goes by until health says something else than that all is well; at most a minute.
  Duration until_told() {
    const MonoTime from = clock_.mono_now();
    while (look().words == "All is well." && clock_.mono_now() - from < minutes(1)) {
      clock_.advance(kLook);
      EXPECT_TRUE(edge_->pump().has_value());
      answer();
    }
    return clock_.mono_now() - from;
  }
  /// Headquarters takes what was sent, and answers while it lives.
  void answer() {
    while (const auto frame = headquarters_.take()) {
      if (!headquarters_lives_) continue;
      auto& cursor = at_headquarters_[frame->stream];
      cursor.epoch = frame->epoch;
      cursor.seq = frame->first_seq - 1 + frame->records.size();
      cursor.digest = frame->digest_before;
      for (const auto& record : frame->records) {
        cursor.digest = relay::chain_next(cursor.digest, record);
      }
      ASSERT_TRUE(edge_
                      ->on_headquarters_receipt(
                          {frame->device, frame->stream, relay::Verdict::accepted, cursor, ""})
                      .has_value());
    }
  }
  void live(Duration how_long) {
    for (Duration passed{0}; passed < how_long; passed += kLook) {
      clock_.advance(kLook);
      ASSERT_TRUE(edge_->pump().has_value());
      answer();
    }
  }
  TestKiosk kiosk_{"till-1"};
  bool headquarters_lives_ = true;
  std::map<Stream, relay::Cursor> at_headquarters_;
};

TEST_F(DeadLink, ASilentKioskIsNamedWithinThirtySeconds) {
  headquarters_lives_ = true;
  edge_->on_headquarters_connected(20);
  ASSERT_TRUE(edge_->pump().has_value());
  answer();
  take(kiosk_.frame(said(1, 9, clock_.wall_now())));
  EXPECT_LE(until_told(), kPromise);
  EXPECT_THAT(look().words, HasSubstr("till-1: not heard since"));
  // Its next probe ends it. A kiosk that probes every 15 s is never called silent.
  for (int i = 0; i < 10; ++i) {
    take(kiosk_.frame(std::vector<std::string>{}));
    live(seconds(15));
    EXPECT_EQ(look().words, "All is well.");
  }
}

TEST_F(DeadLink, AKioskThatIsSilentFromTheStartIsNamedToo) {
  take(kiosk_.frame(said(1, 9, clock_.wall_now())));
  clock_.advance(KioskBook::kWriteEvery);
  take(kiosk_.frame(said(2, 9, clock_.wall_now())));
  restart();
  clock_.set_wall(clock_.wall_now() - hours(24));  // nor does a clock that is set hide it
  EXPECT_LE(until_told(), kPromise);
  EXPECT_THAT(look().words, HasSubstr("till-1: not heard since"));
}

TEST_F(DeadLink, HeadquartersBehindALivingBrokerIsNoticedWithinThirtySeconds) {
  edge_->on_headquarters_connected(20);
  ASSERT_TRUE(edge_->pump().has_value());
  answer();
  live(minutes(5));
  EXPECT_EQ(look().words, "All is well.");
  headquarters_lives_ = false;
  EXPECT_LE(until_told(), kPromise);
  EXPECT_THAT(look().words, HasSubstr("headquarters does not answer"));
  // Fresh connections change nothing until it answers.
  for (int i = 0; i < 5; ++i) {
    edge_->on_headquarters_disconnected();
    edge_->on_headquarters_connected(20);
    live(seconds(20));
    EXPECT_THAT(look().words, HasSubstr("headquarters does not answer"));
  }
  headquarters_lives_ = true;
  edge_->on_headquarters_disconnected();
  edge_->on_headquarters_connected(20);
  live(seconds(2));
  EXPECT_EQ(look().words, "All is well.");
}

TEST_F(DeadLink, TheOldestRecordsAgeDoesNotDependOnTheKiosksClock) {
  for (const Duration wrong : {Duration{0}, Duration(hours(24)), Duration(-hours(24))}) {
    auto probe = kiosk_.frame(std::vector<std::string>{});
    kiosk_.stamp(probe, {clock_.wall_now() + wrong, std::string(32, 'b'), 1000});
    probe.stream_since = probe.sent_at - minutes(4);
    probe.pending_responses = 3;
    probe.pending_since = probe.sent_at - minutes(4);
    take(probe);
    const auto kiosk = edge_->view()->kiosks.at(DeviceId::trusted("till-1"));
    EXPECT_EQ(kiosk.waiting.at(Stream::responses), clock_.wall_now() - minutes(4));
    EXPECT_EQ(kiosk.pending_since, clock_.wall_now() - minutes(4));
  }
  EXPECT_THAT(look().words, HasSubstr("answers wait without a receipt since"));
  take(kiosk_.frame(said(1, 9, clock_.wall_now())));
  EXPECT_EQ(edge_->view()->kiosks.at(DeviceId::trusted("till-1")).waiting.at(Stream::responses).ms,
            0);
}

TEST_F(DeadLink, ARecordStampedByAnUnsetClockHasTheAgeThatWeKnow) {
  auto probe = kiosk_.frame(std::vector<std::string>{});
  kiosk_.stamp(probe, {clock_.wall_now(), std::string(32, 'b'), 1000});
  probe.stream_since = {5'000};  // written in 1970, and the clock was set since
  take(probe);
  const auto first = clock_.wall_now();
  clock_.advance(seconds(15));
  auto again = probe;
  kiosk_.stamp(again, {clock_.wall_now(), std::string(32, 'b'), 16'000});
  take(again);
  EXPECT_EQ(edge_->view()->kiosks.at(DeviceId::trusted("till-1")).waiting.at(Stream::responses),
            first);
}

// A frame says what waits once it has arrived: its own records were taken off a second time.
TEST_F(DeadLink, AFramesOwnResponsesAreNotTakenOffTwice) {
  auto frame = kiosk_.frame(
      {record_of(said(1, 9, clock_.wall_now())), record_of(said(2, 9, clock_.wall_now()))});
  frame.pending_responses = 1;
  take(frame);
  EXPECT_EQ(edge_->view()->kiosks.at(DeviceId::trusted("till-1")).pending, 1u);
}

}  // namespace
}  // namespace earshot::edge
