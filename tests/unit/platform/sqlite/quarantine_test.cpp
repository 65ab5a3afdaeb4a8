// The SQLite quarantine beyond the inbox's contract: looking at it, and trying again.
#include <gmock/gmock.h>

#include <functional>

#include "platform/sqlite/relay_store.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::sqlite {
namespace {

using relay::Stream;

const DeviceId kKiosk = DeviceId::trusted("kiosk-1");
constexpr WallTime kNow{1'772'442'000'000};

/// Applies into a table of its own, unless it is told to answer otherwise.
class TestSink final : public relay::RecordSink {
 public:
  explicit TestSink(Database& database) : database_(database) {
    database_.raw().exec("CREATE TABLE applied (payload BLOB)");
  }
  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override {
    EXPECT_TRUE(database_.in_transaction());
    last_boot_id = origin.boot_id;
    last = origin;
    last.boot_id = {};
    last_boot_times.assign(origin.boot_times.begin(), origin.boot_times.end());
    last.boot_times = {};
    if (payload == poison) return fail(ErrorCode::invalid, "poison still");
    auto& insert = database_.prepared("INSERT INTO applied VALUES (?)");
    insert.bind(1, std::string(payload));
    insert.exec();
    if (trouble) return tl::unexpected<Error>(*trouble);
    return {};
  }
  int applied() { return database_.raw().execAndGet("SELECT count(*) FROM applied").getInt(); }

  relay::RecordOrigin last;
  std::string last_boot_id;
  std::vector<response::BootTime> last_boot_times;
  std::string poison = "poison";
  std::optional<Error> trouble;

 private:
  Database& database_;
};

class QuarantineTest : public testing::Test {
 protected:
  QuarantineTest() {
    database_ = Database::open(folder_ / "q.db", relay_migrations(), kNow).value().database;
    database_->raw().exec("PRAGMA synchronous = OFF");
    inbox_ = std::make_unique<SqliteInbox>(*database_);
    sink_ = std::make_unique<TestSink>(*database_);
  }
  void set_aside(const std::string& payload, relay::Seq seq = 5) {
    const relay::RecordOrigin origin{kKiosk, 7,   Stream::urgent, seq, WallTime{123},
                                     "boot", 456, boot_times_};
    ASSERT_TRUE(inbox_->quarantine(origin, payload, "cannot be read", kNow));
  }

  fakes::TempFolder folder_;
  std::unique_ptr<Database> database_;
  const std::vector<response::BootTime> boot_times_{
      {"boot", 0, response::BootTime::Kind::exact, WallTime{1'772'442'000'000}},
      {"the one before", 77, response::BootTime::Kind::uncertain, WallTime{9}}};
  std::unique_ptr<SqliteInbox> inbox_;
  std::unique_ptr<TestSink> sink_;
};

TEST_F(QuarantineTest, ListsWhatWasSetAsidePageByPage) {
  for (int i = 1; i <= 5; ++i) set_aside("payload" + std::to_string(i), 10 + i);
  const auto first = inbox_->list_quarantined(0, 3).value();
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[0].at, kNow);
  EXPECT_EQ(first[0].device, kKiosk);
  EXPECT_EQ(first[0].epoch, 7u);
  EXPECT_EQ(first[0].stream, Stream::urgent);
  EXPECT_EQ(first[0].seq, 11u);
  EXPECT_EQ(first[0].sent_at, WallTime{123});
  EXPECT_EQ(first[0].boot_id, "boot");
  EXPECT_EQ(first[0].uptime_ms, 456);
  EXPECT_EQ(first[0].reason, "cannot be read");
  EXPECT_EQ(first[0].bytes, 8u);
  const auto rest = inbox_->list_quarantined(first.back().id, 3).value();
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[1].seq, 15u);
  EXPECT_TRUE(inbox_->list_quarantined(rest.back().id, 3)->empty());
}

TEST_F(QuarantineTest, GivesThePayloadAsItCame) {
  const std::string binary("\0\xff'\n", 4);
  set_aside(binary);
  const auto id = inbox_->list_quarantined(0, 1)->front().id;
  EXPECT_EQ(inbox_->quarantined_payload(id), binary);
  EXPECT_EQ(inbox_->find_quarantined(id)->seq, 5u);
  EXPECT_EQ(inbox_->quarantined_payload(id + 1).error().code, ErrorCode::not_found);
  EXPECT_EQ(inbox_->find_quarantined(id + 1).error().code, ErrorCode::not_found);
}

TEST_F(QuarantineTest, LetsGoOfARecordThatCanBeAppliedNow) {
  set_aside("good");
  const auto id = inbox_->list_quarantined(0, 1)->front().id;
  ASSERT_TRUE(inbox_->retry(id, *inbox_, *sink_));
  EXPECT_EQ(sink_->applied(), 1);
  EXPECT_EQ(inbox_->quarantined(), 0u);
  EXPECT_EQ(sink_->last.device, kKiosk);
  EXPECT_EQ(sink_->last.epoch, 7u);
  EXPECT_EQ(sink_->last.sent_at, WallTime{123});
  EXPECT_EQ(sink_->last_boot_id, "boot") << "a wrong clock can still be found out";
  EXPECT_EQ(sink_->last.uptime_ms, 456);
  EXPECT_EQ(sink_->last_boot_times, boot_times_) << "and is filed where it would have been";
  EXPECT_EQ(inbox_->retry(id, *inbox_, *sink_).error().code, ErrorCode::not_found);
}

TEST_F(QuarantineTest, KeepsARecordThatIsPoisonStillWithTheNewReason) {
  set_aside("poison");
  const auto id = inbox_->list_quarantined(0, 1)->front().id;
  EXPECT_EQ(inbox_->retry(id, *inbox_, *sink_).error().code, ErrorCode::invalid);
  EXPECT_EQ(inbox_->find_quarantined(id)->reason, "poison still");
  EXPECT_FALSE(database_->in_transaction());
}

TEST_F(QuarantineTest, ChangesNothingWhenTheStoreIsInTrouble) {
  set_aside("good");
  const auto id = inbox_->list_quarantined(0, 1)->front().id;
  sink_->trouble = Error{ErrorCode::no_space, "full"};
  EXPECT_EQ(inbox_->retry(id, *inbox_, *sink_).error().code, ErrorCode::no_space);
  EXPECT_EQ(sink_->applied(), 0) << "rolled back";
  EXPECT_EQ(inbox_->find_quarantined(id)->reason, "cannot be read");
  EXPECT_FALSE(database_->in_transaction());
}

TEST_F(QuarantineTest, TriesAllAgainALittleAtATime) {
  for (const char* payload : {"a", "b", "poison", "c", "d"}) set_aside(payload);
  std::uint64_t applied = 0;
  std::uint64_t still = 0;
  int calls = 0;
  for (std::int64_t after = 0; ++calls < 10;) {
    const auto done = inbox_->retry_some(after, 2, *inbox_, *sink_).value();
    applied += done.applied;
    still += done.still_poison;
    if (done.last_id == 0) break;
    after = done.last_id;
  }
  EXPECT_EQ(calls, 4);
  EXPECT_EQ(applied, 4u);
  EXPECT_EQ(still, 1u);
  EXPECT_EQ(inbox_->quarantined(), 1u);
}

TEST_F(QuarantineTest, AnErasureTakesWhatHoldsTheResponsesId) {
  set_aside("…00112233…words");
  set_aside("another");
  EXPECT_EQ(inbox_->erase_quarantined("00112233"), 1u);
  EXPECT_EQ(inbox_->quarantined(), 1u);
  EXPECT_EQ(inbox_->erase_quarantined("00112233"), 0u);
}

TEST_F(QuarantineTest, RemembersTheEpochsHeardMostLatelyAndNoMore) {
  for (relay::Epoch epoch = 1; epoch <= 200; ++epoch) {
    for (const Stream stream : {Stream::urgent, Stream::responses}) {
      const WallTime at = kNow + Duration{static_cast<std::int64_t>(epoch)};
      ASSERT_TRUE(inbox_->set_cursor(kKiosk, stream, {epoch, 3, {}}, at));
    }
  }
  EXPECT_EQ(database_->raw().execAndGet("SELECT count(*) FROM inbox_cursor").getInt(), 64 * 2);
  EXPECT_TRUE(inbox_->cursor(kKiosk, 200, Stream::urgent)->has_value());
  EXPECT_TRUE(inbox_->cursor(kKiosk, 137, Stream::urgent)->has_value());
  EXPECT_FALSE(inbox_->cursor(kKiosk, 136, Stream::urgent)->has_value());
}

TEST_F(QuarantineTest, AClockThatWasPutBackDoesNotForgetTheEpochThatIsHeardNow) {
  for (relay::Epoch epoch = 1; epoch <= 100; ++epoch) {
    ASSERT_TRUE(inbox_->set_cursor(kKiosk, Stream::urgent, {epoch, 3, {}}, kNow));
  }
  ASSERT_TRUE(inbox_->set_cursor(kKiosk, Stream::urgent, {1000, 3, {}}, WallTime{1}));
  EXPECT_TRUE(inbox_->cursor(kKiosk, 1000, Stream::urgent)->has_value());
}

}  // namespace
}  // namespace earshot::sqlite
