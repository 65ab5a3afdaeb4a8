// What a write-ahead log says, when bytes of it are not what was written. The logs are SQLite's
// own.
#include "platform/sqlite/log_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

#include "platform/sqlite/database.h"
#include "platform/sqlite/log_sum.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::sqlite {
namespace {

using State = LogVerdict::State;

constexpr WallTime kNow{1'772'442'000'000};
constexpr std::array<Migration, 1> kSteps{
    {{"test", 1, "CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT)"}}};
constexpr std::size_t kHeader = 32;
constexpr std::size_t kFrame = 24 + 4096;

LogVerdict check(const std::string& log) {
  return check_log(
      [&](std::uint64_t at, std::span<unsigned char> bytes) {
        if (at + bytes.size() > log.size()) return false;
        std::memcpy(bytes.data(), log.data() + at, bytes.size());
        return true;
      },
      log.size());
}

std::string patched(std::string log, const LogVerdict& verdict) {
  for (const auto& patch : verdict.patches) {
    log.replace(patch.offset, patch.bytes.size(), patch.bytes);
  }
  return log;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class LogCheck : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    auto opened = Database::open(path_, kSteps, kNow);
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    database_ = std::move(opened->database);
  }
  /// One transaction for each.
  void add(int rows, std::size_t bytes = 100) {
    for (int i = 0; i < rows; ++i) {
      const auto added = database_->in_one_transaction([&]() -> Result<void> {
        auto& insert = database_->prepared("INSERT INTO item (text) VALUES (?)");
        insert.bind(1, std::string(bytes, static_cast<char>('a' + i % 26)));
        insert.exec();
        return {};
      });
      ASSERT_TRUE(added.has_value());
    }
  }
  [[nodiscard]] std::string log() const { return content_of(path_.string() + "-wal"); }
  [[nodiscard]] static std::size_t frames(const std::string& log) {
    return (log.size() - kHeader) / kFrame;
  }
  /// The store as it is on the disk, with another log, opened and its rows counted.
  int rows_with(const std::string& log) {
    const auto copy = folder_ / "copy.db";
    std::filesystem::copy_file(path_, copy, std::filesystem::copy_options::overwrite_existing);
    std::ofstream(copy.string() + "-wal", std::ios::binary) << log;
    std::filesystem::remove(copy.string() + "-shm");
    SQLite::Database db(copy.string(), SQLite::OPEN_READWRITE);
    EXPECT_EQ(db.execAndGet("PRAGMA integrity_check").getString(), "ok");
    return db.execAndGet("SELECT count(*) FROM item").getInt();
  }

  fakes::SeededRandom random_{5};
  fakes::TempFolder folder_;
  const std::filesystem::path path_ = folder_ / "s.db";
  std::unique_ptr<Database> database_;
};

TEST_F(LogCheck, ALogOfAHealthyStoreIsSound) {
  add(40);
  EXPECT_EQ(check(log()).state, State::sound);
  EXPECT_EQ(check({}).state, State::sound);
}

/// The worst of it: SQLite calls a log with one flipped bit sound, and forgets what is behind.
TEST_F(LogCheck, OneFlippedBitAnywhereIsFoundAndAsARuleMended) {
  add(40);
  const auto sound = log();
  ASSERT_GT(frames(sound), 40u);
  int exactly = 0;
  constexpr int kRounds = 250;
  for (int round = 0; round < kRounds; ++round) {
    // Every part of the header and of some frame's header; else anywhere.
    const auto frame = random_below(random_, frames(sound));
    const auto at = round < 32    ? static_cast<std::size_t>(round)
                    : round < 130 ? kHeader + frame * kFrame + random_below(random_, 24)
                                  : random_below(random_, sound.size());
    SCOPED_TRACE("byte " + std::to_string(at));
    auto rotten = sound;
    rotten[at] = static_cast<char>(rotten[at] ^ (1 << random_below(random_, 8)));
    const auto verdict = check(rotten);
    // The newest transaction's could be one that the power cut: if in doubt, it was.
    const bool newest = at >= sound.size() - kFrame;
    EXPECT_EQ(verdict.told, !newest);
    ASSERT_TRUE(newest || verdict.state != State::sound);
    if (verdict.state == State::mendable) {
      ASSERT_NE(verdict.words, "");
      if (round % 8 == 0) {
        ASSERT_EQ(rows_with(patched(rotten, verdict)), 40);
      }
    }
    if (patched(rotten, verdict) == sound) ++exactly;
  }
  EXPECT_GT(exactly, kRounds * 3 / 4);
}

TEST_F(LogCheck, APageThatALaterFrameHoldsAnewIsNoLoss) {
  add(40);
  const auto sound = log();
  const int rows = rows_with(sound);
  ASSERT_EQ(rows, 40);
  auto rotten = sound;
  const auto at = kHeader + (frames(sound) - 10) * kFrame + 24 + 4000;
  std::fill_n(rotten.begin() + static_cast<std::ptrdiff_t>(at), 90, '\0');
  EXPECT_LT(rows_with(rotten), rows) << "SQLite forgets what is behind";
  const auto verdict = check(rotten);
  ASSERT_EQ(verdict.state, State::mendable) << verdict.words;
  EXPECT_TRUE(verdict.told);
  EXPECT_EQ(rows_with(patched(rotten, verdict)), rows);
}

TEST_F(LogCheck, APageThatNoLaterFrameHoldsIsDamage) {
  add(40, 3000);  // one row, one page
  auto rotten = log();
  const auto at = kHeader + (frames(rotten) / 2) * kFrame + 24;
  // The two frames of one commit: the new page, and the one that knows of it.
  std::fill_n(rotten.begin() + static_cast<std::ptrdiff_t>(at), 2 * kFrame - 100, '\x55');
  const auto verdict = check(rotten);
  EXPECT_EQ(verdict.state, State::damaged);
  EXPECT_NE(verdict.words.find("frame"), std::string::npos) << verdict.words;
  EXPECT_TRUE(verdict.told);
}

TEST_F(LogCheck, AHeaderOfGarbageIsDamage) {
  add(3);
  auto rotten = log();
  std::fill_n(rotten.begin(), 32, '\x77');
  EXPECT_EQ(check(rotten).state, State::damaged);
  EXPECT_EQ(check(rotten.substr(0, 400)).state, State::sound) << "no frame was ever written";
}

/// A power cut in the middle of the newest transaction: any sectors of it there, missing, garbage.
TEST_F(LogCheck, ATornNewestTransactionIsNeverDamage) {
  add(30);
  const auto before = log();
  add(1, 20'000);  // several frames
  const auto after = log();
  ASSERT_GT(after.size(), before.size() + 3 * kFrame);
  for (int round = 0; round < 100; ++round) {
    auto torn = after;
    for (auto at = before.size(); at < after.size(); at += 512) {
      const auto n = static_cast<std::ptrdiff_t>(std::min<std::size_t>(512, after.size() - at));
      const auto choice = random_below(random_, 4);
      if (choice == 0) std::fill_n(torn.begin() + static_cast<std::ptrdiff_t>(at), n, '\0');
      if (choice == 1) std::fill_n(torn.begin() + static_cast<std::ptrdiff_t>(at), n, '\xee');
    }
    torn.resize(before.size() + random_below(random_, after.size() - before.size() + 1));
    const auto verdict = check(torn);
    ASSERT_NE(verdict.state, State::damaged) << "round " << round << ": " << verdict.words;
    ASSERT_FALSE(verdict.told);
    ASSERT_GE(rows_with(patched(torn, verdict)), 30);
  }
}

/// A transaction that the power cut lies in the log for long, under and behind newer ones, with
/// this log's salts and its own commit.
TEST_F(LogCheck, WhatATornTransactionLeftBehindNewerOnesIsNoDamage) {
  add(10);
  const auto before = log().size();
  add(1, 40'000);
  auto torn = log();
  torn.replace(before + 100, 4000, std::string(4000, '\0'));  // its first frame never came
  const auto store = content_of(path_);
  database_.reset();
  std::ofstream(path_, std::ios::binary) << store;
  std::ofstream(path_.string() + "-wal", std::ios::binary) << torn;
  open();
  for (int i = 0; i < 4; ++i) {
    add(1);
    const auto now = log();
    ASSERT_EQ(now.size(), torn.size()) << "its frames lie behind the newer ones";
    const auto verdict = check(now);
    EXPECT_EQ(verdict.state, State::sound) << verdict.words;
  }
  EXPECT_EQ(rows_with(log()), 14);
}

TEST_F(LogCheck, FramesOfAnOlderLogBehindTheEndAreNoDamage) {
  add(40);
  database_->raw().exec("PRAGMA wal_checkpoint(RESTART)");
  const auto old = log().size();
  add(3);
  ASSERT_EQ(log().size(), old);
  EXPECT_EQ(check(log()).state, State::sound);
  // And rot before the end of the newer one is still found.
  auto rotten = log();
  rotten[kHeader + 2000] = static_cast<char>(rotten[kHeader + 2000] ^ 4);
  EXPECT_EQ(check(rotten).state, State::mendable);
}

TEST_F(LogCheck, ManyLostPagesAreDamageEvenIfAllCameAnew) {
  add(60);
  auto rotten = log();
  for (std::size_t frame = 2; frame < 2 + 2 * (kLostFramesMax + 1); frame += 2) {
    rotten.replace(kHeader + frame * kFrame + 24, 600, std::string(600, '\x11'));
  }
  EXPECT_EQ(check(rotten).state, State::damaged);
}

TEST(LogCheckReading, SaysThatNothingIsKnownWhenItCannotRead) {
  const auto never = [](std::uint64_t, std::span<unsigned char>) { return false; };
  EXPECT_EQ(check_log(never, 100'000).state, State::unreadable);
}

TEST(LogSumLaws, TheOneWrongByteIsFoundInEitherOrder) {
  fakes::SeededRandom random(9);
  int told = 0;
  for (int round = 0; round < 200; ++round) {
    const auto order = round % 2 == 0 ? WordOrder::little : WordOrder::big;
    std::vector<unsigned char> bytes(8 * (1 + random_below(random, 600)));
    random.fill(std::as_writable_bytes(std::span(bytes)));
    const LogSum from{static_cast<std::uint32_t>(random_below(random, 1U << 31)), 77};
    const auto wanted = log_sum(from, bytes, order);
    const auto at = random_below(random, bytes.size());
    const auto right = bytes[at];
    bytes[at] = static_cast<unsigned char>(bytes[at] + 1 + random_below(random, 255));
    const auto found = one_wrong_byte(from, bytes, wanted, order);
    const bool low = order == WordOrder::little ? at % 4 < 2 : at % 4 > 1;
    ASSERT_TRUE(found.has_value() || !low) << "only a word's upper half is in doubt";
    if (!found) continue;
    ++told;
    EXPECT_EQ(found->at, at);
    EXPECT_EQ(found->right, right);
  }
  EXPECT_GT(told, 150);
}

TEST(LogSumLaws, EightBytesMakeAnySum) {
  for (const auto order : {WordOrder::little, WordOrder::big}) {
    const LogSum wanted{0x12345678, 0x9abcdef0};
    EXPECT_EQ(log_sum({1, 2}, last_bytes_for({1, 2}, wanted, order), order), wanted);
  }
}

}  // namespace
}  // namespace earshot::sqlite
