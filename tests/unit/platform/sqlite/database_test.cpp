#include "platform/sqlite/database.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "tests/fakes/temp_folder.h"

namespace earshot::sqlite {
namespace {

using testing::HasSubstr;

constexpr WallTime kNow{1'772'442'000'000};
constexpr std::array<Migration, 2> kSteps{{
    {"test", 1, "CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT UNIQUE)"},
    {"test", 2, "ALTER TABLE item ADD COLUMN more TEXT; INSERT INTO item (text) VALUES ('seed')"},
}};
constexpr std::span<const Migration> kBoth(kSteps);

class DatabaseTest : public testing::Test {
 protected:
  void open(std::span<const Migration> steps = kBoth) {
    database_.reset();
    auto opened = Database::open(path_, steps, kNow);
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    EXPECT_EQ(opened->set_aside, "");
    database_ = std::move(opened->database);
  }
  void add(const std::string& text) {
    auto& insert = database_->prepared("INSERT INTO item (text) VALUES (?)");
    insert.bind(1, text);
    insert.exec();
  }
  int items() { return database_->raw().execAndGet("SELECT count(*) FROM item").getInt(); }
  std::string pragma(const std::string& name) {
    return database_->raw().execAndGet("PRAGMA " + name).getString();
  }
  static unsigned mode_of(const std::filesystem::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777u;
  }

  fakes::TempFolder folder_;
  const std::filesystem::path path_ = folder_ / "store.db";
  std::unique_ptr<Database> database_;
};

TEST_F(DatabaseTest, IsDurableAndKeepsAWriteAheadLog) {
  open();
  EXPECT_EQ(pragma("journal_mode"), "wal");
  EXPECT_EQ(pragma("synchronous"), "2") << "FULL";
  EXPECT_EQ(pragma("foreign_keys"), "1");
}

TEST_F(DatabaseTest, MayBeReadByItsOwnerAlone) {
  open();
  add("a");
  EXPECT_EQ(mode_of(path_), 0600u);
  EXPECT_EQ(mode_of(path_.string() + "-wal"), 0600u);
  EXPECT_EQ(mode_of(path_.string() + ".lock"), 0600u);
}

TEST_F(DatabaseTest, KeepsWhatWasCommitted) {
  open();
  ASSERT_TRUE(database_->begin().has_value());
  add("a");
  ASSERT_TRUE(database_->commit().has_value());
  open();
  EXPECT_EQ(items(), 2) << "the seed and a";
}

TEST_F(DatabaseTest, AppliesOnlyTheStepsThatAreMissing) {
  open(kBoth.first(1));
  EXPECT_EQ(items(), 0);
  open();
  open();
  EXPECT_EQ(items(), 1) << "step 2 put the seed in, once";
}

TEST_F(DatabaseTest, RefusesANewerSchemaAndTouchesNothing) {
  open();
  database_.reset();
  const auto read = [&] {
    std::ifstream file(path_, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const auto before = read();
  const auto refused = Database::open(path_, kBoth.first(1), kNow);
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
  EXPECT_THAT(refused.error().message, HasSubstr("step 2 of the schema 'test'"));
  EXPECT_THAT(refused.error().message, HasSubstr("store.db"));
  EXPECT_EQ(read(), before);
  open();
  EXPECT_EQ(items(), 1);
}

TEST_F(DatabaseTest, RefusesAnotherProgramsStore) {
  open();
  database_.reset();
  constexpr std::array<Migration, 1> other{{{"other", 1, "CREATE TABLE x (y)"}}};
  EXPECT_EQ(Database::open(path_, other, kNow).error().code, ErrorCode::unsupported);
}

TEST_F(DatabaseTest, RefusesAStepThatWasEditedAfterItsRelease) {
  open();
  database_.reset();
  auto edited = kSteps;
  edited[0].sql = "CREATE TABLE item (id INTEGER PRIMARY KEY)";
  EXPECT_EQ(Database::open(path_, edited, kNow).error().code, ErrorCode::unsupported);
}

TEST_F(DatabaseTest, AStepThatFailsLeavesNothingOfItself) {
  auto broken = kSteps;
  broken[1].sql = "INSERT INTO item (text) VALUES ('half'); INSERT INTO nowhere VALUES (1)";
  const auto failed = Database::open(path_, broken, kNow);
  EXPECT_EQ(failed.error().code, ErrorCode::io);
  EXPECT_THAT(failed.error().message, HasSubstr("step 2 of the schema 'test'"));
  open();
  EXPECT_EQ(items(), 1);
}

TEST_F(DatabaseTest, OneFileHasOneWriter) {
  open();
  const auto second = Database::open(path_, kBoth, kNow);
  EXPECT_EQ(second.error().code, ErrorCode::busy);
  EXPECT_THAT(second.error().message, HasSubstr("in use by another program"));
  EXPECT_THAT(second.error().message, HasSubstr(std::to_string(::getpid())));
  open();
  EXPECT_EQ(items(), 1) << "the lock went with its holder";
}

TEST_F(DatabaseTest, SaysWhyItCannotBeOpened) {
  const auto missing = Database::open(folder_ / "no" / "where.db", kBoth, kNow);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_THAT(missing.error().message, HasSubstr("where.db"));
}

TEST_F(DatabaseTest, RollbackLeavesNothing) {
  open();
  ASSERT_TRUE(database_->begin().has_value());
  add("a");
  EXPECT_TRUE(database_->in_transaction());
  const auto undone = database_->undone();
  database_->rollback();
  EXPECT_FALSE(database_->in_transaction());
  EXPECT_GT(database_->undone(), undone);
  EXPECT_EQ(items(), 1);
  database_->rollback();  // without a transaction: nothing
}

TEST_F(DatabaseTest, ATransactionOfOnesOwnEndsWithItsWork) {
  open();
  const auto kept = database_->in_one_transaction([&]() -> Result<int> {
    add("a");
    return 1;
  });
  EXPECT_EQ(kept, 1);
  const auto failed = database_->in_one_transaction([&]() -> Result<int> {
    add("b");
    add("b");  // not unique
    return 1;
  });
  EXPECT_EQ(failed.error().code, ErrorCode::conflict);
  EXPECT_FALSE(database_->in_transaction());
  EXPECT_EQ(items(), 2);
}

TEST_F(DatabaseTest, WorkInsideATransactionJoinsIt) {
  open();
  ASSERT_TRUE(database_->begin().has_value());
  ASSERT_TRUE(database_->in_one_transaction([&]() -> Result<void> {
    add("a");
    return {};
  }));
  EXPECT_TRUE(database_->in_transaction());
  database_->rollback();
  EXPECT_EQ(items(), 1);
}

TEST_F(DatabaseTest, APartThatFailsIsUndoneAndTheRestIsKept) {
  open();
  ASSERT_TRUE(database_->begin().has_value());
  add("before");
  const auto undone = database_->undone();
  const auto part = database_->undone_on_error([&]() -> Result<void> {
    add("part");
    return fail(ErrorCode::invalid, "poison");
  });
  EXPECT_EQ(part.error().code, ErrorCode::invalid);
  EXPECT_GT(database_->undone(), undone);
  ASSERT_TRUE(database_->undone_on_error([&]() -> Result<void> {
    add("after");
    return {};
  }));
  ASSERT_TRUE(database_->commit().has_value());
  EXPECT_EQ(items(), 3) << "seed, before, after";
}

TEST_F(DatabaseTest, APreparedStatementStartsAnewWheneverItIsTaken) {
  open();
  add("a");
  constexpr auto* kSql = "SELECT text FROM item ORDER BY id";
  ASSERT_TRUE(database_->prepared(kSql).executeStep());
  auto& again = database_->prepared(kSql);
  ASSERT_TRUE(again.executeStep());
  EXPECT_EQ(again.getColumn(0).getString(), "seed");
}

TEST_F(DatabaseTest, AStatementThatFailedCanBeUsedAgain) {
  open();
  add("a");
  EXPECT_THROW(add("a"), SQLite::Exception);
  add("b");
  EXPECT_EQ(items(), 3);
}

TEST_F(DatabaseTest, AReaderSeesWhatIsCommittedAndWritesNothing) {
  open();
  auto reader = open_reader(path_).value();
  ASSERT_TRUE(database_->begin().has_value());
  add("a");
  EXPECT_EQ(reader->execAndGet("SELECT count(*) FROM item").getInt(), 1);
  ASSERT_TRUE(database_->commit().has_value());
  EXPECT_EQ(reader->execAndGet("SELECT count(*) FROM item").getInt(), 2);
  EXPECT_THROW(reader->exec("DELETE FROM item"), SQLite::Exception);
  EXPECT_FALSE(open_reader(folder_ / "nowhere.db").has_value());
}

class WriteAheadLogTest : public DatabaseTest {
 protected:
  void SetUp() override {
    open();
    database_->raw().exec("PRAGMA synchronous = OFF");
  }
  /// One commit of about `pages` pages.
  void write(int pages) {
    ASSERT_TRUE(database_->begin().has_value());
    for (int i = 0; i < pages; ++i) add(std::to_string(++written_) + std::string(4000, 'x'));
    ASSERT_TRUE(database_->commit().has_value());
  }
  [[nodiscard]] std::uintmax_t log_bytes() const {
    return std::filesystem::file_size(path_.string() + "-wal");
  }
  int written_ = 0;
};

TEST_F(WriteAheadLogTest, IsMovedIntoTheFileWhenIdle) {
  write(kWalPagesWhenIdle);
  EXPECT_GE(database_->wal_pages(), kWalPagesWhenIdle);
  ASSERT_TRUE(database_->checkpoint().has_value());
  EXPECT_EQ(database_->wal_pages(), 0);
  const auto before = log_bytes();
  write(10);
  EXPECT_EQ(log_bytes(), before) << "the log starts over";
}

TEST_F(WriteAheadLogTest, IsMovedEvenWithAStatementLeftInTheMiddle) {
  write(kWalPagesWhenIdle);
  ASSERT_TRUE(database_->prepared("SELECT text FROM item").executeStep());
  write(1);
  ASSERT_TRUE(database_->checkpoint().has_value());
  EXPECT_EQ(database_->wal_pages(), 0);
}

TEST_F(WriteAheadLogTest, IsBoundedWhenNobodyIsEverIdle) {
  for (int i = 0; i < 3 * kWalPagesAtCommit / 512; ++i) write(512);
  EXPECT_LT(log_bytes(), std::uintmax_t{2 * kWalPagesAtCommit} * 4096);
}

TEST_F(WriteAheadLogTest, GrowsUnderAReaderThatStaysAndShrinksBackWhenItGoes) {
  auto reader = open_reader(path_).value();
  {
    SQLite::Statement staying(*reader, "SELECT text FROM item");
    ASSERT_TRUE(staying.executeStep());
    write(kWalPagesAtCommit);
    ASSERT_TRUE(database_->checkpoint().has_value());
    EXPECT_GE(database_->wal_pages(), kWalPagesAtCommit) << "its pages are still needed";
  }
  write(1);
  EXPECT_LT(database_->wal_pages(), kWalPagesAtCommit);
}

}  // namespace
}  // namespace earshot::sqlite
