// A stick that is really mounted: a file system of its own in a loop device. FAT where the kernel
// has it, exFAT by FUSE where that is installed, ext4 else. Skipped, and told so, where mounting is
// not permitted.
#include "platform/system/usb_storage.h"

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "platform/system/files.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::system {
namespace {

using Outcome = UsbWrite::Outcome;

bool runs(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

class Stick {
 public:
  Stick() {
    std::filesystem::create_directory(at());
    runs("truncate -s 8M " + image());
  }
  ~Stick() {
    pull();
    detach();
  }
  Stick(const Stick&) = delete;
  Stick& operator=(const Stick&) = delete;

  /// The kind of file system; empty: nothing can be mounted here.
  std::string plug_in() {
    if (make("mkfs.vfat", "vfat", "mount -t vfat")) return "FAT";
    if (make("mkfs.exfat", "exfat", "mount.exfat-fuse")) return "exFAT";
    if (make("mkfs.ext4 -q -m 0", "ext4", "mount -t ext4")) return "ext4";
    return {};
  }
  void pull() { ::umount2(at().c_str(), MNT_DETACH); }
  /// Again, write-protected.
  bool plug_in_read_only() { return runs(mount_ + " -o ro " + loop_ + " " + at().string()); }
  bool plug_in_again() { return runs(mount_ + " " + loop_ + " " + at().string()); }
  void unmount() { runs("umount " + at().string()); }
  [[nodiscard]] std::filesystem::path at() const { return folder_ / "usb"; }

 private:
  [[nodiscard]] std::string image() const { return (folder_ / "stick.img").string(); }
  bool make(const std::string& mkfs, const std::string& kind, const std::string& mount) {
    // mkfs.ext4 asks before it overwrites what another one has made.
    if (!runs("truncate -s 0 " + image() + " && truncate -s 8M " + image())) return false;
    if (!runs(mkfs + " " + image())) return false;
    detach();
    const auto found = folder_ / "loop";
    if (!runs_to(found.string(), "losetup -f --show " + image())) return false;
    std::ifstream(found) >> loop_;
    mount_ = mount;
    if (plug_in_again() && is_mounted()) return true;
    std::cerr << "no " << kind << " here: '" << mount << "' does not work\n";
    return false;
  }
  static bool runs_to(const std::string& file, const std::string& command) {
    return std::system((command + " >" + file + " 2>/dev/null").c_str()) == 0;
  }
  [[nodiscard]] bool is_mounted() const { return runs("mountpoint -q " + at().string()); }
  void detach() {
    if (!loop_.empty()) runs("losetup -d " + loop_);
    loop_.clear();
  }

  fakes::TempFolder folder_;
  std::string loop_, mount_;
};

class UsbStorage : public testing::Test {
 protected:
  void SetUp() override {
    const auto kind = stick_.plug_in();
    if (kind.empty()) {
      GTEST_SKIP() << "NOT TESTED: this machine does not let us mount a loop device "
                      "(needs root, losetup and mkfs.vfat, mkfs.exfat or mkfs.ext4)";
    }
    std::cout << "the stick is " << kind << "\n";
  }
  UsbWrite write(const UsbOptions& options = {}) {
    return write_to_usb(stick_.at(), "earshot-kiosk-1", content_, options);
  }
  [[nodiscard]] std::string on_stick(const std::string& name) const {
    return read_file(stick_.at() / name).value_or("");
  }
  [[nodiscard]] std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(stick_.at())) {
      count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
  }

  Stick stick_;
  const std::string content_ = std::string(300'000, 'a') + "end";
};

TEST_F(UsbStorage, HoldsWhatWasWrittenAlsoAfterItWasPulledAndPluggedInAgain) {
  const auto done = write();
  ASSERT_EQ(done.outcome, Outcome::written) << done.why;
  EXPECT_EQ(done.path, stick_.at() / "earshot-kiosk-1");
  stick_.unmount();
  ASSERT_TRUE(stick_.plug_in_again());
  EXPECT_EQ(on_stick("earshot-kiosk-1"), content_);
  EXPECT_EQ(files(), 1U) << "and nothing half beside it";
}

TEST_F(UsbStorage, ThatIsNotPluggedInIsToldAndNothingIsWrittenInItsPlace) {
  stick_.unmount();
  EXPECT_EQ(write().outcome, Outcome::absent);
  EXPECT_EQ(files(), 0U);
  EXPECT_EQ(write_to_usb(stick_.at() / "nowhere", "x", "y").outcome, Outcome::absent);
  EXPECT_EQ(write({.needs_mount = false}).outcome, Outcome::written)
      << "any folder, if one says so";
}

TEST_F(UsbStorage, ThatIsFullIsToldAndKeepsNoHalfFile) {
  const std::string filler(6'000'000, 'f');
  std::ofstream(stick_.at() / "holiday.mov") << filler;
  const auto before = files();
  const auto done = write_to_usb(stick_.at(), "large", std::string(3'000'000, 'x'));
  EXPECT_EQ(done.outcome, Outcome::full) << done.why;
  EXPECT_EQ(files(), before);
  // Room that is gone only while it is written.
  const auto late = write({.at_step = [&](std::string_view step) {
    if (step == "opened") std::ofstream(stick_.at() / "more.mov") << filler;
  }});
  EXPECT_EQ(late.outcome, Outcome::full) << late.why;
  EXPECT_EQ(on_stick("earshot-kiosk-1"), "");
  EXPECT_EQ(on_stick("earshot-kiosk-1.part"), "");
}

TEST_F(UsbStorage, ThatIsWriteProtectedIsTold) {
  stick_.unmount();
  ASSERT_TRUE(stick_.plug_in_read_only());
  EXPECT_EQ(write().outcome, Outcome::read_only);
}

TEST_F(UsbStorage, ThatIsPulledOutInTheMiddleIsNeverCalledWritten) {
  for (const std::string when : {"opened", "written", "synced", "renamed"}) {
    const auto done = write({.at_step = [&](std::string_view step) {
      if (step == when) stick_.pull();
    }});
    EXPECT_EQ(done.outcome, Outcome::failed) << when << ": " << done.why;
    EXPECT_EQ(files(), 0U) << "nothing on our own disk, where the stick was: " << when;
    // What is on it, if anything has the final name, is whole.
    for (int tries = 0; tries < 50 && !stick_.plug_in_again(); ++tries) ::usleep(20'000);
    const auto kept = on_stick("earshot-kiosk-1");
    EXPECT_TRUE(kept.empty() || kept == content_) << when;
  }
  EXPECT_EQ(write().outcome, Outcome::written) << "and the next time it works";
}

TEST_F(UsbStorage, ThatForgetsWhatItWasGivenIsNotBelieved) {
  const auto done = write({.at_step = [&](std::string_view step) {
    if (step != "synced") return;
    std::fstream file(stick_.at() / "earshot-kiosk-1.part",
                      std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file << "b";
  }});
  EXPECT_EQ(done.outcome, Outcome::failed) << "one byte is another";
  EXPECT_EQ(files(), 0U);
}

}  // namespace
}  // namespace earshot::system
