// A full disk: said so, nothing half-written, and collecting goes on once there is room, without a
// restart.
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/mount.h>

#include <fstream>

#include "tests/crash/checked_store.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::crash {
namespace {

using relay::Stream;

/// Puts records, one a transaction, until one fails. Returns its error and how many went in.
std::pair<Error, relay::Seq> fill(Store& store, int records_max) {
  relay::Seq stored = store.outbox->head(Stream::responses)->last_seq;
  for (int i = 0; i < records_max; ++i) {
    const auto seq =
        store.database->in_one_transaction([&] { return put(store, Stream::responses); });
    if (!seq) return {seq.error(), stored};
    stored = *seq;
  }
  return {Error{ErrorCode::invalid, "it never filled up"}, stored};
}

TEST(FullStore, SaysSoAndLeavesNothingHalf) {
  const fakes::TempFolder folder;
  fakes::SeededRandom random;
  auto store = open_store(folder / "s.db", random).value();
  store.database->raw().exec("PRAGMA max_page_count = 60");
  const auto [error, stored] = fill(store, 1000);
  EXPECT_EQ(error.code, ErrorCode::no_space) << error.message;
  EXPECT_THAT(error.message, testing::HasSubstr("make room"));
  EXPECT_GT(stored, 10u);
  EXPECT_FALSE(store.database->in_transaction());
  ASSERT_NO_FATAL_FAILURE(check(store, {{Stream::responses, stored}}));

  store.database->raw().exec("PRAGMA max_page_count = 100000");
  EXPECT_EQ(store.database->in_one_transaction([&] { return put(store, Stream::responses); }),
            stored + 1);
  ASSERT_NO_FATAL_FAILURE(check(store, {{Stream::responses, stored + 1}}));
}

TEST(FullStore, ATransactionThatSqliteGaveUpCannotBeGoneOnWith) {
  const fakes::TempFolder folder;
  fakes::SeededRandom random;
  auto store = open_store(folder / "s.db", random).value();
  store.database->raw().exec("PRAGMA max_page_count = 40");
  ASSERT_TRUE(store.database->begin().has_value());
  ASSERT_TRUE(put(store, Stream::urgent).has_value());
  // As a caller would that overlooks an error, which must not store the second half alone.
  Result<relay::Seq> last = 0;
  for (int i = 0; i < 200 && last; ++i) last = put(store, Stream::responses);
  ASSERT_EQ(last.error().code, ErrorCode::no_space);
  if (sqlite3_get_autocommit(store.database->raw().getHandle()) != 0) {
    EXPECT_EQ(store.outbox->append(Stream::urgent, "small", 1, kNow).error().code,
              ErrorCode::no_space);
    EXPECT_FALSE(store.database->commit().has_value());
  } else {
    store.database->rollback();
  }
  EXPECT_FALSE(store.database->in_transaction());
  EXPECT_EQ(store.outbox->head(Stream::urgent)->last_seq, 0u);
  ASSERT_NO_FATAL_FAILURE(check(store, {}));
}

/// A file system of its own, a few megabytes large.
class SmallDisk {
 public:
  SmallDisk() {
    mounted_ = ::mount("earshot-test", folder_.path().c_str(), "tmpfs", 0, "size=3m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool mounted() const { return mounted_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return folder_ / name;
  }

 private:
  fakes::TempFolder folder_;
  bool mounted_ = false;
};

TEST(FullDisk, SaysSoLeavesNothingHalfAndRecoversWithoutARestart) {
  const SmallDisk disk;
  if (!disk.mounted()) GTEST_SKIP() << "this user may not mount a small disk";
  fakes::SeededRandom random;
  std::ofstream(disk / "ballast") << std::string(1024 * 1024, 'b');
  auto store = open_store(disk / "s.db", random).value();
  const auto [error, stored] = fill(store, 10'000);
  EXPECT_EQ(error.code, ErrorCode::no_space) << error.message;
  EXPECT_GT(stored, 10u);
  ASSERT_NO_FATAL_FAILURE(check(store, {{Stream::responses, stored}}));

  std::filesystem::remove(disk / "ballast");
  EXPECT_EQ(store.database->in_one_transaction([&] { return put(store, Stream::responses); }),
            stored + 1);
  ASSERT_NO_FATAL_FAILURE(check(store, {{Stream::responses, stored + 1}}));
}

}  // namespace
}  // namespace earshot::crash
