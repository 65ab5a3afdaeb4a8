#include "kiosk/store/pin_lock.h"

#include <gtest/gtest.h>

#include "platform/crypto/pin.h"
#include "platform/system/files.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::kiosk {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Kind = PinVerdict::Kind;

class PinLocked : public ::testing::Test {
 protected:
  static const PinHashes& hashes() {
    static const PinHashes kHashes{*crypto::hash_pin("480917"), *crypto::hash_pin("203344")};
    return kHashes;
  }
  [[nodiscard]] PinLock lock(MonoTime now = {}) const { return {hashes(), file(), now}; }
  [[nodiscard]] std::filesystem::path file() const { return folder_ / "pin-count"; }
  fakes::TempFolder folder_;
};

TEST_F(PinLocked, OpensWhatItsPinIsFor) {
  auto lock = this->lock();
  EXPECT_EQ(lock.check("480917", {}).kind, Kind::service);
  EXPECT_EQ(lock.check("203344", {}).kind, Kind::staff);
  EXPECT_EQ(lock.check("203345", {}).kind, Kind::wrong);
  EXPECT_EQ(lock.check("", {}).kind, Kind::wrong);
}

TEST_F(PinLocked, TakesNoPinForAWhileAfterFiveWrongOnes) {
  auto lock = this->lock();
  for (int i = 1; i < PinLock::kFreeTries; ++i) {
    EXPECT_EQ(lock.check("000001", {}).locked_for, Duration{0}) << i;
  }
  EXPECT_EQ(lock.check("000001", {}).locked_for, PinLock::kLockFirst);
  const auto early = lock.check("480917", MonoTime{} + seconds(10));
  EXPECT_EQ(early.kind, Kind::wrong) << "also the right one has to wait";
  EXPECT_EQ(early.locked_for, seconds(20));
  EXPECT_EQ(lock.check("480917", MonoTime{} + PinLock::kLockFirst).kind, Kind::service);
}

TEST_F(PinLocked, WaitsLongerEachTimeUpToAnHour) {
  EXPECT_EQ(PinLock::lock_after(4), Duration{0});
  EXPECT_EQ(PinLock::lock_after(5), seconds(30));
  EXPECT_EQ(PinLock::lock_after(6), minutes(1));
  EXPECT_EQ(PinLock::lock_after(12), PinLock::kLockMax);
  EXPECT_EQ(PinLock::lock_after(1'000'000), PinLock::kLockMax);
}

TEST_F(PinLocked, ARestartForgetsNoWrongOnes) {
  {
    auto lock = this->lock();
    for (int i = 0; i < PinLock::kFreeTries; ++i) (void)lock.check("000001", {});
  }
  auto again = lock(MonoTime{5});
  EXPECT_EQ(again.check("480917", MonoTime{5}).locked_for, PinLock::kLockFirst);
  EXPECT_EQ(again.check("480917", MonoTime{5} + PinLock::kLockFirst).kind, Kind::service);
  EXPECT_EQ(lock().check("000001", {}).locked_for, Duration{0}) << "the right one clears the count";
}

TEST_F(PinLocked, ACountThatCannotBeReadCountsAsMany) {
  for (const auto* text : {"", "-1\n", "0", "x\n", "99999999999999999\n"}) {
    ASSERT_TRUE(system::write_file_atomically(file(), text));
    EXPECT_EQ(lock().check("480917", {}).kind, Kind::wrong) << text;
  }
}

TEST_F(PinLocked, OpensNothingWhenATryCannotBeCounted) {
  PinLock lock(hashes(), folder_ / "gone" / "pin-count", {});
  EXPECT_EQ(lock.check("480917", {}).kind, Kind::wrong);
}

TEST_F(PinLocked, HashesAreReadFromAFileAndMistakesNamed) {
  const auto path = folder_ / "pins";
  ASSERT_TRUE(system::write_file_atomically(
      path, "service " + hashes().service + "\n\nstaff " + hashes().staff + "\n"));
  const auto read = load_pin_hashes(path);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->service, hashes().service);
  EXPECT_EQ(read->staff, hashes().staff);
  for (const auto& wrong : {std::string("service 480917\n"), "boss " + hashes().staff + "\n"}) {
    ASSERT_TRUE(system::write_file_atomically(path, wrong));
    const auto refused = load_pin_hashes(path);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_NE(refused.error().message.find("pins:1: "), std::string::npos);
  }
}

}  // namespace
}  // namespace earshot::kiosk
