// The disk that fails: does it lose what a power cut could lose, keep what was synced, and fail the
// calls that it was told to?
#include "tests/fakes/faulty_disk.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

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

class Disk : public testing::Test {
 protected:
  std::filesystem::path machine(const std::string& name) {
    const auto folder = folder_ / name;
    std::filesystem::create_directories(folder);
    return folder;
  }
  /// One record, committed.
  static Result<relay::Seq> save(Store& store) {
    return store.database->in_one_transaction([&] { return put(store, Stream::responses); });
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

}  // namespace
}  // namespace earshot::crash
