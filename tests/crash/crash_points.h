// Cuts the power at every moment of a subject's life, and looks at what is left. Owner: the test.
// Threads: one.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "tests/crash/subject.h"
#include "tests/fakes/faulty_disk.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::crash {

/// Sanitizers make everything several times slower, and look for other things: less will do.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

struct CrashFigures {
  std::uint64_t lives = 0;
  std::uint64_t checkpoints = 0;
  std::uint64_t moments = 0;
  std::uint64_t points = 0;  ///< moments × fates, each looked at
  std::uint64_t disks = 0;   ///< different ones among them: each was opened and checked
  fakes::FateCounts fates;
};

/// Closes whatever a failed check left open, before the disk under it goes.
class ClosedAtTheEnd {
 public:
  explicit ClosedAtTheEnd(Subject& subject) : subject_(subject) {}
  ~ClosedAtTheEnd() { subject_.close(); }
  ClosedAtTheEnd(const ClosedAtTheEnd&) = delete;
  ClosedAtTheEnd& operator=(const ClosedAtTheEnd&) = delete;

 private:
  Subject& subject_;
};

/// One life, with the moments at which its steps began and were said to be done.
struct LivedLife {
  fakes::DiskRecording recording;
  std::vector<std::size_t> begun_at, done_at;
  std::size_t checkpoints = 0;  ///< steps that moved the log into the file
  [[nodiscard]] std::vector<Done> at(std::size_t moment) const {
    std::vector<Done> done(begun_at.size(), Done::no);
    for (std::size_t i = 0; i < done.size(); ++i) {
      if (begun_at[i] <= moment) done[i] = Done::begun;
      if (done_at[i] <= moment) done[i] = Done::yes;
    }
    return done;
  }
};

inline LivedLife live(Subject& subject, fakes::FaultyDisk& disk,
                      const std::filesystem::path& folder) {
  LivedLife life;
  disk.record(folder);
  const auto opened = subject.open(folder);
  EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().message);
  for (std::size_t i = 0; i < subject.steps(); ++i) {
    if ((i + 1) % subject.steps_per_run() == 0) {
      subject.close();
      EXPECT_TRUE(subject.open(folder).has_value());
    }
    life.begun_at.push_back(disk.moments(folder));
    const auto done = subject.step(i);
    EXPECT_TRUE(done.has_value()) << subject.describe(i) << ": "
                                  << (done ? "" : done.error().message);
    life.done_at.push_back(disk.moments(folder));
    subject.check_memory();
  }
  subject.close();
  life.recording = disk.take_recording(folder);
  const auto& events = life.recording.events;
  for (std::size_t i = 0; i < life.done_at.size(); ++i) {
    const auto begun = events.begin() + static_cast<std::ptrdiff_t>(life.begun_at[i]);
    const auto done = events.begin() + static_cast<std::ptrdiff_t>(life.done_at[i]);
    if (std::any_of(begun, done, [](const fakes::DiskEvent& event) {
          return event.kind == fakes::DiskEvent::Kind::sync && event.name.ends_with(".db");
        })) {
      ++life.checkpoints;
    }
  }
  return life;
}

/// `draws`: fates at each moment. `lies`: the disk does not do what it is asked to sync.
inline void cut_everywhere(Subject& subject, std::uint64_t seed, int draws, CrashFigures& figures,
                           bool lies = false) {
  fakes::SeededRandom random(seed);
  fakes::FaultyDisk disk(random);
  const fakes::TempFolder folder(fakes::memory_folder());
  const ClosedAtTheEnd closed(subject);
  disk.lie_about_syncs(folder / "life", lies);
  const auto life = live(subject, disk, folder / "life");
  if (testing::Test::HasFailure()) return;
  ++figures.lives;
  figures.checkpoints += life.checkpoints;
  fakes::DiskReplay replay(life.recording);
  std::set<std::size_t> seen;  // hashes of disks with what they were to hold
  do {
    ++figures.moments;
    const auto done = life.at(replay.moment());
    const auto known =
        static_cast<std::size_t>(std::count(done.begin(), done.end(), Done::yes)) * 2 +
        static_cast<std::size_t>(std::count(done.begin(), done.end(), Done::begun));
    for (int draw = 0; draw < draws; ++draw) {
      // Of two draws one is of the kind that can do everything.
      const auto fate = random_below(random, 2) == 0
                            ? fakes::Fate::any
                            : fakes::kFates[random_below(random, std::size(fakes::kFates))];
      const auto image = replay.model().image(fate, random, &figures.fates);
      ++figures.points;
      std::size_t hash = known;
      for (const auto& [name, content] : image) {
        hash = hash * 31 + std::hash<std::string>()(name);
        hash = hash * 31 + std::hash<std::string>()(content);
      }
      if (!seen.insert(hash).second) continue;
      ++figures.disks;
      SCOPED_TRACE(
          fmt::format("{}, seed {}: power cut after {} of {} things done to the disk, "
                      "fate {}",
                      subject.name(), seed, replay.moment(), life.recording.events.size(),
                      static_cast<int>(fate)));
      disk.put_back(folder / "after", image);
      const auto opened = subject.open(folder / "after");
      ASSERT_TRUE(opened.has_value()) << opened.error().message;
      subject.check(done);
      subject.close();
      if (testing::Test::HasFailure()) return;
    }
  } while (replay.step());
}

/// Lives of `make(seed)` with seeds 1, 2, 3 …: `lives` of them, and further ones until
/// EARSHOT_CRASH_SECONDS are over.
inline void cut_lives(const std::function<std::unique_ptr<Subject>(std::uint64_t seed)>& make,
                      int lives, int draws) {
  using Clock = std::chrono::steady_clock;
  // Disks of some hundred KB come and go thousands of times; the system need not hear of each.
  ::mallopt(M_MMAP_THRESHOLD, 1 << 28);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 28);
  const char* const asked = std::getenv("EARSHOT_CRASH_SECONDS");
  if (kSanitized) lives = 1;
  const auto until = Clock::now() + std::chrono::seconds(asked != nullptr ? std::atoi(asked) : 0);
  CrashFigures figures;
  std::string name;
  for (std::uint64_t seed = 1; !testing::Test::HasFailure() &&
                               (seed <= static_cast<std::uint64_t>(lives) || Clock::now() < until);
       ++seed) {
    const auto subject = make(seed);
    name = subject->name();
    cut_everywhere(*subject, seed, draws, figures);
  }
  if (!testing::Test::HasFailure()) {
    fmt::print(
        "crash points: {} {} ({} different disks opened again, {} lives with {} checkpoints; "
        "unsynced changes lost {}, "
        "torn {}, reordered {}); lost 0\n",
        name, figures.points, figures.disks, figures.lives, figures.checkpoints,
        figures.fates.changes_lost, figures.fates.changes_torn, figures.fates.reordered);
  }
  EXPECT_GT(figures.points, 1'500u * static_cast<unsigned>(lives));
  if (!kSanitized) {
    EXPECT_GT(figures.checkpoints, 0u);
  }
  EXPECT_GT(figures.fates.changes_torn, 100u) << "the disk hardly did anything";
  EXPECT_GT(figures.fates.reordered, 100u);
}

}  // namespace earshot::crash
