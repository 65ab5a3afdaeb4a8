// Bytes that are not what was written: found at start, set aside, told, and collecting goes on.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/crash/checked_store.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::crash {
namespace {

class DamagedStore : public testing::Test {
 protected:
  void SetUp() override {
    auto store = open_store(path_, random_).value();
    ASSERT_TRUE(store.database->begin().has_value());
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(put(store, relay::Stream::responses).has_value());
    ASSERT_TRUE(store.database->commit().has_value());
    epoch_ = store.outbox->head(relay::Stream::responses)->epoch;
  }
  [[nodiscard]] std::string content() const { return content_of(path_); }
  static std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void overwrite(std::size_t offset, const std::string& bytes) {
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(offset));
    file << bytes;
  }
  /// The damage is found, kept as it is, and a new store collects in a new epoch.
  void expect_set_aside() {
    const auto damaged = content();
    auto store = open_store(path_, random_);
    ASSERT_TRUE(store.has_value()) << store.error().message;
    EXPECT_EQ(store->set_aside, path_.string() + ".corrupt-" + std::to_string(kNow.ms));
    EXPECT_EQ(content_of(std::filesystem::path(store->set_aside) / "s.db"), damaged);
    const auto head = store->outbox->head(relay::Stream::responses).value();
    EXPECT_EQ(head.last_seq, 0u);
    EXPECT_NE(head.epoch, epoch_);
    collect(*store);
    ASSERT_NO_FATAL_FAILURE(check(*store, {{relay::Stream::responses, 1}}));
  }
  static void collect(Store& store) {
    const auto stored =
        store.database->in_one_transaction([&] { return put(store, relay::Stream::responses); });
    ASSERT_TRUE(stored.has_value()) << stored.error().message;
  }

  static constexpr std::size_t kPage = 4096;
  fakes::TempFolder folder_;
  const std::filesystem::path path_ = folder_ / "s.db";
  fakes::SeededRandom random_;
  relay::Epoch epoch_ = 0;
};

TEST_F(DamagedStore, CutShort) {
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) / 2);
  expect_set_aside();
}

TEST_F(DamagedStore, WithAHeaderOfGarbage) {
  overwrite(0, std::string(100, '\x5a'));
  expect_set_aside();
}

TEST_F(DamagedStore, WithAHeaderThatForbidsWriting) {
  overwrite(18, "\x07");  // the file format's write version
  expect_set_aside();
}

TEST_F(DamagedStore, WithPagesOfGarbage) {
  overwrite(kPage, std::string(3 * kPage, '\xff'));
  expect_set_aside();
}

TEST_F(DamagedStore, WithAPageTornInTheMiddle) {
  // The newer half of the table's first page, the older half gone.
  overwrite(kPage + 8, std::string(kPage / 2, '\0'));
  expect_set_aside();
}

TEST_F(DamagedStore, ThatIsNoStoreAtAll) {
  std::ofstream(path_, std::ios::binary)
      << "this is a letter, not a store; " << std::string(9000, 'x');
  expect_set_aside();
}

TEST_F(DamagedStore, SetAsideTwiceKeepsBoth) {
  overwrite(0, "garbage");
  expect_set_aside();
  overwrite(0, "garbage");
  auto again = sqlite::Database::open(path_, migrations(), kNow + Duration{1});
  ASSERT_TRUE(again.has_value());
  EXPECT_NE(again->set_aside, "");
  EXPECT_TRUE(std::filesystem::exists(path_.string() + ".corrupt-" + std::to_string(kNow.ms)));
}

/// What was in it nobody can say: going on as if there had been nothing is no answer.
TEST_F(DamagedStore, WithALogOfGarbage) {
  std::ofstream(path_.string() + "-wal", std::ios::binary) << std::string(5 * kPage, '\x77');
  expect_set_aside();
}

/// Whatever is damaged where: it opens and collects, if need be in a new store.
TEST_F(DamagedStore, AnywhereStillCollects) {
  const auto sound = content();
  fakes::SeededRandom fate(3);
  int set_aside = 0;
  for (int round = 0; round < 40; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    std::ofstream(path_, std::ios::binary) << sound;
    std::filesystem::remove(path_.string() + "-wal");
    std::filesystem::remove(path_.string() + "-shm");
    std::string bytes(1 + random_below(fate, 700), '\0');
    fate.fill(std::as_writable_bytes(std::span(bytes)));
    overwrite(random_below(fate, sound.size() - bytes.size()), bytes);
    auto store = open_store(path_, random_);
    ASSERT_TRUE(store.has_value()) << store.error().message;
    if (!store->set_aside.empty()) ++set_aside;
    collect(*store);
  }
  EXPECT_GT(set_aside, 5);
}

}  // namespace
}  // namespace earshot::crash
