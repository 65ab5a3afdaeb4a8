// What is let go of the SQLite outbox and when, whatever the clock on the wall says; and what an
// erasure finds in it.
#include <gmock/gmock.h>

#include "platform/sqlite/relay_store.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::sqlite {
namespace {

using relay::Stream;
using std::chrono::hours;

const DeviceId kDevice = DeviceId::trusted("kiosk-1");
constexpr WallTime kNow{1'772'442'000'000};
constexpr Duration kDay = hours(24);
const SqliteOutbox::Retention kThirtyDays{30 * kDay, UINT64_MAX, 1000};

/// A device that runs, is switched off, and whose clock a person may set.
class OutboxUpkeep : public testing::Test {
 protected:
  OutboxUpkeep() { start(); }
  void start() {
    outbox_.reset();
    database_.reset();
    database_ = Database::open(folder_ / "o.db", relay_migrations(), kNow).value().database;
    database_->raw().exec("PRAGMA synchronous = OFF");
    outbox_ = SqliteOutbox::open(*database_, kDevice, random_).value();
    uptime_ = MonoTime{5'000};
  }
  /// Runs for so long, pruning every few hours. Returns how many records went.
  std::size_t run(Duration time) {
    std::size_t went = outbox_->prune(kThirtyDays, wall_, uptime_).value();
    for (Duration passed{0}; passed < time; passed += hours(6)) {
      wall_ = wall_ + hours(6);
      uptime_ = uptime_ + hours(6);
      went += outbox_->prune(kThirtyDays, wall_, uptime_).value();
    }
    return went;
  }
  void off(Duration time) {
    wall_ = wall_ + time;
    start();
  }
  /// A record that was received at once.
  void say(Stream stream = Stream::responses) {
    const auto seq = outbox_->append(stream, "x", 1, wall_).value();
    ASSERT_TRUE(outbox_->set_received(stream, seq));
  }
  [[nodiscard]] std::uint64_t kept(Stream stream = Stream::responses) {
    const auto head = outbox_->head(stream).value();
    return head.last_seq + 1 - head.oldest_seq;
  }

  fakes::TempFolder folder_;
  fakes::SeededRandom random_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<SqliteOutbox> outbox_;
  WallTime wall_ = kNow;
  MonoTime uptime_;
};

TEST_F(OutboxUpkeep, KeepsARecordForThirtyDays) {
  say();
  EXPECT_EQ(run(29 * kDay), 0u);
  EXPECT_EQ(run(2 * kDay), 1u);
}

TEST_F(OutboxUpkeep, AClockThatJumpsAYearAheadLetsNothingGo) {
  for (int day = 0; day < 10; ++day) {
    say();
    run(kDay);
  }
  wall_ = wall_ + 365 * kDay;
  EXPECT_EQ(run(4 * kDay), 0u) << "the oldest has existed for 14 days, whatever the clock says";
  wall_ = wall_ - 365 * kDay;
  EXPECT_EQ(run(10 * kDay), 0u);
  EXPECT_EQ(kept(), 10u);
}

TEST_F(OutboxUpkeep, AClockThatStaysAYearAheadHalvesTheTimeAtMost) {
  say();
  run(kDay);
  wall_ = wall_ + 365 * kDay;
  EXPECT_EQ(run(13 * kDay), 0u);
  EXPECT_EQ(run(3 * kDay), 1u) << "half of thirty days in running time";
}

TEST_F(OutboxUpkeep, ARecordStampedNextYearDoesNotStayUntilThen) {
  wall_ = wall_ + 365 * kDay;
  say();
  wall_ = wall_ - 365 * kDay;
  EXPECT_EQ(run(58 * kDay), 0u);
  EXPECT_EQ(run(4 * kDay), 1u) << "twice thirty days in running time are enough";
}

TEST_F(OutboxUpkeep, ARecordStampedBeforeTheClockWasSetIsKeptAsLongAsOthers) {
  wall_ = WallTime{60'000};  // 1970: no network yet
  say();
  wall_ = kNow;
  EXPECT_EQ(run(14 * kDay), 0u);
  EXPECT_EQ(run(2 * kDay), 1u);
}

TEST_F(OutboxUpkeep, ADeviceThatIsOffAtNightLetsGoInTime) {
  say();
  std::size_t went = 0;
  int days = 0;
  for (; days < 40 && went == 0; ++days) {
    went += run(hours(12));
    off(hours(12));
  }
  EXPECT_EQ(went, 1u);
  EXPECT_GE(days, 30);
  EXPECT_LE(days, 32);
}

TEST_F(OutboxUpkeep, ALongTimeInADrawerIsNoReasonToLetGo) {
  say();
  run(2 * kDay);
  off(200 * kDay);
  EXPECT_EQ(run(12 * kDay), 0u) << "its receiver may have been restored meanwhile";
  EXPECT_EQ(run(3 * kDay), 1u);
}

TEST_F(OutboxUpkeep, OneStreamWithAStrangeTimeDoesNotHoldTheOthersBack) {
  wall_ = WallTime{1};
  say(Stream::urgent);
  wall_ = kNow;
  say(Stream::responses);
  run(31 * kDay);
  EXPECT_EQ(kept(Stream::responses), 0u);
  wall_ = WallTime{1};
  say(Stream::urgent);
  wall_ = kNow + 31 * kDay;
  say(Stream::responses);
  run(10 * kDay);
  EXPECT_EQ(kept(Stream::urgent), 1u);
  EXPECT_EQ(kept(Stream::responses), 1u);
}

TEST_F(OutboxUpkeep, AgesGoOnThroughANewEpoch) {
  for (int i = 0; i < 3; ++i) say();
  run(20 * kDay);
  say();
  ASSERT_TRUE(outbox_->begin_epoch(77));
  EXPECT_EQ(run(12 * kDay), 3u);
  EXPECT_EQ(kept(), 1u);
}

TEST_F(OutboxUpkeep, NeverLetsGoOfWhatHasNoReceipt) {
  ASSERT_TRUE(outbox_->append(Stream::responses, "x", 1, WallTime{1}));
  EXPECT_EQ(run(100 * kDay), 0u);
}

TEST_F(OutboxUpkeep, LetsGoOfTheOldestWhenTheyAreTooLargeHoweverYoung) {
  for (int i = 0; i < 10; ++i) {
    const auto seq = outbox_->append(Stream::responses, std::string(100, 'x'), 1, wall_).value();
    ASSERT_TRUE(outbox_->set_received(Stream::responses, seq));
  }
  EXPECT_EQ(outbox_->prune({30 * kDay, 650, 1000}, wall_, uptime_), 4u);
  EXPECT_EQ(outbox_->prune({30 * kDay, 300, 2}, wall_, uptime_), 2u) << "so many a call";
}

TEST_F(OutboxUpkeep, WritesDownItsRunningTimeNowAndThenOnly) {
  say();
  const auto writes = [&] {
    return database_->raw().execAndGet("SELECT total_changes()").getInt();
  };
  ASSERT_TRUE(outbox_->prune(kThirtyDays, wall_, uptime_));
  const int before = writes();
  for (int second = 0; second < 500; ++second) {
    uptime_ = uptime_ + std::chrono::seconds(1);
    ASSERT_TRUE(outbox_->prune(kThirtyDays, wall_, uptime_));
  }
  EXPECT_EQ(writes(), before);
  run(200 * kDay);
  EXPECT_LE(database_->raw().execAndGet("SELECT count(*) FROM outbox_age").getInt(), 4 * 140);
}

TEST_F(OutboxUpkeep, AnErasureFindsTheRecordsThatHoldAnId) {
  for (const char* payload : {"a-0011-b", "other", "0011", "cells"}) {
    ASSERT_TRUE(outbox_->append(Stream::urgent, payload, 1, wall_));
  }
  ASSERT_TRUE(outbox_->append(Stream::verbatims, "0011", 1, wall_));
  EXPECT_EQ(outbox_->holding(Stream::urgent, "0011"), (std::vector<relay::Seq>{1, 3}));
  ASSERT_TRUE(outbox_->withhold(Stream::urgent, 1));
  EXPECT_EQ(outbox_->holding(Stream::urgent, "0011"), std::vector<relay::Seq>{3});
  EXPECT_TRUE(outbox_->holding(Stream::cells, "0011")->empty());
}

}  // namespace
}  // namespace earshot::sqlite
