#include "platform/system/ballast.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "platform/system/files.h"
#include "tests/fakes/small_disk.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::system {
namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;

std::uint64_t blocks_of(const std::filesystem::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_blocks) * 512
                                            : 0;
}

TEST(Ballast, IsOfRealBlocksAndPrivate) {
  const fakes::TempFolder folder;
  FileBallast ballast(folder / "ballast", kMiB);
  EXPECT_FALSE(ballast.held());
  EXPECT_TRUE(ballast.restore());
  EXPECT_TRUE(ballast.held());
  EXPECT_GE(blocks_of(folder / "ballast"), kMiB);
  struct stat status {};
  ASSERT_EQ(::stat((folder / "ballast").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_TRUE(ballast.restore()) << "again is as once";
}

TEST(Ballast, IsGivenUpOnce) {
  const fakes::TempFolder folder;
  FileBallast ballast(folder / "ballast", kMiB);
  ASSERT_TRUE(ballast.restore());
  EXPECT_TRUE(ballast.release());
  EXPECT_FALSE(ballast.held());
  EXPECT_FALSE(std::filesystem::exists(folder / "ballast"));
  EXPECT_FALSE(ballast.release()) << "there is nothing left to give";
  EXPECT_TRUE(ballast.restore());
}

TEST(Ballast, IsStillThereForTheNextProcess) {
  const fakes::TempFolder folder;
  ASSERT_TRUE(FileBallast(folder / "ballast", kMiB).restore());
  FileBallast next(folder / "ballast", kMiB);
  EXPECT_TRUE(next.held());
  EXPECT_TRUE(next.release());
}

TEST(Ballast, AHalfMadeOneIsMadeWhole) {
  const fakes::TempFolder folder;
  std::ofstream(folder / "ballast") << std::string(5000, 'b');
  FileBallast ballast(folder / "ballast", kMiB);
  EXPECT_TRUE(ballast.held());
  EXPECT_TRUE(ballast.restore());
  EXPECT_GE(blocks_of(folder / "ballast"), kMiB);
}

TEST(Ballast, WithoutItsFolderIsNoHarm) {
  const fakes::TempFolder folder;
  FileBallast ballast(folder / "nowhere" / "ballast", kMiB);
  EXPECT_FALSE(ballast.restore());
  EXPECT_FALSE(ballast.release());
}

TEST(Ballast, MakesRoomOnAFullDiskAndIsMadeAgainWhenThereIsTwiceItsSize) {
  const fakes::SmallDisk disk(4);
  if (!disk.mounted()) GTEST_SKIP() << "this user may not mount a small disk";
  FileBallast ballast(disk / "ballast", kMiB);
  ASSERT_TRUE(ballast.restore());
  disk.fill();
  int attempts = 0;
  const auto write = [&] {
    ++attempts;
    return write_file_atomically(disk / "words", std::string(100'000, 'w'));
  };
  EXPECT_EQ(write().error().code, ErrorCode::no_space);
  EXPECT_TRUE(spending(ballast, write)) << "the write went through at the second attempt";
  EXPECT_EQ(attempts, 3);
  EXPECT_FALSE(ballast.held());
  EXPECT_FALSE(ballast.restore()) << "the room is needed, and is not twice its size";

  disk.fill();
  attempts = 0;
  EXPECT_EQ(spending(ballast,
                     [&] {
                       ++attempts;
                       return write_file_atomically(disk / "more", std::string(100'000, 'w'));
                     })
                .error()
                .code,
            ErrorCode::no_space)
      << "there is nothing left to give: an honest error";
  EXPECT_EQ(attempts, 1);

  std::filesystem::remove(disk / "other");
  EXPECT_TRUE(ballast.restore());
}

TEST(Ballast, OnADiskTooSmallForItIsDoneWithout) {
  const fakes::SmallDisk disk(4);
  if (!disk.mounted()) GTEST_SKIP() << "this user may not mount a small disk";
  FileBallast ballast(disk / "ballast", 3 * kMiB);
  EXPECT_FALSE(ballast.restore()) << "4 MiB are free, twice its size are 6";
  EXPECT_FALSE(std::filesystem::exists(disk / "ballast"));
}

TEST(Ballast, IsNotGivenUpForOtherTroubles) {
  const fakes::TempFolder folder;
  FileBallast ballast(folder / "ballast", kMiB);
  ASSERT_TRUE(ballast.restore());
  const auto done =
      spending(ballast, []() -> Result<int> { return fail(ErrorCode::io, "the cable is out"); });
  EXPECT_EQ(done.error().code, ErrorCode::io);
  EXPECT_TRUE(ballast.held());
  EXPECT_EQ(spending(ballast, []() -> Result<int> { return 7; }), 7);
}

}  // namespace
}  // namespace earshot::system
