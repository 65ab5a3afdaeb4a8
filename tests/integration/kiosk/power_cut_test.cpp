// A kiosk that is killed, again and again, before it ever reached its broker: whatever it thanked
// for arrives, once.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/fakes/fake_frame_link.h"
#include "tests/integration/kiosk/collector_fixture.h"

namespace earshot::kiosk {
namespace {

class PowerCut : public CollectorTest {
 protected:
  /// A process of its own that saves one answer after the other and says each id as soon as it may
  /// be thanked for. It is killed after `thanked_most`, in the middle of whatever it does then.
  /// Returns the ids that it said.
  std::set<std::string> kiosk_until_killed(std::size_t thanked_most, std::uint64_t seed) {
    std::set<std::string> thanked;
    int pipe_ends[2];
    EXPECT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    EXPECT_GE(child, 0);
    if (child == 0) {
      close(pipe_ends[0]);
      save_for_ever(pipe_ends[1], seed);
    }
    close(pipe_ends[1]);
    std::string id(32, ' ');
    while (thanked.size() < thanked_most && read(pipe_ends[0], id.data(), id.size()) == 32) {
      thanked.insert(id);
    }
    ::kill(child, SIGKILL);
    while (read(pipe_ends[0], id.data(), id.size()) == 32) thanked.insert(id);
    close(pipe_ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it was to be killed, and ended by itself";
    return thanked;
  }

 private:
  [[noreturn]] void save_for_ever(int say, std::uint64_t seed) {
    fakes::SeededRandom random(seed);
    fakes::FakeFrameLink link;
    (void)system::make_folder(folder_ / "data");
    auto keeper =
        AnswerKeeper::open(folder_ / "data" / "kiosk.db", DeviceId::trusted("kiosk-1"),
                           LocationId::trusted("store-14"),
                           {clock_, random, link, [] { return relay::Courier::Stamp{}; }});
    if (!keeper) _exit(3);
    for (int i = 0;; ++i) {
      auto answer = response(i % 11);
      answer.id = *ResponseId::parse(random_hex(random));
      if (!(*keeper)->save(answer)) _exit(4);
      if (write(say, answer.id.str().data(), 32) != 32) _exit(5);
      if (i % 20 == 19 && !(*keeper)->tidy()) _exit(6);
    }
  }
};

TEST_F(PowerCut, ThreeTimesBeforeTheFirstConnectionAndThenEverythingArrives) {
  std::set<std::string> thanked;
  for (const std::uint64_t seed : {101U, 102U, 103U}) {
    thanked.merge(kiosk_until_killed(40 + seed % 7, seed));
  }
  EXPECT_GE(thanked.size(), 3 * 40U);

  PlainBroker broker;
  Listener listener;
  Collector collector(clock_, random_, options(broker.port()), listener);
  collector.start();
  collector.save(response(0));
  ASSERT_TRUE(listener.wait([&] { return listener.saved.size() == 1; }));
  EXPECT_FALSE(collector.tally().connected);
  broker.start();
  EdgeDouble edge(broker.port());
  thanked.merge(std::set(listener.saved));
  ASSERT_TRUE(eventually([&] { return collector.tally().waiting == 0; }));
  const auto received = edge.ids();
  for (const auto& id : thanked) EXPECT_TRUE(received.contains(id)) << id << " was thanked for";
  // Saved, and killed before the thank-you: at most one each time, and whole.
  EXPECT_LE(received.size(), thanked.size() + 3);
  EXPECT_EQ(edge.records(), received.size()) << "each once";
}

TEST_F(PowerCut, RightAfterTheFirstTapOfASessionLosesNothingThatWasSaid) {
  // The tap is durable before anything else happens to it: no later screen has to be reached.
  std::set<std::string> thanked;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    thanked.merge(kiosk_until_killed(1, 200 + seed));
  }
  EXPECT_GE(thanked.size(), 10U);
  Listener listener;
  PlainBroker broker;
  broker.start();
  EdgeDouble edge(broker.port());
  Collector collector(clock_, random_, options(broker.port()), listener);
  collector.start();
  ASSERT_TRUE(eventually(
      [&] { return edge.ids().size() >= thanked.size() && collector.tally().waiting == 0; }));
  const auto received = edge.ids();
  for (const auto& id : thanked) EXPECT_TRUE(received.contains(id)) << id << " was thanked for";
}

TEST_F(CollectorTest, FiveHundredAnswersWithinAMinuteAreAllKeptAndArriveOnceEach) {
  PlainBroker broker;
  broker.start();
  EdgeDouble edge(broker.port());
  Listener listener;
  Collector collector(clock_, random_, options(broker.port()), listener);
  collector.start();
  // Far faster than any finger: all at once.
  for (int i = 0; i < 500; ++i) collector.save(response(i % 11));
  ASSERT_TRUE(listener.wait([&] { return listener.saved.size() == 500; }));
  ASSERT_TRUE(eventually([&] { return edge.records() == 500; }));
  EXPECT_EQ(edge.ids(), listener.saved);
  const auto tally = collector.tally();
  EXPECT_EQ(tally.saves_dropped, 0U);
  EXPECT_EQ(tally.save_failures, 0U);
}

}  // namespace
}  // namespace earshot::kiosk
