// What every inbox does, whatever it is made of.
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "platform/sqlite/relay_store.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/temp_folder.h"

namespace earshot {
namespace {

using relay::Cursor;
using relay::Inbox;
using relay::Stream;

const DeviceId kDevice = DeviceId::trusted("kiosk-1");
const DeviceId kOther = DeviceId::trusted("kiosk-2");
constexpr WallTime kNow{1'772'442'000'000};
constexpr sqlite::QuarantineBound kBound{3, 1000};

class Subject {
 public:
  virtual ~Subject() = default;
  virtual Inbox& inbox() = 0;
  virtual std::uint64_t quarantined() = 0;
  virtual std::uint64_t incidents() = 0;
};

class MemorySubject final : public Subject {
 public:
  Inbox& inbox() override { return inbox_; }
  std::uint64_t quarantined() override { return inbox_.state().quarantine.size(); }
  std::uint64_t incidents() override { return inbox_.state().incidents.size(); }

 private:
  fakes::MemoryInbox inbox_{kBound.records_max, kBound.bytes_max};
};

class SqliteSubject final : public Subject {
 public:
  SqliteSubject() {
    auto opened = sqlite::Database::open(folder_ / "i.db", sqlite::relay_migrations(), kNow);
    EARSHOT_CHECK(opened.has_value());
    database_ = std::move(opened->database);
    // Nobody pulls a plug here (tests/crash does), and the many commits go faster.
    database_->raw().exec("PRAGMA synchronous = OFF");
    inbox_ = std::make_unique<sqlite::SqliteInbox>(*database_, kBound);
  }
  Inbox& inbox() override { return *inbox_; }
  std::uint64_t quarantined() override { return inbox_->quarantined().value(); }
  std::uint64_t incidents() override { return inbox_->incidents().value(); }

 private:
  fakes::TempFolder folder_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::SqliteInbox> inbox_;
};

struct Kind {
  const char* name;
  std::function<std::unique_ptr<Subject>()> make;
};

class InboxContract : public testing::TestWithParam<Kind> {
 protected:
  Inbox& inbox() { return subject_->inbox(); }
  static Cursor cursor_at(relay::Epoch epoch, relay::Seq seq) {
    Cursor cursor{epoch, seq, {}};
    cursor.digest[0] = static_cast<std::byte>(seq);
    cursor.digest[31] = std::byte{0xff};
    return cursor;
  }
  void set(const DeviceId& device, Stream stream, const Cursor& cursor) {
    ASSERT_TRUE(inbox().set_cursor(device, stream, cursor, kNow).has_value());
  }
  std::unique_ptr<Subject> subject_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(
    Kinds, InboxContract,
    testing::Values(Kind{"Memory", [] { return std::make_unique<MemorySubject>(); }},
                    Kind{"Sqlite", [] { return std::make_unique<SqliteSubject>(); }}),
    [](const auto& kind) { return kind.param.name; });

TEST_P(InboxContract, KnowsNobodyAtFirst) {
  EXPECT_EQ(inbox().cursor(kDevice, 1, Stream::responses).value(), std::nullopt);
  EXPECT_FALSE(inbox().has_other_epoch(kDevice, 1).value());
}

TEST_P(InboxContract, KeepsOneCursorForEachDeviceEpochAndStream) {
  ASSERT_TRUE(inbox().begin().has_value());
  set(kDevice, Stream::responses, cursor_at(1, 10));
  set(kDevice, Stream::urgent, cursor_at(1, 20));
  set(kDevice, Stream::responses, cursor_at(2, 30));
  set(kOther, Stream::responses, cursor_at(1, 40));
  ASSERT_TRUE(inbox().commit().has_value());
  EXPECT_EQ(inbox().cursor(kDevice, 1, Stream::responses).value(), cursor_at(1, 10));
  EXPECT_EQ(inbox().cursor(kDevice, 1, Stream::urgent).value(), cursor_at(1, 20));
  EXPECT_EQ(inbox().cursor(kDevice, 2, Stream::responses).value(), cursor_at(2, 30));
  EXPECT_EQ(inbox().cursor(kOther, 1, Stream::responses).value(), cursor_at(1, 40));
  EXPECT_EQ(inbox().cursor(kOther, 2, Stream::responses).value(), std::nullopt);
}

TEST_P(InboxContract, MovesACursor) {
  set(kDevice, Stream::responses, cursor_at(1, 10));
  set(kDevice, Stream::responses, cursor_at(1, 11));
  EXPECT_EQ(inbox().cursor(kDevice, 1, Stream::responses).value(), cursor_at(1, 11));
}

TEST_P(InboxContract, KeepsAll64BitsOfAnEpochAndASequenceNumber) {
  const auto cursor = cursor_at(UINT64_MAX, UINT64_MAX);
  set(kDevice, Stream::responses, cursor);
  EXPECT_EQ(inbox().cursor(kDevice, UINT64_MAX, Stream::responses).value(), cursor);
}

TEST_P(InboxContract, RemembersOtherEpochsOfTheSameDeviceOnly) {
  set(kDevice, Stream::urgent, cursor_at(1, 1));
  EXPECT_FALSE(inbox().has_other_epoch(kDevice, 1).value());
  EXPECT_TRUE(inbox().has_other_epoch(kDevice, 2).value());
  EXPECT_FALSE(inbox().has_other_epoch(kOther, 2).value());
}

TEST_P(InboxContract, SeesItsOwnWritesBeforeTheCommit) {
  ASSERT_TRUE(inbox().begin().has_value());
  set(kDevice, Stream::responses, cursor_at(1, 10));
  EXPECT_EQ(inbox().cursor(kDevice, 1, Stream::responses).value(), cursor_at(1, 10));
  ASSERT_TRUE(inbox().commit().has_value());
}

TEST_P(InboxContract, RollbackLeavesNothing) {
  set(kDevice, Stream::responses, cursor_at(1, 10));
  ASSERT_TRUE(inbox().begin().has_value());
  set(kDevice, Stream::responses, cursor_at(1, 11));
  set(kOther, Stream::responses, cursor_at(1, 1));
  relay::RecordOrigin origin;
  origin.device = kDevice;
  ASSERT_TRUE(inbox().quarantine(origin, "payload", "why", kNow).has_value());
  ASSERT_TRUE(inbox()
                  .note({relay::Incident::Kind::fork, kDevice, Stream::responses, "a fork"}, kNow)
                  .has_value());
  inbox().rollback();
  EXPECT_EQ(inbox().cursor(kDevice, 1, Stream::responses).value(), cursor_at(1, 10));
  EXPECT_EQ(inbox().cursor(kOther, 1, Stream::responses).value(), std::nullopt);
  EXPECT_EQ(subject_->quarantined(), 0u);
  EXPECT_EQ(subject_->incidents(), 0u);
}

TEST_P(InboxContract, TransactionsFollowOneAnother) {
  for (relay::Seq seq = 1; seq <= 3; ++seq) {
    ASSERT_TRUE(inbox().begin().has_value());
    set(kDevice, Stream::responses, cursor_at(1, seq));
    if (seq == 2) {
      inbox().rollback();
    } else {
      ASSERT_TRUE(inbox().commit().has_value());
    }
  }
  EXPECT_EQ(inbox().cursor(kDevice, 1, Stream::responses).value(), cursor_at(1, 3));
}

TEST_P(InboxContract, CountsWhatItSetAside) {
  relay::RecordOrigin origin;
  origin.device = kDevice;
  ASSERT_TRUE(inbox().quarantine(origin, std::string("\0poison", 7), "cannot be read", kNow));
  ASSERT_TRUE(inbox().quarantine(origin, "", "empty", kNow));
  ASSERT_TRUE(inbox().note(
      {relay::Incident::Kind::hole, kDevice, Stream::responses, "12 to 14 are gone"}, kNow));
  EXPECT_EQ(subject_->quarantined(), 2u);
  EXPECT_EQ(subject_->incidents(), 1u);
}

/// A record of `device` that could not be applied.
relay::RecordOrigin origin_of(const DeviceId& device, Stream stream = Stream::responses) {
  relay::RecordOrigin origin;
  origin.device = device;
  origin.stream = stream;
  return origin;
}

TEST_P(InboxContract, SetsTheSameBytesOfADevicesStreamAsideOnce) {
  const auto origin = origin_of(kDevice);
  ASSERT_TRUE(inbox().quarantine(origin, "same", "why", kNow));
  ASSERT_TRUE(inbox().quarantine(origin, "same", "why", kNow)) << "it comes again in a new epoch";
  EXPECT_EQ(subject_->quarantined(), 1u);
  ASSERT_TRUE(inbox().quarantine(origin, "SAME", "why", kNow));
  ASSERT_TRUE(inbox().quarantine(origin_of(kDevice, Stream::urgent), "same", "why", kNow));
  ASSERT_TRUE(inbox().quarantine(origin_of(kOther), "same", "why", kNow));
  EXPECT_EQ(subject_->quarantined(), 4u);
}

TEST_P(InboxContract, SetsAsideSoManyRecordsOfADeviceAndNoMore) {
  for (const char* payload : {"a", "b", "c"}) {
    ASSERT_TRUE(inbox().quarantine(origin_of(kDevice), payload, "why", kNow));
  }
  const auto full = inbox().quarantine(origin_of(kDevice), "d", "why", kNow);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::busy);
  EXPECT_NE(full.error().message.find("is full"), std::string::npos);
  EXPECT_TRUE(inbox().quarantine(origin_of(kDevice), "a", "why", kNow)) << "it is there already";
  EXPECT_TRUE(inbox().quarantine(origin_of(kOther), "d", "why", kNow)) << "each has its own bound";
  EXPECT_EQ(subject_->quarantined(), 4u);
}

TEST_P(InboxContract, SetsAsideSoManyBytesOfADeviceAndNoMore) {
  ASSERT_TRUE(inbox().quarantine(origin_of(kDevice), std::string(900, 'x'), "why", kNow));
  EXPECT_EQ(inbox().quarantine(origin_of(kDevice), std::string(101, 'y'), "why", kNow).error().code,
            ErrorCode::busy);
  EXPECT_TRUE(inbox().quarantine(origin_of(kDevice), std::string(100, 'y'), "why", kNow));
}

}  // namespace
}  // namespace earshot
