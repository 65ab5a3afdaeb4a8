// What the SQLite stores promise beyond the ports' contracts (tests/contract): they survive being
// closed, keep to limits, and stay quick however much waits.
#include "platform/sqlite/relay_store.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::sqlite {
namespace {

using relay::Stream;

const DeviceId kDevice = DeviceId::trusted("kiosk-1");
constexpr WallTime kNow{1'772'442'000'000};
constexpr Duration kDay = std::chrono::hours(24);

class RelayStoreTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    outbox_.reset();
    database_.reset();
    auto opened = Database::open(folder_ / "relay.db", relay_migrations(), kNow);
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    database_ = std::move(opened->database);
    database_->raw().exec("PRAGMA synchronous = OFF");  // nobody pulls a plug here
    outbox_ = SqliteOutbox::open(*database_, kDevice, random_).value();
  }
  void put(Stream stream, std::string_view payload, WallTime at = kNow) {
    ASSERT_TRUE(outbox_->append(stream, payload, 1, at).has_value());
  }
  void put_many(Stream stream, int count) {
    ASSERT_TRUE(database_->begin().has_value());
    for (int i = 0; i < count; ++i) put(stream, "payload");
    ASSERT_TRUE(database_->commit().has_value());
  }
  relay::OutboxHead head(Stream stream) { return outbox_->head(stream).value(); }

  fakes::TempFolder folder_;
  fakes::SeededRandom random_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<SqliteOutbox> outbox_;
};

TEST_F(RelayStoreTest, AnOutboxIsTheSameAfterReopening) {
  put(Stream::responses, "a");
  put(Stream::responses, "b");
  put(Stream::urgent, "c");
  ASSERT_TRUE(outbox_->set_received(Stream::responses, 1).has_value());
  const auto before = head(Stream::responses);
  const auto waiting = outbox_->pending().value();
  open();
  const auto after = head(Stream::responses);
  EXPECT_EQ(after.epoch, before.epoch);
  EXPECT_EQ(after.last_seq, 2u);
  EXPECT_EQ(after.last_digest, before.last_digest);
  EXPECT_EQ(after.received_seq, 1u);
  EXPECT_EQ(outbox_->pending()->records, waiting.records);
  put(Stream::responses, "d");
  EXPECT_EQ(head(Stream::responses).last_digest, relay::chain_next(before.last_digest, "d"));
}

TEST_F(RelayStoreTest, ANewStoreIsANewEpoch) {
  const auto epoch = head(Stream::responses).epoch;
  outbox_.reset();
  database_.reset();
  std::filesystem::remove(folder_ / "relay.db");
  open();
  EXPECT_NE(head(Stream::responses).epoch, epoch);
}

TEST_F(RelayStoreTest, ANewEpochIsStillThereAfterReopening) {
  put(Stream::responses, "a");
  put(Stream::responses, "b");
  ASSERT_TRUE(outbox_->set_received(Stream::responses, 1).has_value());
  ASSERT_TRUE(outbox_->begin_epoch(UINT64_MAX).has_value());
  open();
  EXPECT_EQ(head(Stream::responses).epoch, UINT64_MAX);
  EXPECT_EQ(head(Stream::responses).last_seq, 2u);
  EXPECT_EQ(head(Stream::responses).received_seq, 1u);
}

TEST_F(RelayStoreTest, AHeadIsRightAfterAPartOfATransactionWasUndone) {
  ASSERT_TRUE(database_->begin().has_value());
  put(Stream::responses, "a");
  const auto digest = head(Stream::responses).last_digest;
  ASSERT_FALSE(database_->undone_on_error([&]() -> Result<void> {
    put(Stream::responses, "poison");
    return fail(ErrorCode::invalid, "poison");
  }));
  EXPECT_EQ(head(Stream::responses).last_seq, 1u);
  EXPECT_EQ(head(Stream::responses).last_digest, digest);
  put(Stream::responses, "b");
  ASSERT_TRUE(database_->commit().has_value());
  EXPECT_EQ(head(Stream::responses).last_seq, 2u);
}

TEST_F(RelayStoreTest, CountsAndReadsALongBacklogWithoutWalkingIt) {
  put_many(Stream::responses, 20'000);
  ASSERT_TRUE(outbox_->set_received(Stream::responses, 5'000).has_value());
  std::uint64_t steps = 0;
  // Called every so many of SQLite's own instructions: a measure that no clock disturbs.
  sqlite3_progress_handler(
      database_->raw().getHandle(), 10,
      [](void* count) { return ++*static_cast<std::uint64_t*>(count), 0; }, &steps);
  const auto waiting = outbox_->pending().value();
  const auto batch = outbox_->read(Stream::responses, 15'000, 1 << 20, 10).value();
  sqlite3_progress_handler(database_->raw().getHandle(), 0, nullptr, nullptr);
  EXPECT_EQ(waiting.records, 15'000u);
  EXPECT_EQ(waiting.responses, 15'000u);
  EXPECT_EQ(batch.records.front().seq, 15'000u);
  EXPECT_LT(steps, 100u) << "as much for 20,000 records as for 20";
}

TEST_F(RelayStoreTest, BeginsAnEpochWithALongBacklog) {
  put_many(Stream::responses, 5'000);
  ASSERT_TRUE(outbox_->set_received(Stream::responses, 1'000).has_value());
  ASSERT_TRUE(outbox_->begin_epoch(7).has_value());
  auto digest = relay::chain_start(kDevice, 7, Stream::responses);
  for (int i = 0; i < 5'000; ++i) digest = relay::chain_next(digest, "payload");
  EXPECT_EQ(head(Stream::responses).last_seq, 5'000u);
  EXPECT_EQ(head(Stream::responses).last_digest, digest);
  EXPECT_EQ(outbox_->pending()->records, 4'000u);
}

TEST_F(RelayStoreTest, LetsGoOfReceivedRecordsThatAreOld) {
  put(Stream::responses, "old", kNow - 31 * kDay);
  put(Stream::responses, "new", kNow);
  put(Stream::urgent, "old but not received", kNow - 31 * kDay);
  ASSERT_TRUE(outbox_->set_received(Stream::responses, 2).has_value());
  EXPECT_EQ(outbox_->prune(kNow - 30 * kDay, UINT64_MAX, 100), 1u);
  EXPECT_EQ(head(Stream::responses).oldest_seq, 2u);
  EXPECT_EQ(head(Stream::urgent).oldest_seq, 1u);
}

TEST_F(RelayStoreTest, LetsGoOfTheOldestReceivedRecordsWhenTheyAreTooMany) {
  for (int i = 0; i < 10; ++i) {
    put(i % 2 == 0 ? Stream::responses : Stream::cells, std::string(100, 'x'), kNow + Duration{i});
  }
  ASSERT_TRUE(outbox_->set_received(Stream::responses, 5).has_value());
  ASSERT_TRUE(outbox_->set_received(Stream::cells, 5).has_value());
  EXPECT_EQ(outbox_->prune(WallTime{0}, 650, 100), 4u) << "600 bytes may stay, 700 may not";
  EXPECT_EQ(head(Stream::responses).oldest_seq, 3u);
  EXPECT_EQ(head(Stream::cells).oldest_seq, 3u);
  EXPECT_EQ(outbox_->prune(WallTime{0}, 650, 100), 0u);
}

TEST_F(RelayStoreTest, NeverLetsGoOfWhatWaitsHoweverOldOrLarge) {
  for (int i = 0; i < 5; ++i) put(Stream::responses, std::string(100, 'x'), WallTime{1});
  EXPECT_EQ(outbox_->prune(kNow, 0, 100), 0u);
  EXPECT_EQ(outbox_->pending()->records, 5u);
}

TEST_F(RelayStoreTest, LetsGoOfSoManyACallAndNoMore) {
  put_many(Stream::responses, 25);
  ASSERT_TRUE(outbox_->set_received(Stream::responses, 25).has_value());
  EXPECT_EQ(outbox_->prune(kNow + kDay, UINT64_MAX, 10), 10u);
  EXPECT_EQ(outbox_->prune(kNow + kDay, UINT64_MAX, 10), 10u);
  EXPECT_EQ(outbox_->prune(kNow + kDay, UINT64_MAX, 10), 5u);
  open();
  EXPECT_EQ(head(Stream::responses).last_seq, 25u);
  EXPECT_EQ(head(Stream::responses).oldest_seq, 26u);
}

TEST_F(RelayStoreTest, AnInboxIsTheSameAfterReopening) {
  relay::Cursor cursor{5, 6, {}};
  cursor.digest[3] = std::byte{9};
  {
    SqliteInbox inbox(*database_);
    ASSERT_TRUE(inbox.set_cursor(kDevice, Stream::cells, cursor, kNow).has_value());
    relay::RecordOrigin origin;
    origin.device = kDevice;
    ASSERT_TRUE(inbox.quarantine(origin, "payload", "reason", kNow).has_value());
  }
  open();
  SqliteInbox inbox(*database_);
  EXPECT_EQ(inbox.cursor(kDevice, 5, Stream::cells).value(), cursor);
  EXPECT_EQ(inbox.quarantined(), 1u);
}

TEST_F(RelayStoreTest, CountsEveryIncidentButKeepsTheNewest) {
  SqliteInbox inbox(*database_);
  ASSERT_TRUE(inbox.begin().has_value());
  for (int i = 0; i < kIncidentsMax + 5; ++i) {
    ASSERT_TRUE(inbox.note({relay::Incident::Kind::refused, kDevice, Stream::cells, "no"}, kNow));
  }
  ASSERT_TRUE(inbox.commit().has_value());
  EXPECT_EQ(inbox.incidents(), static_cast<std::uint64_t>(kIncidentsMax) + 5);
  EXPECT_EQ(database_->raw().execAndGet("SELECT count(*) FROM incident").getInt64(), kIncidentsMax);
}

}  // namespace
}  // namespace earshot::sqlite
