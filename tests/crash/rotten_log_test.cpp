// Bytes of a log that were synced and are not what was written: SQLite would forget all
// that is behind them, and say nothing.
#include <spdlog/spdlog.h>

#include <fstream>

#include "platform/sqlite/set_aside.h"
#include "tests/crash/checked_store.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::crash {
namespace {

constexpr std::size_t kFrame = 24 + 4096;

class RottenLog : public testing::Test {
 protected:
  /// A store whose newest records, as is usual, are in its log alone.
  void SetUp() override {
    spdlog::set_level(spdlog::level::off);  // each rotten byte is told of
    auto store = open_store(folder_ / "s.db", random_).value();
    for (int i = 0; i < 60; ++i) {
      const auto stored =
          store.database->in_one_transaction([&] { return put(store, kStreams[i % 2]); });
      ASSERT_TRUE(stored.has_value());
      acknowledged_[kStreams[i % 2]] = *stored;
    }
    file_ = content_of(folder_ / "s.db");
    log_ = content_of(folder_ / "s.db-wal");
    ASSERT_GT(log_.size(), 60 * kFrame);
  }
  void TearDown() override { spdlog::set_level(spdlog::level::info); }
  static std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// Opens the store with this log. Whatever it finds: nothing is missing in silence.
  void expect_no_silence(const std::string& log, int& mended, int& set_aside) {
    const fakes::TempFolder after(fakes::memory_folder());
    std::ofstream(after / "s.db", std::ios::binary) << file_;
    std::ofstream(after / "s.db-wal", std::ios::binary) << log;
    auto opened = sqlite::Database::open(after / "s.db", migrations(), kNow);
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    if (!opened->set_aside.empty()) {
      ++set_aside;
      return;
    }
    ASSERT_NE(sqlite::mended_words(after / "s.db"), "");
    ++mended;
    auto outbox = sqlite::SqliteOutbox::open(*opened->database, kDevice, random_);
    Store store{std::move(opened->database), std::move(*outbox), ""};
    ASSERT_NO_FATAL_FAILURE(check(store, acknowledged_));
  }

  fakes::SeededRandom random_{4};
  fakes::TempFolder folder_;
  Acknowledged acknowledged_;
  std::string file_, log_;
};

TEST_F(RottenLog, WithOneFlippedBitIsMendedOrSetAsideAndNeverTakenAsItIs) {
  int mended = 0;
  int set_aside = 0;
  for (int round = 0; round < 120; ++round) {
    const auto at = random_below(random_, log_.size() - 12 * kFrame);
    SCOPED_TRACE("byte " + std::to_string(at));
    auto log = log_;
    log[at] = static_cast<char>(log[at] ^ (1 << random_below(random_, 8)));
    ASSERT_NO_FATAL_FAILURE(expect_no_silence(log, mended, set_aside));
  }
  EXPECT_GT(mended, 90);
}

TEST_F(RottenLog, WithASectorOfGarbageIsMendedOrSetAsideAndNeverTakenAsItIs) {
  int mended = 0;
  int set_aside = 0;
  for (int round = 0; round < 80; ++round) {
    const auto at = random_below(random_, log_.size() / 512 - 12 * kFrame / 512) * 512;
    SCOPED_TRACE("byte " + std::to_string(at));
    auto log = log_;
    std::string garbage(512, '\0');
    random_.fill(std::as_writable_bytes(std::span(garbage)));
    log.replace(at, 512, garbage);
    ASSERT_NO_FATAL_FAILURE(expect_no_silence(log, mended, set_aside));
  }
  EXPECT_GT(mended, 5);
  EXPECT_GT(set_aside, 5);
}

}  // namespace
}  // namespace earshot::crash
