// The power goes at any point of a commit or a checkpoint, and what was not synced is there, torn
// or missing as it pleases the disk: the store alone. The programs' own stores are in
// crash_points_test.cpp.
#include <spdlog/spdlog.h>

#include "tests/crash/checked_store.h"
#include "tests/fakes/faulty_disk.h"
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
/// `synchronous`: SQLite's own word for how it syncs.
std::vector<Promise> live(const std::filesystem::path& folder, const fakes::FaultyDisk& disk,
                          const std::string& synchronous) {
  fakes::SeededRandom random(7);
  std::vector<Promise> promises;
  Acknowledged acknowledged;
  for (int start = 0; start < 2; ++start) {
    auto store = open_store(folder / "s.db", random).value();
    store.database->raw().exec("PRAGMA synchronous = " + synchronous);
    for (int i = 0; i < 20; ++i) {
      EXPECT_TRUE(store.database->begin().has_value());
      auto committed = acknowledged;
      for (std::uint64_t n = 1 + random_below(random, 4); n > 0; --n) {
        const auto stream = kStreams[random_below(random, kStreams.size())];
        committed[stream] = put(store, stream).value();
      }
      EXPECT_TRUE(store.database->commit().has_value());
      acknowledged = committed;
      promises.push_back({disk.moments(folder), acknowledged});
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

class PowerCut : public testing::Test {
 protected:
  void live(const std::string& synchronous) {
    const fakes::TempFolder folder(fakes::memory_folder());
    disk_.record(folder.path());
    promises_ = crash::live(folder.path(), disk_, synchronous);
    recording_ = disk_.take_recording(folder.path());
    ASSERT_GT(recording_.events.size(), 150u) << "the disk saw hardly anything";
  }
  /// Cuts the power at every moment and calls `then` with the store, opened again.
  template <typename Then>
  void at_every_moment(fakes::Fate fate, Then then) {
    fakes::SeededRandom random(11);
    const fakes::TempFolder after(fakes::memory_folder());
    fakes::DiskReplay replay(recording_);
    do {
      SCOPED_TRACE("power cut after " + std::to_string(replay.moment()) + " of " +
                   std::to_string(recording_.events.size()));
      disk_.put_back(after.path(), replay.model().image(fate, random));
      auto store = open_store(after / "s.db", random);
      ASSERT_TRUE(store.has_value()) << store.error().message;
      then(*store, promised_by(promises_, replay.moment()));
    } while (!HasFatalFailure() && replay.step());
  }

  fakes::SeededRandom random_{3};
  fakes::FaultyDisk disk_{random_};
  std::vector<Promise> promises_;
  fakes::DiskRecording recording_;
};

TEST_F(PowerCut, AtAnyMomentKeepsWhatWasAcknowledgedAndNothingHalf) {
  live("FULL");
  for (const auto fate : {fakes::Fate::any, fakes::Fate::lost}) {
    at_every_moment(fate, [](Store& store, const Acknowledged& promised) {
      ASSERT_EQ(store.set_aside, "") << "a power cut damages nothing";
      ASSERT_NO_FATAL_FAILURE(check(store, promised));
    });
  }
}

/// The disk must be able to fail, or these tests would prove nothing.
TEST_F(PowerCut, OfAStoreWithoutSyncsLosesWhatItPromisedAndTheDiskNoticesIt) {
  live("OFF");
  const auto level = spdlog::get_level();
  spdlog::set_level(spdlog::level::off);  // it tells of each damaged file
  int lost = 0;
  int damaged = 0;
  at_every_moment(fakes::Fate::any, [&](Store& store, const Acknowledged& promised) {
    if (!store.set_aside.empty()) {
      ++damaged;
      return;
    }
    for (const auto& [stream, seq] : promised) {
      if (store.outbox->head(stream).value().last_seq < seq) ++lost;
    }
  });
  spdlog::set_level(level);
  EXPECT_GT(lost, 20);
  EXPECT_GT(damaged, 0);
}

}  // namespace
}  // namespace earshot::crash
