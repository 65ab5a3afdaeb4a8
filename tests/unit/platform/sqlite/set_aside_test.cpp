// Damaged stores beside the one that took their place: moved so that no power cut matters, and gone
// when the words in them must go.
#include "platform/sqlite/set_aside.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "platform/sqlite/database.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr WallTime kNow{1'772'442'000'000};
constexpr std::array<Migration, 1> kSteps{{{"test", 1, "CREATE TABLE item (text TEXT)"}}};

class SetAsideStore : public testing::Test {
 protected:
  Database::Opened open(WallTime now = kNow) {
    auto opened = Database::open(path_, kSteps, now);
    EXPECT_TRUE(opened.has_value()) << opened.error().message;
    return opened ? std::move(*opened) : Database::Opened{};
  }
  static std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// A store whose words are in its file and, changed since, in its log; as a kill leaves it.
  void make_store_with_log() {
    std::string file;
    std::string log;
    {
      auto opened = open();
      opened.database->raw().exec("INSERT INTO item VALUES ('the queue was endless')");
      opened.database->raw().exec("PRAGMA wal_checkpoint(TRUNCATE)");
      opened.database->raw().exec("INSERT INTO item VALUES ('and nobody came')");
      file = content_of(path_);
      log = content_of(log_);
    }
    std::ofstream(path_, std::ios::binary) << file;
    std::ofstream(log_, std::ios::binary) << log;
  }
  void damage() {
    std::fstream(path_, std::ios::binary | std::ios::in | std::ios::out) << std::string(99, 'x');
  }
  bool some_file_holds(const std::string& words) {
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
      if (entry.is_regular_file() && content_of(entry.path()).find(words) != std::string::npos) {
        return true;
      }
    }
    return false;
  }

  fakes::TempFolder folder_;
  const fs::path path_ = folder_ / "s.db";
  const fs::path log_ = folder_ / "s.db-wal";
};

TEST_F(SetAsideStore, KeepsTheFileAndItsLogTogether) {
  make_store_with_log();
  damage();
  const auto file = content_of(path_);
  const auto log = content_of(log_);
  const auto opened = open();
  ASSERT_NE(opened.set_aside, "");
  EXPECT_EQ(content_of(fs::path(opened.set_aside) / "s.db"), file);
  EXPECT_EQ(content_of(fs::path(opened.set_aside) / "s.db-wal"), log);
  EXPECT_EQ(set_aside_stores(path_), std::vector{fs::path(opened.set_aside)});
}

/// Without its log a store would look sound, and be older than it was.
TEST_F(SetAsideStore, WhenThePowerGoesInBetweenIsMovedWholeAtTheNextStart) {
  for (const bool new_file_made : {false, true}) {
    make_store_with_log();
    const auto log = content_of(log_);
    const fs::path aside = path_.string() + ".corrupt-" + std::to_string(kNow.ms);
    fs::create_directory(aside);
    fs::rename(path_, aside / "s.db");
    if (new_file_made) std::ofstream(path_).flush();
    const auto opened = open(kNow + Duration{5});
    EXPECT_EQ(opened.set_aside, aside.string());
    EXPECT_EQ(content_of(aside / "s.db-wal"), log);
    EXPECT_EQ(opened.database->raw().execAndGet("SELECT count(*) FROM item").getInt(), 0);
    fs::remove_all(aside);
    fs::remove(path_);
    fs::remove(log_);
  }
}

TEST_F(SetAsideStore, NoFileHoldsErasedWords) {
  make_store_with_log();
  damage();
  const auto opened = open();
  ASSERT_TRUE(some_file_holds("endless")) << "the test would show nothing";
  ASSERT_TRUE(some_file_holds("nobody came"));
  ASSERT_TRUE(opened.database->scrub().has_value());
  EXPECT_FALSE(some_file_holds("endless"));
  EXPECT_FALSE(some_file_holds("nobody came"));
  EXPECT_TRUE(set_aside_stores(path_).empty());
}

TEST_F(SetAsideStore, GoesWhenItsWordsAreOldAndWhenThereAreMany) {
  for (int i = 0; i < 5; ++i) {
    open();
    damage();
    ASSERT_NE(open(kNow + Duration{i}).set_aside, "");
  }
  ASSERT_EQ(set_aside_stores(path_).size(), 5u);
  ASSERT_TRUE(keep_few_set_aside(path_).has_value());
  ASSERT_EQ(set_aside_stores(path_).size(), kSetAsideMax);
  ASSERT_TRUE(delete_set_aside(path_, kNow + Duration{3}).has_value());
  const auto left = set_aside_stores(path_);
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left.front().filename(), "s.db.corrupt-" + std::to_string(kNow.ms + 4));
}

TEST_F(SetAsideStore, OfOneMomentDoNotMeet) {
  for (int i = 0; i < 2; ++i) {
    open();
    damage();
    ASSERT_NE(open().set_aside, "");
  }
  EXPECT_EQ(set_aside_stores(path_).size(), 2u);
}

TEST_F(SetAsideStore, WhatIsNotedOfAMendedLogStaysUntilItIsToldOrOld) {
  EXPECT_EQ(mended_words(path_), "");
  for (const bool told : {true, false}) {
    ASSERT_TRUE(note_mended(path_, "mended").has_value());
    ASSERT_TRUE(delete_set_aside(path_, kNow).has_value());
    EXPECT_EQ(mended_words(path_), "mended") << "it is newer than that";
    if (told) {
      forget_mended(path_);
    } else {
      ASSERT_TRUE(delete_set_aside(path_, WallTime{INT64_MAX}).has_value());
    }
    EXPECT_EQ(mended_words(path_), "");
  }
}

TEST_F(SetAsideStore, RemembersThatItWasTakenOver) {
  make_store_with_log();
  damage();
  const fs::path folder = open().set_aside;
  EXPECT_EQ(salvaged_words(folder), "");
  ASSERT_TRUE(note_salvaged(folder, "12 answers").has_value());
  EXPECT_EQ(salvaged_words(folder), "12 answers");
}

/// Whoever is to be told may not be there: then it is told again, and once he is, never more.
TEST_F(SetAsideStore, IsToldOfUntilItCouldBeNotedAndThenNeverAgain) {
  make_store_with_log();
  damage();
  const auto folder = open().set_aside;
  ASSERT_TRUE(note_mended(path_, "A byte of the log was mended").has_value());
  std::vector<std::string> told;
  const auto tell = [&](bool works) {
    told.clear();
    tell_of_damage(path_, "The kiosks send again.", [&](const std::string& words) -> Result<void> {
      told.push_back(words);
      if (!works) return fail(ErrorCode::io, "the disk is full");
      return {};
    });
  };
  for (const bool works : {false, true}) {
    tell(works);
    ASSERT_EQ(told.size(), 2U) << works;
    EXPECT_NE(told[0].find("A byte of the log was mended"), std::string::npos) << told[0];
    EXPECT_NE(told[1].find(folder), std::string::npos) << told[1];
    EXPECT_NE(told[1].find("The kiosks send again."), std::string::npos) << told[1];
  }
  tell(true);
  EXPECT_TRUE(told.empty());
}

}  // namespace
}  // namespace earshot::sqlite
