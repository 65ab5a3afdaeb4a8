// What an erasure leaves behind in the store's files: nothing.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <fstream>
#include <map>

#include "platform/sqlite/database.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::sqlite {
namespace {

constexpr WallTime kNow{1'772'442'000'000};
constexpr std::array<Migration, 1> kSteps{
    {{"test", 1,
      "CREATE TABLE said (id TEXT PRIMARY KEY, touchpoint TEXT, words BLOB) WITHOUT ROWID;"
      "CREATE INDEX said_at ON said (touchpoint, words)"}}};

class ScrubTest : public testing::Test {
 protected:
  ScrubTest() {
    database_ = Database::open(path_, kSteps, kNow).value().database;
    database_->raw().exec("PRAGMA synchronous = OFF");
  }
  std::string marker(int number) { return "word-of-" + std::to_string(number) + ";"; }
  void say(int number) {
    auto& insert = database_->prepared("INSERT INTO said VALUES (?, ?, ?)");
    std::string words;
    const auto times = 1 + random_below(random_, number % 20 == 0 ? 900 : 25);
    for (std::uint64_t i = 0; i < times; ++i) words += marker(number);
    ids_[number] = random_hex(random_);
    insert.bind(1, ids_[number]);
    insert.bind(2, std::to_string(random_below(random_, 50)));
    insert.bind(3, words);
    insert.exec();
  }
  void forget(int number) {
    auto& erase = database_->prepared("DELETE FROM said WHERE id = ?");
    erase.bind(1, ids_.at(number));
    ASSERT_EQ(erase.exec(), 1);
  }
  /// Of the numbers, how many are found in any file of the folder.
  std::size_t found(const std::vector<int>& numbers) {
    std::string bytes;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      std::ifstream file(entry.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return static_cast<std::size_t>(std::count_if(numbers.begin(), numbers.end(), [&](int number) {
      return bytes.find(marker(number)) != std::string::npos;
    }));
  }

  fakes::TempFolder folder_;
  const std::filesystem::path path_ = folder_ / "store.db";
  fakes::SeededRandom random_{7};
  std::map<int, std::string> ids_;
  std::unique_ptr<Database> database_;
};

TEST_F(ScrubTest, LeavesNoCopyOfWhatWasErasedInAnyFile) {
  std::vector<int> erased;
  std::vector<int> kept;
  ASSERT_TRUE(database_->begin());
  for (int number = 0; number < 1500; ++number) {
    say(number);
    (number % 3 == 0 ? erased : kept).push_back(number);
  }
  ASSERT_TRUE(database_->commit());
  EXPECT_EQ(found(erased), erased.size()) << "the log holds them all";
  ASSERT_TRUE(database_->begin());
  for (const int number : erased) forget(number);
  ASSERT_TRUE(database_->commit());
  ASSERT_TRUE(database_->scrub());
  EXPECT_EQ(found(erased), 0u);
  EXPECT_EQ(found(kept), kept.size());
  EXPECT_EQ(std::filesystem::file_size(path_.string() + "-wal"), 0u);
  EXPECT_EQ(database_->wal_pages(), 0);
}

TEST_F(ScrubTest, TheStoreGoesOnAfterwards) {
  say(1);
  ASSERT_TRUE(database_->prepared("SELECT id FROM said").executeStep()) << "and is left like that";
  ASSERT_TRUE(database_->scrub());
  ASSERT_TRUE(database_->begin());
  say(2);
  ASSERT_TRUE(database_->commit());
  database_.reset();
  database_ = Database::open(path_, kSteps, kNow).value().database;
  EXPECT_EQ(database_->raw().execAndGet("SELECT count(*) FROM said").getInt(), 2);
}

TEST_F(ScrubTest, SaysThatAReaderIsStillAtIt) {
  say(1);
  auto reader = open_reader(path_).value();
  sqlite3_busy_timeout(database_->raw().getHandle(), 1);
  {
    SQLite::Statement reading(*reader, "SELECT words FROM said");
    ASSERT_TRUE(reading.executeStep());
    EXPECT_EQ(database_->scrub().error().code, ErrorCode::busy);
  }
  EXPECT_TRUE(database_->scrub());
}

}  // namespace
}  // namespace earshot::sqlite
