// What can be said of the real clock, the real randomness and real signals.
#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <future>

#include "platform/system/real_ports.h"
#include "platform/system/stop_signal.h"

namespace earshot::system {
namespace {

TEST(RealClockTest, GoesForwardAndKnowsTheCentury) {
  RealClock clock;
  const auto before = clock.mono_now();
  EXPECT_LE(before, clock.mono_now());
  EXPECT_GT(clock.wall_now(), WallTime{1'577'836'800'000})
      << "2020, or this machine's clock is unset";
}

TEST(RealRandomTest, DoesNotRepeatItself) {
  RealRandom random;
  std::array<std::byte, 32> a{};
  std::array<std::byte, 32> b{};
  random.fill(a);
  random.fill(b);
  EXPECT_NE(a, b);
}

TEST(Boot, HasAnIdAndAnAge) {
  EXPECT_THAT(boot_id(), testing::MatchesRegex("[0-9a-f]+"));
  EXPECT_EQ(boot_id().size(), 32u);
  EXPECT_EQ(boot_id(), boot_id());
  EXPECT_GT(uptime_ms(), 0);
}

TEST(StopSignalTest, TurnsASignalIntoACall) {
  std::promise<void> called;
  {
    StopSignal stop([&] { called.set_value(); });
    ASSERT_EQ(::kill(::getpid(), SIGTERM), 0);
    called.get_future().wait();
  }
}

TEST(StopSignalTest, EndWaitsForACallThatIsUnderWay) {
  std::promise<void> entered;
  std::atomic<bool> ending = false;
  bool done = false;
  StopSignal stop([&] {
    entered.set_value();
    ending.wait(false);
    done = true;
  });
  ASSERT_EQ(::kill(::getpid(), SIGTERM), 0);
  entered.get_future().wait();
  ending = true;
  ending.notify_all();
  stop.end();
  EXPECT_TRUE(done);
}

TEST(StopSignalTest, EndsWithoutASignal) {
  StopSignal stop([] { FAIL(); });
}

}  // namespace
}  // namespace earshot::system
