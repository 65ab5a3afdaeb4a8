// What is still there of an outbox whose file is damaged, read page by page.
#include "platform/sqlite/salvage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "platform/sqlite/relay_store.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::sqlite {
namespace {

constexpr WallTime kNow{1'772'442'000'000};
constexpr std::size_t kPage = 4096;
constexpr int kRecords = 300;
const DeviceId kDevice = DeviceId::trusted("kiosk-1");

class SalvageTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Database::open(path_, relay_migrations(), kNow).value();
    auto outbox = SqliteOutbox::open(*opened.database, kDevice, random_).value();
    for (int i = 1; i <= kRecords; ++i) {
      if (i == 200) opened.database->raw().exec("PRAGMA wal_checkpoint(TRUNCATE)");
      const auto added = opened.database->in_one_transaction([&]() -> Result<relay::Seq> {
        return outbox->append(stream_of(i), payload_of(i), 1, kNow + Duration{i});
      });
      ASSERT_TRUE(added.has_value());
    }
    file_ = content_of(path_);
    log_ = content_of(path_.string() + "-wal");
  }
  static relay::Stream stream_of(int i) {
    return i % 5 == 0 ? relay::Stream::urgent : relay::Stream::responses;
  }
  static std::string payload_of(int i) {
    // Some span pages.
    return "answer " + std::to_string(i) + " " +
           std::string(i % 50 == 7 ? 9000 : i * 7 % 200, static_cast<char>('a' + i % 26));
  }
  static std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  struct Found {
    std::vector<std::string> payloads;
    Salvaged salvaged;
  };
  Found salvage(const std::string& file, const std::string& log) {
    const fakes::TempFolder after(fakes::memory_folder());
    std::ofstream(after / "s.db", std::ios::binary) << file;
    std::ofstream(after / "s.db-wal", std::ios::binary) << log;
    Found found;
    auto done =
        salvage_outbox(after.path(), kDevice, [&](const SalvagedRecord& record) -> Result<void> {
          found.payloads.push_back(record.payload);
          EXPECT_EQ(record.responses, 1u);
          return {};
        });
    EXPECT_TRUE(done.has_value());
    if (done) found.salvaged = *done;
    return found;
  }
  /// Nothing that nobody said, nothing twice; what is missing is counted.
  static void expect_honest(const Found& found) {
    std::set<std::string> said;
    for (int i = 1; i <= kRecords; ++i) said.insert(payload_of(i));
    for (const auto& payload : found.payloads) {
      ASSERT_EQ(said.erase(payload), 1u) << "twice, or never said: " << payload.substr(0, 30);
    }
    ASSERT_EQ(found.salvaged.records, found.payloads.size());
    // Behind the last readable record of a stream nobody knows of more.
    ASSERT_LE(found.salvaged.missing, said.size());
    ASSERT_GE(found.salvaged.missing + 30, said.size());
  }

  fakes::SeededRandom random_{2};
  fakes::TempFolder folder_;
  const std::filesystem::path path_ = folder_ / "s.db";
  std::string file_, log_;
};

TEST_F(SalvageTest, TakesEverythingFromASoundStoreInOrder) {
  const auto found = salvage(file_, log_);
  ASSERT_EQ(found.payloads.size(), static_cast<std::size_t>(kRecords));
  EXPECT_EQ(found.salvaged.missing, 0u);
  std::vector<std::string> expected;
  for (const bool urgent : {true, false}) {
    for (int i = 1; i <= kRecords; ++i) {
      if ((stream_of(i) == relay::Stream::urgent) == urgent) expected.push_back(payload_of(i));
    }
  }
  EXPECT_TRUE(found.payloads == expected);
}

TEST_F(SalvageTest, NeedsNeitherTheHeadersNorTheTree) {
  auto file = file_;
  file.replace(0, 100, std::string(100, '\x5a'));
  auto log = log_;
  log.replace(0, 32, std::string(32, '\x5a'));
  EXPECT_EQ(salvage(file, log).payloads.size(), static_cast<std::size_t>(kRecords));
  // Every page that is not a leaf of a table.
  for (std::size_t at = 0; at + kPage <= file.size(); at += kPage) {
    if (file[at] == 0x05) file.replace(at, kPage, std::string(kPage, '\x5a'));
  }
  EXPECT_EQ(salvage(file, log).payloads.size(), static_cast<std::size_t>(kRecords));
}

TEST_F(SalvageTest, WithAnyPageGoneTakesAllTheOthers) {
  for (std::size_t at = 0; at + kPage <= file_.size(); at += kPage) {
    auto file = file_;
    file.replace(at, kPage, std::string(kPage, '\x5a'));
    const auto found = salvage(file, log_);
    ASSERT_NO_FATAL_FAILURE(expect_honest(found)) << "page " << at / kPage;
    EXPECT_GT(found.payloads.size(), kRecords - 45u);
  }
}

TEST_F(SalvageTest, WithAnySectorOfItsLogGoneTakesAllTheOthers) {
  for (std::size_t at = 0; at + 512 <= log_.size(); at += 37 * 512) {
    auto log = log_;
    log.replace(at, 512, std::string(512, '\x5a'));
    const auto found = salvage(file_, log);
    ASSERT_NO_FATAL_FAILURE(expect_honest(found)) << "sector " << at / 512;
    EXPECT_GT(found.payloads.size(), kRecords - 20u);
  }
}

TEST_F(SalvageTest, NeverHandsOverARecordThatIsNotWhatWasSaid) {
  for (int round = 0; round < 60; ++round) {
    auto file = file_;
    auto log = log_;
    for (int flips = 0; flips < 40; ++flips) {
      auto& bytes = random_below(random_, 2) == 0 ? file : log;
      auto& byte = bytes[random_below(random_, bytes.size())];
      byte = static_cast<char>(byte ^ (1 << random_below(random_, 8)));
    }
    const auto found = salvage(file, log);
    std::set<std::string> said;
    for (int i = 1; i <= kRecords; ++i) said.insert(payload_of(i));
    for (const auto& payload : found.payloads) ASSERT_EQ(said.erase(payload), 1u) << payload;
    EXPECT_GT(found.payloads.size(), kRecords / 2u);
  }
}

TEST_F(SalvageTest, WhatHadAReceiptIsNotMissedAndWhatWasErasedDoesNotComeBack) {
  {
    auto opened = Database::open(path_, relay_migrations(), kNow).value();
    auto outbox = SqliteOutbox::open(*opened.database, kDevice, random_).value();
    ASSERT_TRUE(outbox->set_received(relay::Stream::responses, 240).has_value());
    ASSERT_TRUE(outbox->withhold(relay::Stream::responses, 3).has_value());
  }
  const auto file = content_of(path_);
  // Older pages still have the words.
  std::string log(32, '\0');
  for (std::size_t at = 0; at + kPage <= file_.size(); at += kPage) {
    log += std::string(24, '\0') + file_.substr(at, kPage);
  }
  ASSERT_NE(log.find(payload_of(3)), std::string::npos);
  const auto found = salvage(file, log);
  EXPECT_EQ(std::ranges::count(found.payloads, payload_of(3)), 0);
  EXPECT_EQ(found.payloads.size(), kRecords - 1u);
  std::size_t worst = 0;
  for (std::size_t at = kPage; at + kPage <= file.size(); at += kPage) {
    auto damaged = file;
    damaged.replace(at, kPage, std::string(kPage, '\x5a'));
    worst = std::max(worst, static_cast<std::size_t>(salvage(damaged, "").salvaged.missing));
  }
  EXPECT_GT(worst, 0u) << "those of the urgent stream had none";
  EXPECT_LT(worst, 62u);
}

TEST_F(SalvageTest, EndsWithTheErrorOfWhoeverTakes) {
  const fakes::TempFolder after(fakes::memory_folder());
  std::ofstream(after / "s.db", std::ios::binary) << file_;
  const auto done = salvage_outbox(
      after.path(), kDevice,
      [](const SalvagedRecord&) -> Result<void> { return fail(ErrorCode::no_space, "full"); });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::no_space);
}

}  // namespace
}  // namespace earshot::sqlite
