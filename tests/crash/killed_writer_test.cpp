// kill -9 at any moment: a child writes and says what is committed; the parent kills it and looks.
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "tests/crash/checked_store.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::crash {
namespace {

constexpr int kRounds = 60;

struct Word {
  relay::Stream stream;
  relay::Seq seq;
};

/// What the child does until it is killed: transactions of one to five records, and now and then
/// the upkeep that a program does when idle.
[[noreturn]] void write_until_killed(const std::filesystem::path& path, std::uint64_t seed,
                                     int out) {
  fakes::SeededRandom random(seed);
  auto store = open_store(path, random);
  if (!store) ::_exit(1);
  for (;;) {
    Acknowledged committed;
    const auto records = 1 + random_below(random, 5);
    if (!store->database->begin()) ::_exit(2);
    for (std::uint64_t i = 0; i < records; ++i) {
      const auto stream = kStreams[random_below(random, kStreams.size())];
      const auto seq = put(*store, stream);
      if (!seq) ::_exit(3);
      committed[stream] = *seq;
    }
    if (random_below(random, 8) == 0) {
      store->database->rollback();
      continue;
    }
    if (!store->database->commit()) ::_exit(4);
    for (const auto& [stream, seq] : committed) {
      const Word word{stream, seq};
      if (::write(out, &word, sizeof word) != sizeof word) ::_exit(5);
    }
    if (random_below(random, 10) == 0) {
      const auto& [stream, seq] = *committed.begin();
      if (!store->outbox->set_received(stream, seq)) ::_exit(6);
      if (!store->outbox->prune(kNow + Duration{1}, UINT64_MAX, 20)) ::_exit(7);
    }
    if (random_below(random, 20) == 0)
      store->database->raw().exec("PRAGMA wal_checkpoint(PASSIVE)");
  }
}

/// Lets the child write for a random while, kills it, and returns all that it said.
Acknowledged run_and_kill(const std::filesystem::path& path, std::uint64_t seed) {
  int pipe[2];
  EXPECT_EQ(::pipe(pipe), 0);
  const auto child = ::fork();
  if (child == 0) {
    ::close(pipe[0]);
    write_until_killed(path, seed, pipe[1]);
  }
  ::close(pipe[1]);
  fakes::SeededRandom random(seed ^ 0xdead);
  Acknowledged heard;
  const auto words = random_below(random, 60);
  Word word{};
  for (std::uint64_t i = 0; i < words && ::read(pipe[0], &word, sizeof word) == sizeof word; ++i) {
    heard[word.stream] = word.seq;
  }
  // Somewhere inside what it does next.
  ::usleep(static_cast<useconds_t>(random_below(random, 1500)));
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
  while (::read(pipe[0], &word, sizeof word) == sizeof word) heard[word.stream] = word.seq;
  ::close(pipe[0]);
  return heard;
}

TEST(KilledWriter, LosesNothingThatItAcknowledgedAndLeavesNothingHalf) {
  const fakes::TempFolder folder;
  fakes::SeededRandom random(1);
  Acknowledged all;
  for (std::uint64_t round = 1; round <= kRounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    for (const auto& [stream, seq] : run_and_kill(folder / "s.db", round)) all[stream] = seq;
    auto store = open_store(folder / "s.db", random);
    ASSERT_TRUE(store.has_value()) << store.error().message;
    ASSERT_EQ(store->set_aside, "") << "a kill damages nothing";
    ASSERT_NO_FATAL_FAILURE(check(*store, all));
  }
  EXPECT_GT(all[relay::Stream::responses], static_cast<relay::Seq>(kRounds))
      << "hardly anything was written";
}

}  // namespace
}  // namespace earshot::crash
