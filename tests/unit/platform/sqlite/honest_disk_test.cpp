// What a store says of a disk that fails, and that it is true.
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <csignal>

#include "platform/sqlite/relay_store.h"
#include "tests/fakes/faulty_disk.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/small_disk.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::sqlite {
namespace {

using fakes::DiskFault;
using fakes::DiskOp;
using relay::Stream;

const DeviceId kDevice = DeviceId::trusted("kiosk-1");
constexpr WallTime kNow{1'772'442'000'000};

struct Store {
  std::unique_ptr<Database> database;
  std::unique_ptr<SqliteOutbox> outbox;
  Result<relay::Seq> say(std::string_view words) {
    return database->in_one_transaction(
        [&] { return outbox->append(Stream::responses, words, 1, kNow); });
  }
  std::vector<std::string> said() {
    const auto batch = outbox->read(Stream::responses, 1, 1 << 24, 1000).value();
    std::vector<std::string> all;
    for (const auto& record : batch.records) all.push_back(record.payload);
    return all;
  }
};

Store open(const std::filesystem::path& path) {
  fakes::SeededRandom random;
  Store store;
  auto opened = Database::open(path, relay_migrations(), kNow);
  EXPECT_TRUE(opened.has_value()) << opened.error().message;
  store.database = std::move(opened.value().database);
  store.outbox = SqliteOutbox::open(*store.database, kDevice, random).value();
  return store;
}

/// While it lives, no file of this process may grow above so many bytes.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit old_{};
  void (*old_handler_)(int) = nullptr;
};

TEST(HonestDisk, AFileThatMayNotGrowIsNoSpaceAsAFullDiskIs) {
  const fakes::TempFolder folder;
  Store store = open(folder / "s.db");
  ASSERT_TRUE(store.say("first"));
  Result<relay::Seq> last = 0;
  {
    const FileSizeLimit limit(600'000);
    for (int i = 0; i < 100 && last; ++i) last = store.say(std::string(30'000, 'x'));
  }
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, ErrorCode::no_space) << last.error().message;
  EXPECT_FALSE(store.database->in_transaction());
  EXPECT_TRUE(store.say("last")) << "and it recovers without a restart";
}

TEST(HonestDisk, AStoreThatCannotBeOpenedForWantOfRoomSaysSo) {
  const fakes::SmallDisk disk(4);
  if (!disk.mounted()) GTEST_SKIP() << "this user may not mount a small disk";
  {
    Store store = open(disk / "s.db");
    ASSERT_TRUE(store.say("a"));
    // As if killed: the log stays.
    sqlite3_db_config(store.database->raw().getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                      nullptr);
  }
  for (const char* index : {"s.db-shm", "s.db.lock"}) std::filesystem::remove(disk / index);
  disk.fill();
  const auto refused = Database::open(disk / "s.db", relay_migrations(), kNow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::no_space) << refused.error().message;
  std::filesystem::remove(disk / "other");
  EXPECT_EQ(open(disk / "s.db").said(), std::vector<std::string>{"a"}) << "and nothing was harmed";
}

TEST(HonestDisk, ATransactionThatAFailedWriteEndedIsNoFullDisk) {
  const fakes::TempFolder folder;
  fakes::SeededRandom random;
  fakes::FaultyDisk disk(random);
  Store store = open(folder / "s.db");
  store.database->raw().exec("PRAGMA cache_size = 10");
  ASSERT_TRUE(store.database->begin());
  disk.add({.ops = {DiskOp::write}, .name_ends = "-wal", .nth = 1, .times = 1});
  // As a caller would that overlooks an error; the cache is small and is written out meanwhile.
  Result<relay::Seq> last = 0;
  for (int i = 0; i < 200 && last; ++i) {
    last = store.outbox->append(Stream::responses, std::string(4000, 'x'), 1, kNow);
  }
  ASSERT_FALSE(last) << "nothing was written out";
  EXPECT_EQ(last.error().code, ErrorCode::io) << last.error().message;
  const auto next = store.outbox->append(Stream::responses, "the second half", 1, kNow);
  ASSERT_FALSE(next) << "it would be stored on its own";
  EXPECT_EQ(next.error().code, ErrorCode::io) << "no reason to give up the reserve";
  EXPECT_FALSE(store.database->commit());
  EXPECT_FALSE(store.database->in_transaction());
  EXPECT_TRUE(store.say("and on"));
}

TEST(HonestDisk, AFailedSyncIsAFailedCommitAndLeavesNoTransactionOpen) {
  const fakes::TempFolder folder;
  fakes::SeededRandom random;
  fakes::FaultyDisk disk(random);
  Store store = open(folder / "s.db");
  ASSERT_TRUE(store.say("a"));
  DiskFault fault;
  fault.ops = {DiskOp::sync};
  fault.name_ends = "-wal";
  fault.nth = 1;
  disk.add(fault);
  const auto failed = store.say("b");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::io);
  EXPECT_FALSE(store.database->in_transaction());
  EXPECT_EQ(store.said(), std::vector<std::string>{"a"});
  EXPECT_TRUE(store.say("c"));
  EXPECT_EQ(store.said(), (std::vector<std::string>{"a", "c"}));
}

TEST(HonestDisk, WhatIsCommittedAfterAFailedSyncSurvivesThePowerCut) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const fakes::TempFolder folder;
    fakes::SeededRandom random(seed);
    fakes::FaultyDisk disk(random);
    {
      Store store = open(folder / "s.db");
      ASSERT_TRUE(store.say("a"));
      disk.add({.ops = {DiskOp::sync}, .name_ends = "-wal", .nth = 1});
      ASSERT_FALSE(store.say(std::string(20'000, 'b')));
      ASSERT_TRUE(store.say("c"));
      disk.crash(folder.path(), fakes::Fate::lost);
    }
    disk.restart(folder.path());
    EXPECT_EQ(open(folder / "s.db").said(), (std::vector<std::string>{"a", "c"})) << seed;
  }
}

TEST(HonestDisk, WhatASyncLostIsNotBuiltOnAfterARestart) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const fakes::TempFolder folder;
    fakes::SeededRandom random(seed);
    fakes::FaultyDisk disk(random);
    {
      Store store = open(folder / "s.db");
      ASSERT_TRUE(store.say("a"));
      disk.add({.ops = {DiskOp::sync}, .name_ends = "-wal", .nth = 1});
      ASSERT_FALSE(store.say(std::string(20'000, 'b')));
      // The process is killed, and the machine runs on: what can be read is all there.
      sqlite3_db_config(store.database->raw().getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                        nullptr);
    }
    {
      Store store = open(folder / "s.db");
      ASSERT_TRUE(store.say("c"));
      disk.crash(folder.path(), fakes::Fate::lost);  // and now the power goes
    }
    disk.restart(folder.path());
    const auto said = open(folder / "s.db").said();
    ASSERT_FALSE(said.empty()) << seed;
    EXPECT_EQ(said.front(), "a") << seed;
    EXPECT_EQ(said.back(), "c") << seed << ": a commit that was reported as done";
  }
}

TEST(HonestDisk, ACheckpointThatFailsSaysSoAndIsMadeUpFor) {
  const fakes::TempFolder folder;
  fakes::SeededRandom random;
  fakes::FaultyDisk disk(random);
  {
    Store store = open(folder / "s.db");
    ASSERT_TRUE(store.database->begin());
    for (int i = 0; i < 300; ++i) {
      ASSERT_TRUE(store.outbox->append(Stream::responses, std::string(4000, 'x'), 1, kNow));
    }
    ASSERT_TRUE(store.database->commit());
    ASSERT_GE(store.database->wal_pages(), kWalPagesWhenIdle);
    disk.add({.ops = {DiskOp::sync}, .name_ends = "s.db", .nth = 1});
    EXPECT_EQ(store.database->checkpoint().error().code, ErrorCode::io);
    EXPECT_GE(store.database->wal_pages(), kWalPagesWhenIdle) << "the log still holds it all";
    EXPECT_TRUE(store.database->checkpoint());
    EXPECT_EQ(store.database->wal_pages(), 0);
    disk.crash(folder.path(), fakes::Fate::lost);
  }
  disk.restart(folder.path());
  EXPECT_EQ(open(folder / "s.db").said().size(), 300u);
}

}  // namespace
}  // namespace earshot::sqlite
