// The power goes at any point of a commit or a checkpoint, and what was not synced is there, torn
// or missing as it pleases the disk.
#include <fstream>

#include "tests/crash/checked_store.h"
#include "tests/crash/disk_recorder.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::crash {
namespace {

/// What was acknowledged once so many things were done to the disk.
struct Promise {
  std::size_t moment;
  Acknowledged acknowledged;
};

/// A short life of a store: commits of some records, upkeep, an end and a second start.
std::vector<Promise> live(const std::filesystem::path& path, const DiskRecorder& disk) {
  fakes::SeededRandom random(7);
  std::vector<Promise> promises;
  Acknowledged acknowledged;
  for (int start = 0; start < 2; ++start) {
    auto store = open_store(path, random).value();
    for (int i = 0; i < 20; ++i) {
      EXPECT_TRUE(store.database->begin().has_value());
      auto committed = acknowledged;
      for (std::uint64_t n = 1 + random_below(random, 4); n > 0; --n) {
        const auto stream = kStreams[random_below(random, kStreams.size())];
        committed[stream] = put(store, stream).value();
      }
      EXPECT_TRUE(store.database->commit().has_value());
      acknowledged = committed;
      promises.push_back({disk.moments(), acknowledged});
      if (i == 5) {
        EXPECT_TRUE(store.outbox->set_received(kStreams[1], 3).has_value());
      }
      if (i == 9) {
        EXPECT_TRUE(store.outbox->prune(kNow + Duration{1}, UINT64_MAX, 3).has_value());
      }
      if (i == 7) store.database->raw().exec("PRAGMA wal_checkpoint(PASSIVE)");
      if (i == 14) store.database->raw().exec("PRAGMA wal_checkpoint(RESTART)");
    }
  }
  return promises;
}

Acknowledged promised_by(const std::vector<Promise>& promises, std::size_t moment) {
  Acknowledged acknowledged;
  for (const auto& promise : promises) {
    if (promise.moment <= moment) acknowledged = promise.acknowledged;
  }
  return acknowledged;
}

TEST(PowerCut, AtAnyMomentKeepsWhatWasAcknowledgedAndNothingHalf) {
  const fakes::TempFolder folder;
  std::size_t moments = 0;
  std::vector<Promise> promises;
  std::vector<std::map<std::string, std::string>> images;
  {
    DiskRecorder disk;
    promises = live(folder / "s.db", disk);
    moments = disk.moments();
    ASSERT_GT(moments, 200u) << "the recorder saw hardly anything";
    fakes::SeededRandom fate(11);
    for (std::size_t moment = 0; moment <= moments; ++moment) {
      images.push_back(disk.image_at(moment, fate));
    }
  }
  for (std::size_t moment = 0; moment < images.size(); ++moment) {
    SCOPED_TRACE("power cut after " + std::to_string(moment) + " of " + std::to_string(moments));
    const fakes::TempFolder after;
    for (const auto& [name, content] : images[moment]) {
      if (name.ends_with("-shm")) continue;  // memory that is shared, not a file that is kept
      std::ofstream(after / name, std::ios::binary) << content;
    }
    fakes::SeededRandom random(moment);
    auto store = open_store(after / "s.db", random);
    ASSERT_TRUE(store.has_value()) << store.error().message;
    ASSERT_EQ(store->set_aside, "") << "a power cut damages nothing";
    ASSERT_NO_FATAL_FAILURE(check(*store, promised_by(promises, moment)));
  }
}

}  // namespace
}  // namespace earshot::crash
