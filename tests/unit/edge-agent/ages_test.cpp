// The age of what waits is the time that went by, whatever becomes of the wall's clock.
#include <gmock/gmock.h>

#include "edge-agent/health.h"
#include "edge-agent/running_ages.h"
#include "edge-agent/telemetry.h"
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using relay::Stream;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

constexpr Duration kDay = hours(24);

/// A record asked for once a second, while the clock is set now and then.
class Stamped : public ::testing::Test {
 protected:
  void pass(Duration time) {
    for (Duration passed{0}; passed < time; passed += seconds(1)) {
      clock_.advance(seconds(1));
      look();
    }
  }
  void set(Duration by) {
    clock_.set_wall(clock_.wall_now() + by);
    look();
  }
  void look() {
    ages_.look(clock_.wall_now(), clock_.mono_now());
    for (auto& [stamp, age] : asked_) {
      const Duration now = ages_.age_of(stamp);
      EXPECT_GE(now, age) << "it grew younger";
      age = now;
    }
  }
  WallTime write() {
    asked_[clock_.wall_now()] = Duration{0};
    return clock_.wall_now();
  }
  fakes::FakeClock clock_;
  RunningAges ages_{clock_.wall_now(), clock_.mono_now()};
  std::map<WallTime, Duration> asked_;
};

TEST_F(Stamped, IsAsOldAsTheTimeThatWentBy) {
  const auto record = write();
  pass(seconds(40));
  EXPECT_EQ(ages_.age_of(record), seconds(40));
  EXPECT_FALSE(ages_.stepped());
  EXPECT_EQ(ages_.age_of({}), Duration{0});
}

TEST_F(Stamped, StaysThatOldWhenTheClockIsSetForwardOrBack) {
  for (const Duration by : {Duration(kDay), Duration(-kDay), Duration(-minutes(10))}) {
    asked_.clear();
    const auto before = write();
    pass(minutes(5));
    set(by);
    EXPECT_TRUE(ages_.stepped());
    EXPECT_LE(ages_.age_of(before) - minutes(5), seconds(2));
    pass(minutes(1));
    const auto after = write();
    pass(minutes(1));
    EXPECT_LE(ages_.age_of(before) - minutes(7), seconds(2));
    EXPECT_LE(ages_.age_of(after) - minutes(1), seconds(2));
    EXPECT_GE(ages_.age_of(after), minutes(1) - seconds(2));
  }
}

TEST_F(Stamped, KeepsItsAgeWhenTheClockShowsItsTimeASecondTime) {
  pass(minutes(30));
  const auto record = write();
  pass(minutes(1));
  set(-minutes(10));
  pass(minutes(20));  // nine minutes in, the clock shows the stamp's time again
  EXPECT_GE(ages_.age_of(record), minutes(21));
}

TEST_F(Stamped, BeforeTheStartIsAsOldAsTheClockSaidAtTheStart) {
  const auto record = clock_.wall_now() - hours(3);
  asked_[record] = Duration{0};
  EXPECT_EQ(ages_.age_of(record), hours(3));
  set(kDay);
  EXPECT_EQ(ages_.age_of(record), hours(3)) << "set since: it says nothing of what was before";
  pass(minutes(1));
  EXPECT_EQ(ages_.age_of(record), hours(3) + minutes(1));
}

TEST_F(Stamped, InTheFutureOrByAClockThatWasUnsetAtTheStartIsAsOldAsThisRun) {
  const auto future = clock_.wall_now() + hours(3);
  asked_[future] = Duration{0};
  pass(minutes(2));
  EXPECT_EQ(ages_.age_of(future), minutes(2)) << "it was not written in this run";
  set(hours(5));  // the clock was behind, and is put right
  EXPECT_EQ(ages_.age_of(future), hours(2) + minutes(2));
}

TEST_F(Stamped, IsKnownInBoundedRoomHoweverOftenTheClockIsSet) {
  const auto first = write();
  for (int i = 0; i < 1000; ++i) {
    set(i % 2 == 0 ? minutes(5) : -minutes(5));
    pass(seconds(1));
    static_cast<void>(ages_.age_of(clock_.wall_now() - seconds(i)));
  }
  EXPECT_NEAR(static_cast<double>(ages_.age_of(first).count()), 1'000'000, 2'000);
}

class Ages : public Location {
 protected:
  HealthView look() {
    auto view = *edge_->view();
    view.headquarters = judge_headquarters(edge_->headquarters_health().value(),
                                           edge_->headquarters_silent_for(), "", zone_);
    http::Metrics metrics;
    report_location(metrics, view);
    metrics_ = metrics.text();
    return judge_health(view, {true, Duration{0}, ""}, "", zone_);
  }
  void set_clock(Duration by) { clock_.set_wall(clock_.wall_now() + by); }
  void probe(Duration oldest) {
    auto probe = kiosk_.frame(std::vector<std::string>{});
    kiosk_.stamp(probe, {kiosk_clock_.wall_now(), std::string(32, 'b'), 1000});
    if (oldest > Duration{0}) {
      probe.stream_since = probe.pending_since = probe.sent_at - oldest;
      probe.pending_responses = 3;
    }
    take(probe);
  }
  void advance(Duration by) {
    clock_.advance(by);
    kiosk_clock_.advance(by);
  }
  Kiosk till() { return edge_->view()->kiosks.at(DeviceId::trusted("till-1")); }
  Duration age() { return clock_.wall_now() - till().waiting.at(Stream::responses); }

  TestKiosk kiosk_{"till-1"};
  fakes::FakeClock kiosk_clock_;
  std::string metrics_;
};

TEST_F(Ages, OfWhatWaitsAtAKioskAreRightWhenThisMachinesClockIsSet) {
  probe(minutes(1));
  for (const Duration by : {Duration(kDay), Duration(-2 * kDay)}) {
    set_clock(by);
    EXPECT_EQ(look().words, "All is well.") << "nothing is stuck because a clock was set";
    EXPECT_THAT(metrics_, HasSubstr("earshot_oldest_unreceived_seconds{device=\"till-1\",stream="
                                    "\"responses\"} 60\n"));
    EXPECT_EQ(clock_.wall_now() - till().pending_since, minutes(1));
  }
  advance(minutes(1));
  probe(minutes(2));
  EXPECT_THAT(look().words, HasSubstr("answers wait without a receipt since"));
}

TEST_F(Ages, OfWhatWaitsForHeadquartersAreRightWhenThisMachinesClockIsSet) {
  edge_->on_headquarters_connected(20);
  ASSERT_TRUE(edge_->pump().has_value());
  take(kiosk_.frame(said(1, 9, clock_.wall_now())));
  advance(seconds(10));
  take(kiosk_.frame(std::vector<std::string>{}));
  for (const Duration by : {Duration(kDay), Duration(-2 * kDay)}) {
    set_clock(by);
    EXPECT_EQ(look().words, "All is well.");
    EXPECT_THAT(metrics_, HasSubstr("earshot_oldest_unreceived_seconds{device=\"store-7\",stream="
                                    "\"cells\"} 10\n"));
  }
  advance(kStuck);
  take(kiosk_.frame(std::vector<std::string>{}));
  EXPECT_THAT(look().words, HasSubstr("headquarters does not answer"));
}

TEST_F(Ages, ThatHeadquartersHearsAreRightWhenThisMachinesClockIsSet) {
  take(kiosk_.frame(said(1, 9, clock_.wall_now())));
  advance(minutes(1));
  look();
  set_clock(kDay);
  edge_->on_headquarters_connected(20);
  ASSERT_TRUE(edge_->pump().has_value());
  Duration told{0};
  while (const auto frame = headquarters_.take()) {
    if (frame->stream != Stream::cells || !frame->records.empty()) continue;
    ASSERT_NE(frame->stream_since.ms, 0);
    told = frame->sent_at - frame->stream_since;
    EXPECT_EQ(frame->sent_at - frame->pending_since, minutes(1));
  }
  EXPECT_EQ(told, minutes(1));
}

TEST_F(Ages, OfAKioskThatWasSilentOverARestartAreNeverLessThanWhatIsKnown) {
  probe(minutes(30));
  clock_.advance(KioskBook::kWriteEvery);
  take(kiosk_.frame(said(1, 9, clock_.wall_now())));  // the commit writes it down
  probe(minutes(30));
  clock_.advance(KioskBook::kWriteEvery);
  take(TestKiosk("till-2").frame(said(2, 9, clock_.wall_now())));
  set_clock(-kDay);
  restart();
  EXPECT_GE(clock_.wall_now() - till().pending_since, minutes(30));
  EXPECT_LE(clock_.wall_now() - till().pending_since, minutes(32));
  set_clock(2 * kDay);
  restart();  // nothing here knows better than the wall's clock
  EXPECT_GE(clock_.wall_now() - till().pending_since, kDay);
}

TEST_F(Ages, OfAKioskThatDeliveredAllAreNotWaitedForAfterARestart) {
  probe(minutes(30));
  clock_.advance(KioskBook::kWriteEvery);
  take(kiosk_.frame(said(1, 9, clock_.wall_now())));
  probe(minutes(30));
  clock_.advance(KioskBook::kWriteEvery);
  take(TestKiosk("till-2").frame(said(2, 9, clock_.wall_now())));  // its commit writes it down
  clock_.advance(seconds(1));
  restart();
  EXPECT_EQ(till().pending, 3U);
  probe(Duration{0});  // the last that it ever says
  restart();
  EXPECT_EQ(till().pending, 0U);
}

TEST_F(Ages, AreNotMadeUpByAKioskWhoseClockIsSet) {
  probe(Duration{0});
  advance(seconds(10));
  kiosk_clock_.set_wall(kiosk_clock_.wall_now() + kDay);
  probe(kDay + seconds(5));  // written before its clock was set
  EXPECT_EQ(age(), seconds(10)) << "ten seconds ago nothing waited";
  advance(seconds(10));
  kiosk_clock_.set_wall(kiosk_clock_.wall_now() - 2 * kDay);
  auto again = kiosk_.frame(std::vector<std::string>{});
  kiosk_.stamp(again, {kiosk_clock_.wall_now(), std::string(32, 'b'), 1000});
  again.stream_since = again.sent_at + hours(1);  // now it lies in the future
  take(again);
  EXPECT_EQ(age(), Duration{0});
  advance(minutes(1));
  take(again);  // the very same record
  EXPECT_EQ(age(), minutes(1));
}

TEST_F(Ages, OfSilenceAreToldInTimesOfTheClockAsItIsNow) {
  probe(Duration{0});
  advance(minutes(5));
  set_clock(-hours(2));
  EXPECT_EQ(clock_.wall_now() - till().last_heard, minutes(5));
}

}  // namespace
}  // namespace earshot::edge
