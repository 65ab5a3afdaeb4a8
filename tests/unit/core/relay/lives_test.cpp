#include "core/relay/lives.h"

#include <gtest/gtest.h>

namespace earshot::relay {
namespace {

constexpr std::int64_t kMinute = 60'000;

Frame frame_of(const std::string& boot_id, Epoch epoch, std::int64_t uptime_ms,
               const char* device = "kiosk-1") {
  Frame frame;
  frame.device = DeviceId::trusted(device);
  frame.boot_id = boot_id;
  frame.epoch = epoch;
  frame.uptime_ms = uptime_ms;
  return frame;
}

TEST(Lives, AMachineThatIsStartedAgainIsNoSecondOne) {
  Lives lives;
  lives.heard(frame_of("one", 1, 100 * kMinute));
  for (const auto& next : {frame_of("two", 1, 1000), frame_of("three", 1, 1000),
                           frame_of("three", 2, 5000), frame_of("three", 2, 90 * kMinute)}) {
    EXPECT_FALSE(lives.is_second_machine(next));
    lives.heard(next);
  }
}

TEST(Lives, AMachineThatSpeaksOnAfterItsSuccessorWasHeardIsASecondOne) {
  Lives lives;
  lives.heard(frame_of("one", 1, 100 * kMinute));
  lives.heard(frame_of("two", 1, 3 * kMinute));
  lives.heard(frame_of("two", 1, 4 * kMinute));
  EXPECT_FALSE(lives.is_second_machine(frame_of("one", 1, 100 * kMinute + 30'000)))
      << "it may have been on its way";
  EXPECT_TRUE(lives.is_second_machine(frame_of("one", 1, 102 * kMinute)));
  EXPECT_FALSE(lives.is_second_machine(frame_of("two", 1, 5 * kMinute)))
      << "the newest one is taken for the right one";
}

// A receiver that has just started hears frames that had waited for it: those of the life before,
// minutes of it, in between the first ones of the next.
TEST(Lives, FramesOfTheLifeBeforeThatWaitedLongAreNoSecondMachine) {
  Lives lives;
  lives.heard(frame_of("one", 1, 90 * kMinute));
  lives.heard(frame_of("two", 2, 1000));
  for (const auto& late : {frame_of("one", 1, 95 * kMinute), frame_of("one", 1, 100 * kMinute)}) {
    EXPECT_FALSE(lives.is_second_machine(late));
    lives.heard(late);
  }
  lives.heard(frame_of("two", 2, 2 * kMinute));
  EXPECT_FALSE(lives.is_second_machine(frame_of("one", 1, 100 * kMinute)));
  EXPECT_TRUE(lives.is_second_machine(frame_of("one", 1, 102 * kMinute)));
}

TEST(Lives, TwoStoresOnOneMachineAreTwoMachinesToo) {
  Lives lives;
  lives.heard(frame_of("boot", 1, 10 * kMinute));
  lives.heard(frame_of("boot", 2, 20 * kMinute));
  lives.heard(frame_of("boot", 2, 21 * kMinute));
  EXPECT_FALSE(lives.is_second_machine(frame_of("boot", 1, 19 * kMinute)))
      << "sent before the new epoch began";
  EXPECT_FALSE(lives.is_second_machine(frame_of("boot", 1, 20 * kMinute + 30'000)));
  EXPECT_TRUE(lives.is_second_machine(frame_of("boot", 1, 22 * kMinute)));
}

TEST(Lives, ADeviceThatKnowsNoBootIsNotJudged) {
  Lives lives;
  lives.heard(frame_of("", 1, 1));
  lives.heard(frame_of("", 2, 2));
  EXPECT_FALSE(lives.is_second_machine(frame_of("", 1, 100 * kMinute)));
}

TEST(Lives, DevicesAreKeptApart) {
  Lives lives;
  lives.heard(frame_of("one", 1, 1, "kiosk-1"));
  lives.heard(frame_of("two", 1, 1, "kiosk-2"));
  EXPECT_FALSE(lives.is_second_machine(frame_of("one", 1, 100 * kMinute, "kiosk-1")));
}

TEST(Lives, OfADeviceThatIsStartedWithoutEndTheOldestAreForgotten) {
  Lives lives;
  for (int i = 0; i < 1000; ++i) lives.heard(frame_of("boot" + std::to_string(i), 1, 1000));
  EXPECT_FALSE(lives.is_second_machine(frame_of("boot0", 1, 100 * kMinute)));
  lives.heard(frame_of("boot999", 1, 10 * kMinute));
  EXPECT_TRUE(lives.is_second_machine(frame_of("boot998", 1, 100 * kMinute)));
}

}  // namespace
}  // namespace earshot::relay
