// A full disk at headquarters: the reserve makes room once, then nothing is received and nothing is
// lost, and it goes on by itself when there is room again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aggregator/api.h"
#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

using relay::Stream;
using ::testing::HasSubstr;

/// A disk of so many pages, and a reserve of some more.
class SmallDisk final : public system::Ballast {
 public:
  explicit SmallDisk(Bench& bench) : bench_(bench) {}
  void fill_up() { set_pages(used() + 1); }
  void make_room() { set_pages(1'000'000); }
  [[nodiscard]] bool held() const override { return held_; }
  bool release() override {
    if (!held_) return false;
    held_ = false;
    set_pages(used() + 20);
    return true;
  }
  bool restore() override { return held_ = true; }

 private:
  int used() { return bench_.database->raw().execAndGet("PRAGMA page_count").getInt(); }
  void set_pages(int pages) {
    bench_.database->raw().execAndGet("PRAGMA max_page_count = " + std::to_string(pages));
  }
  Bench& bench_;
  bool held_ = true;
};

class FullDisk : public ::testing::Test {  // fault 3
 protected:
  void SetUp() override {
    bench_.ballast = &disk_;
    bench_.restart();
  }
  /// Hours of cells, until the disk is full.
  bool send_some() {
    ++hour_;
    std::vector<std::string> records;
    for (int i = 0; i < 40; ++i) {
      records.push_back(wire::encode_record(
          cell("leeds", 1, {9}, kHour - hour_, "touchpoint-" + std::to_string(i))));
    }
    frame_ = sender_.raw(std::move(records));
    static_cast<void>(bench_.hq->offer(frame_));
    return bench_.hq->work().has_value();
  }
  Bench bench_;
  SmallDisk disk_{bench_};
  Sender sender_{"leeds", Stream::cells};
  relay::Frame frame_;
  HourUtc hour_ = 0;
};

TEST_F(FullDisk, CostsTheReserveFirstAndSomebodyIsTold) {
  ASSERT_TRUE(send_some());
  disk_.fill_up();
  while (disk_.held()) ASSERT_TRUE(send_some());
  EXPECT_EQ(bench_.hq->counts().ballast_spent, 1U);
  EXPECT_EQ(bench_.hq->trouble(), "");
  EXPECT_GE(bench_.inbox->incidents().value(), 1U);
  ServiceHealth health;
  health.connected = true;
  health.ballast_held = disk_.held();
  EXPECT_EQ(health_answer(health).status, 200);
  EXPECT_THAT(health_answer(health).body, HasSubstr("The disk is nearly full"));
}

TEST_F(FullDisk, WithoutAReserveReceivesNothingAndLosesNothing) {
  ASSERT_TRUE(send_some());
  disk_.fill_up();
  while (send_some()) {
  }
  EXPECT_FALSE(disk_.held());
  const std::uint64_t before = bench_.ratings("leeds");  // pages still work
  EXPECT_EQ(before, static_cast<std::uint64_t>(40 * (hour_ - 1)));
  ServiceHealth health;
  health.connected = true;
  health.ballast_held = false;
  health.store_trouble = bench_.hq->trouble();
  EXPECT_EQ(health_answer(health).status, 503);
  EXPECT_THAT(health_answer(health).body, HasSubstr("Nothing is lost"));

  disk_.make_room();  // no restart: the location sends again
  const auto receipts = bench_.take({frame_});
  ASSERT_EQ(receipts.size(), 1U);
  EXPECT_EQ(receipts[0].verdict, relay::Verdict::accepted);
  EXPECT_EQ(bench_.hq->trouble(), "");
  EXPECT_EQ(bench_.ratings("leeds"), before + 40);
  const std::string numbers = bench_.hq->numbers_text();
  bench_.restart();
  EXPECT_EQ(bench_.hq->numbers_text(), numbers);
}

}  // namespace
}  // namespace earshot::hq::test
