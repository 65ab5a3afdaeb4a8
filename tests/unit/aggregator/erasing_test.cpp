// A customer asks to be forgotten: the words go for good, wherever they are and whenever they come.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

using relay::Stream;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kWords = "zanzibar-quagga";

class Erased : public ::testing::Test {  // fault 30
 protected:
  void SetUp() override {
    comment_ = comment_of("leeds", 'a', bench_.clock.wall_now(), kWords);
    alert_ = alert_of("leeds", 'a', bench_.clock.wall_now());
    alert_.alert.words = kWords;
    bench_.take(
        {cells_.frame(cell("leeds", 1, {3})), verbatims_.frame(comment_), urgent_.frame(alert_)});
  }
  void erase() {
    bench_.take({urgent_.frame(
        wire::ErasureRecord{location("leeds"), comment_.response.id, bench_.clock.wall_now()})});
    for (const ResponseId& id : bench_.hq->take_erased()) {
      ASSERT_TRUE(bench_.inbox->erase_quarantined(id.str()));
    }
    ASSERT_TRUE(bench_.database->scrub());
  }
  /// What all files of the store hold, as bytes.
  std::string on_disk() {
    std::string bytes;
    for (const auto& file : std::filesystem::directory_iterator(bench_.folder.path())) {
      std::ifstream in(file.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(in), {});
    }
    return bytes;
  }
  void expect_no_words() {
    const auto detail = bench_.hq->node(NodeId::trusted("leeds"), Window::all);
    ASSERT_TRUE(detail);
    EXPECT_TRUE(detail->comments.empty());
    ASSERT_EQ(detail->alerts.size(), 1U);
    EXPECT_EQ(detail->alerts[0].second.words, "");
    EXPECT_THAT(on_disk(), Not(HasSubstr(kWords)));
    EXPECT_EQ(bench_.ratings("leeds"), 1U);  // the rating stays counted
  }

  Bench bench_;
  Sender cells_{"leeds", Stream::cells}, verbatims_{"leeds", Stream::verbatims},
      urgent_{"leeds", Stream::urgent};
  wire::ResponseRecord comment_;
  wire::AlertRecord alert_;
};

TEST_F(Erased, WordsAreInNoFileAnyMore) {
  EXPECT_THAT(on_disk(), HasSubstr(kWords));
  erase();
  expect_no_words();
  EXPECT_EQ(bench_.hq->filing_counts().erasures, 1U);
  bench_.restart();
  expect_no_words();
}

TEST_F(Erased, WordsThatComeAgainLateArriveWithoutThem) {
  erase();
  auto later = comment_;
  later.response.revision = 7;
  auto taken_up = alert_;
  taken_up.alert.acknowledged_at = bench_.clock.wall_now();
  bench_.take({verbatims_.frame(later), urgent_.frame(taken_up)});
  ASSERT_TRUE(bench_.database->scrub());
  expect_no_words();
}

TEST_F(Erased, WordsAreToldOfBeforeTheyHaveCome) {
  Bench fresh;
  Sender urgent("leeds", Stream::urgent), verbatims("leeds", Stream::verbatims);
  fresh.take({urgent.frame(wire::ErasureRecord{location("leeds"), comment_.response.id, {}})});
  fresh.take({verbatims.frame(comment_)});
  EXPECT_TRUE(fresh.hq->node(NodeId::trusted("leeds"), Window::all)->comments.empty());
}

TEST_F(Erased, WordsInABackupThatIsPutBackAreErasedAtTheStart) {
  ASSERT_TRUE(bench_.database->scrub());
  std::filesystem::copy_file(bench_.folder / "hq.db", bench_.folder / "backup");
  erase();
  bench_.restart([&] {
    for (const char* part : {"hq.db-wal", "hq.db-shm"}) {
      std::filesystem::remove(bench_.folder / part);
    }
    std::filesystem::rename(bench_.folder / "backup", bench_.folder / "hq.db");
  });
  EXPECT_THAT(on_disk(), HasSubstr(kWords));
  std::vector<ResponseId> ids;
  for (const auto& [id, at] : bench_.erasures->entries()) ids.push_back(id);
  const auto missed = bench_.store->erase_missed(ids);
  ASSERT_TRUE(missed);
  EXPECT_EQ(missed->size(), 1U);
  ASSERT_TRUE(bench_.database->scrub());
  expect_no_words();
  EXPECT_TRUE(bench_.store->erase_missed(ids)->empty());
}

TEST_F(Erased, WordsOfAnotherLocationAreNobodysToErase) {
  Sender york("york", Stream::urgent);
  bench_.take({york.frame(
      wire::ErasureRecord{location("leeds"), comment_.response.id, bench_.clock.wall_now()})});
  EXPECT_EQ(bench_.hq->filing_counts().forged_location, 1U);
  EXPECT_EQ(bench_.hq->node(NodeId::trusted("leeds"), Window::all)->comments.size(), 1U);
}

TEST_F(Erased, WordsInQuarantineGoToo) {
  auto misplaced = comment_;  // on the wrong stream: set aside
  bench_.take({cells_.frame(misplaced)});
  ASSERT_EQ(bench_.inbox->quarantined().value(), 1U);
  erase();
  EXPECT_EQ(bench_.inbox->quarantined().value(), 0U);
  expect_no_words();
}

}  // namespace
}  // namespace earshot::hq::test
