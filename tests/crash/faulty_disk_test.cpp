// The disk that fails: does it lose what a power cut could lose, keep what was synced, and fail the
// calls that it was told to?
#include "tests/fakes/faulty_disk.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/crash/checked_store.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::crash {
namespace {

using fakes::DiskFault;
using fakes::DiskOp;
using fakes::Fate;
using fakes::FaultyDisk;
using relay::Stream;

/// One record, committed.
Result<relay::Seq> save(Store& store) {
  return store.database->in_one_transaction([&] { return put(store, Stream::responses); });
}

class Disk : public testing::Test {
 protected:
  std::filesystem::path machine(const std::string& name) {
    const auto folder = folder_ / name;
    std::filesystem::create_directories(folder);
    return folder;
  }
  fakes::TempFolder folder_{fakes::memory_folder()};
  fakes::SeededRandom random_{5};
  FaultyDisk disk_{random_};
};

TEST_F(Disk, KeepsWhatWasSyncedWhateverTheFate) {
  const auto home = machine("a");
  relay::Seq saved = 0;
  for (int round = 0; round < 40; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    {
      auto store = open_store(home / "s.db", random_);
      ASSERT_TRUE(store.has_value()) << store.error().message;
      ASSERT_EQ(store->set_aside, "");
      ASSERT_NO_FATAL_FAILURE(check(*store, {{Stream::responses, saved}}));
      for (int i = 0; i < 3; ++i) saved = save(*store).value();
      disk_.crash(home, fakes::kFates[round % 5]);
      EXPECT_FALSE(save(*store).has_value()) << "without power";
    }
    EXPECT_TRUE(disk_.crashed(home));
    disk_.restart(home);
    EXPECT_FALSE(disk_.crashed(home));
  }
  EXPECT_EQ(disk_.counts().crashes, 40u);
}

TEST_F(Disk, CrashesOneMachineAndLeavesTheOthers) {
  const auto a = machine("a");
  const auto b = machine("b");
  auto in_b = open_store(b / "s.db", random_).value();
  {
    auto in_a = open_store(a / "s.db", random_).value();
    ASSERT_TRUE(save(in_a).has_value());
    disk_.crash(a, Fate::lost);
    EXPECT_FALSE(save(in_a).has_value());
    EXPECT_TRUE(save(in_b).has_value());
    EXPECT_FALSE(disk_.crashed(b));
  }
  disk_.restart(a);
  auto in_a = open_store(a / "s.db", random_).value();
  ASSERT_NO_FATAL_FAILURE(check(in_a, {{Stream::responses, 1}}));
  EXPECT_EQ(save(in_a), 2u);
  EXPECT_EQ(save(in_b), 2u);
}

TEST_F(Disk, CrashesInTheMiddleOfAnyChange) {
  const auto home = machine("a");
  relay::Seq saved = 0;
  for (std::uint64_t nth = 1; nth < 60; ++nth) {
    SCOPED_TRACE("at change " + std::to_string(nth));
    disk_.crash_at_change(home, nth, Fate::any);
    if (auto store = open_store(home / "s.db", random_)) {
      while (!disk_.crashed(home)) {
        if (const auto seq = save(*store)) saved = *seq;
      }
    }
    disk_.restart(home);
    auto store = open_store(home / "s.db", random_);
    ASSERT_TRUE(store.has_value()) << store.error().message;
    ASSERT_EQ(store->set_aside, "");
    ASSERT_NO_FATAL_FAILURE(check(*store, {{Stream::responses, saved}}));
  }
  EXPECT_GT(saved, 20u);
  EXPECT_GT(disk_.counts().fates.changes_torn, 20u);
  EXPECT_GT(disk_.counts().fates.reordered, 20u);
}

TEST_F(Disk, IsFullAtItsCapacityAndNotAfterItsBallastIsGone) {
  const auto home = machine("a");
  auto store = open_store(home / "s.db", random_).value();
  std::ofstream(home / "ballast") << std::string(64 * 1024, 'b');
  disk_.set_capacity(home, FaultyDisk::used_bytes(home) + 100 * 1024);
  Result<relay::Seq> seq = 0;
  relay::Seq saved = 0;
  while ((seq = save(store))) saved = *seq;
  EXPECT_EQ(seq.error().code, ErrorCode::no_space) << seq.error().message;
  EXPECT_GT(disk_.counts().full, 0u);
  EXPECT_LE(FaultyDisk::used_bytes(home), 100 * 1024 + 64 * 1024 + 1024 * 1024);
  EXPECT_FALSE(save(store).has_value());
  std::filesystem::remove(home / "ballast");
  EXPECT_EQ(save(store), saved + 1);
  ASSERT_NO_FATAL_FAILURE(check(store, {{Stream::responses, saved + 1}}));
}

TEST_F(Disk, FailsTheCallThatItWasToldToAndNoOther) {
  const auto home = machine("a");
  auto store = open_store(home / "s.db", random_).value();
  const auto fault = disk_.add({.ops = {DiskOp::sync}, .folder = home, .nth = 2});
  EXPECT_EQ(save(store), 1u);
  const auto failed = save(store);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, ErrorCode::io);
  EXPECT_EQ(save(store), 2u);
  EXPECT_EQ(disk_.struck(fault), 1u);
  EXPECT_EQ(disk_.counts().failed_of(DiskOp::sync), 1u);
  EXPECT_EQ(disk_.counts().all_failed(), 1u);
  ASSERT_NO_FATAL_FAILURE(check(store, {{Stream::responses, 2}}));
}

TEST(DiskOfASeed, FailsARandomShareOfCallsAndTheSameOnesEachTime) {
  const auto failures = [](std::uint64_t seed) {
    const fakes::TempFolder folder(fakes::memory_folder());
    fakes::SeededRandom random(seed);
    FaultyDisk disk(random);
    auto store = open_store(folder / "s.db", random).value();
    disk.add({.ops = {DiskOp::write, DiskOp::sync}, .per_million = 50'000});
    std::string which;
    for (int i = 0; i < 200; ++i) which += save(store) ? '.' : 'x';
    disk.mend();
    return which;
  };
  const auto first = failures(1);
  EXPECT_EQ(first, failures(1));
  EXPECT_NE(first, failures(2));
  EXPECT_GT(std::ranges::count(first, 'x'), 10);
  EXPECT_GT(std::ranges::count(first, '.'), 50);
}

TEST_F(Disk, TakesFilesThatWerePutBackForWhatThereIs) {
  const auto home = machine("a");
  fakes::DiskImage yesterday;
  {
    auto store = open_store(home / "s.db", random_).value();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(save(store).has_value());
  }
  {
    std::ifstream file(home / "s.db", std::ios::binary);
    yesterday["s.db"] = {std::istreambuf_iterator<char>(file), {}};
  }
  {
    auto store = open_store(home / "s.db", random_).value();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(save(store).has_value());
  }
  disk_.put_back(home, yesterday);
  auto store = open_store(home / "s.db", random_).value();
  EXPECT_EQ(save(store), 6u);
  disk_.crash(home, Fate::lost);
  store = {};
  disk_.restart(home);
  store = open_store(home / "s.db", random_).value();
  ASSERT_NO_FATAL_FAILURE(check(store, {{Stream::responses, 6}}));
}

TEST_F(Disk, BelievesThatAFileWrittenByOthersIsThere) {
  const auto home = machine("a");
  const auto log = home / "s.db-wal";
  auto store = open_store(home / "s.db", random_).value();
  disk_.add({.ops = {DiskOp::sync}, .nth = 1, .times = fakes::kForEver});
  ASSERT_FALSE(save(store).has_value());
  store.database->raw().exec("PRAGMA wal_autocheckpoint = 0");
  store = {};  // killed: the log stays, and nothing of it is sure
  disk_.mend();
  ASSERT_TRUE(std::filesystem::exists(log));
  std::string content;
  {
    std::ifstream file(log, std::ios::binary);
    content.assign(std::istreambuf_iterator<char>(file), {});
  }
  std::ofstream(log, std::ios::binary) << content;  // the same bytes once more
  store = open_store(home / "s.db", random_).value();
  const auto saved = store.outbox->head(Stream::responses)->last_seq;
  EXPECT_EQ(saved, 1u) << "the log says that it was committed";
  disk_.crash(home, Fate::lost);
  store = {};
  disk_.restart(home);
  store = open_store(home / "s.db", random_).value();
  ASSERT_NO_FATAL_FAILURE(check(store, {{Stream::responses, saved}}));
}

class Folder : public testing::Test {
 protected:
  using Kind = fakes::DiskEvent::Kind;
  std::string after(Fate fate) {
    auto image = folder_.image(fate, random_);
    return image.contains("f") ? image["f"] : "not there";
  }
  void apply(Kind kind, std::size_t offset = 0, std::string bytes = {}) {
    folder_.apply({kind, "f", offset, std::move(bytes)});
  }
  fakes::FolderModel folder_;
  fakes::SeededRandom random_{9};
};

TEST_F(Folder, KnowsWhatIsSureAndWhatIsNot) {
  apply(Kind::adopt, 0, "aaaa");
  apply(Kind::write, 1, "bb");
  apply(Kind::write, 3, "cc");
  EXPECT_EQ(after(Fate::lost), "aaaa");
  EXPECT_EQ(after(Fate::kept), "abbcc");
  EXPECT_EQ(after(Fate::newest_kept), "aaacc") << "a later write without the one before it";
  apply(Kind::sync);
  EXPECT_EQ(after(Fate::lost), "abbcc");
}

TEST_F(Folder, LosesForGoodWhatAFailedSyncLost) {
  apply(Kind::adopt, 0, "aaaa");
  apply(Kind::write, 0, "bb");
  apply(Kind::write, 2, "cc");
  apply(Kind::sync_failed, 0, "x.");
  apply(Kind::sync);  // which says that all is well
  EXPECT_EQ(after(Fate::kept), "aacc");
  EXPECT_TRUE(folder_.unsure("f")) << "who reads it sees something else";
}

TEST_F(Folder, ForgetsANewFileAndRemembersARemovedOneUntilTheFolderIsSynced) {
  apply(Kind::create);
  apply(Kind::write, 0, "aa");
  EXPECT_EQ(after(Fate::lost), "not there");
  apply(Kind::sync);
  EXPECT_EQ(after(Fate::lost), "aa");
  apply(Kind::remove);
  EXPECT_EQ(after(Fate::kept), "not there");
  EXPECT_EQ(after(Fate::lost), "aa") << "the removal was not synced";
  apply(Kind::create);
  apply(Kind::write, 0, "b");
  EXPECT_EQ(after(Fate::lost), "aa");
  EXPECT_EQ(after(Fate::kept), "b");
  apply(Kind::sync);
  EXPECT_EQ(after(Fate::lost), "b");
}

TEST_F(Folder, TearsAWriteBySectors) {
  apply(Kind::adopt, 0, std::string(4096, 'a'));
  apply(Kind::write, 0, std::string(4096, 'b'));
  bool torn = false;
  for (int i = 0; i < 50; ++i) {
    const auto content = after(Fate::any);
    for (std::size_t at = 0; at < content.size(); at += fakes::kDiskSector) {
      const auto sector = content.substr(at, fakes::kDiskSector);
      EXPECT_TRUE(sector == std::string(fakes::kDiskSector, 'a') ||
                  sector == std::string(fakes::kDiskSector, 'b'));
      if (sector[0] != content[0]) torn = true;
    }
  }
  EXPECT_TRUE(torn);
}

}  // namespace
}  // namespace earshot::crash
