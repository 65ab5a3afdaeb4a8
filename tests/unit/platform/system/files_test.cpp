#include "platform/system/files.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cerrno>
#include <fstream>

#include "tests/fakes/temp_folder.h"

namespace earshot::system {
namespace {

using testing::HasSubstr;

class FilesTest : public testing::Test {
 protected:
  static unsigned mode_of(const std::filesystem::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777u;
  }
  [[nodiscard]] std::size_t files_in_folder() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder_.path()), {}));
  }
  fakes::TempFolder folder_;
};

TEST_F(FilesTest, ReadsBackWhatItWrote) {
  const std::string content("line\n\0\xff", 7);
  ASSERT_TRUE(write_file_atomically(folder_ / "a", content).has_value());
  EXPECT_EQ(read_file(folder_ / "a"), content);
}

TEST_F(FilesTest, ReplacesAFileAndLeavesNothingBeside) {
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "old").has_value());
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "new").has_value());
  EXPECT_EQ(read_file(folder_ / "a"), "new");
  EXPECT_EQ(files_in_folder(), 1u);
}

TEST_F(FilesTest, ANewFileIsItsOwnersAlone) {
  ASSERT_TRUE(write_file_atomically(folder_ / "secret", "s").has_value());
  EXPECT_EQ(mode_of(folder_ / "secret"), 0600u);
}

TEST_F(FilesTest, AnOldFileKeepsItsMode) {
  ASSERT_TRUE(write_file_atomically(folder_ / "page", "old").has_value());
  ASSERT_EQ(::chmod((folder_ / "page").c_str(), 0644), 0);
  ASSERT_TRUE(write_file_atomically(folder_ / "page", "new").has_value());
  EXPECT_EQ(mode_of(folder_ / "page"), 0644u);
}

TEST_F(FilesTest, AFailedWriteLeavesTheOldFileAndNothingBeside) {
  std::filesystem::create_directory(folder_ / "taken");
  std::ofstream(folder_ / "taken" / "file") << "x";
  const auto failed = write_file_atomically(folder_ / "taken", "new");
  EXPECT_EQ(failed.error().code, ErrorCode::io);
  EXPECT_THAT(failed.error().message, HasSubstr("taken"));
  EXPECT_EQ(files_in_folder(), 1u);
}

TEST_F(FilesTest, SaysWhichFileIsMissing) {
  const auto missing = read_file(folder_ / "nowhere");
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_THAT(missing.error().message, HasSubstr("nowhere"));
  EXPECT_EQ(write_file_atomically(folder_ / "no" / "folder", "x").error().code,
            ErrorCode::not_found);
}

TEST_F(FilesTest, AFolderIsNoFile) {
  EXPECT_EQ(read_file(folder_.path()).error().code, ErrorCode::io);
}

TEST_F(FilesTest, BoundsWhatItReads) {
  ASSERT_TRUE(write_file_atomically(folder_ / "a", std::string(100, 'x')).has_value());
  EXPECT_TRUE(read_file(folder_ / "a", 100).has_value());
  const auto refused = read_file(folder_ / "a", 99);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("99 bytes"));
  EXPECT_EQ(read_file("/dev/zero", 1000).error().code, ErrorCode::invalid) << "endless, says 0";
}

TEST_F(FilesTest, MakesFoldersForItselfAlone) {
  ASSERT_TRUE(make_folder(folder_ / "a" / "b" / "c").has_value());
  EXPECT_EQ(mode_of(folder_ / "a" / "b"), 0700u);
  EXPECT_TRUE(make_folder(folder_ / "a" / "b" / "c").has_value()) << "twice does no harm";
}

TEST_F(FilesTest, AFileInTheWayOfAFolderIsSaid) {
  std::ofstream(folder_ / "file") << "x";
  EXPECT_THAT(make_folder(folder_ / "file").error().message, HasSubstr("a file of that name"));
  EXPECT_THAT(make_folder(folder_ / "file" / "below").error().message, HasSubstr("below"));
}

TEST(ErrnoErrors, SayWhatToDoNext) {
  const auto denied = errno_error(EACCES, "read 'x'");
  EXPECT_EQ(denied.code, ErrorCode::io);
  EXPECT_EQ(denied.message,
            "cannot read 'x': Permission denied; check who owns it and who may use it");
  EXPECT_EQ(errno_error(ENOSPC, "write 'x'").code, ErrorCode::no_space);
  EXPECT_THAT(errno_error(ENOSPC, "write 'x'").message, HasSubstr("make room"));
}

}  // namespace
}  // namespace earshot::system
