// Fault 3 at the location: the disk fills. The ballast is given up and a person is told; intake
// goes on; then nothing is received that cannot be kept; and all is well again without a restart.
#include <gmock/gmock.h>

#include "edge-agent/archive.h"
#include "edge-agent/health.h"
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using std::chrono::minutes;
using ::testing::HasSubstr;

/// A reserve of pages under the store's own bound: what a file of real blocks is to a disk.
class PageBallast final : public system::Ballast {
 public:
  explicit PageBallast(int pages) : pages_(pages) {}
  [[nodiscard]] bool held() const override { return held_; }
  bool release() override {
    if (!held_) return false;
    held_ = false;
    ++released;
    if (database != nullptr) bound(pages_in_use() + pages_);
    return true;
  }
  bool restore() override {
    if (room) held_ = true;
    return held_;
  }
  void fill_the_disk() { bound(pages_in_use()); }
  void make_room() {
    room = true;
    bound(1'000'000);
  }

  sqlite::Database* database = nullptr;
  bool room = true;
  int released = 0;

 private:
  int pages_in_use() { return database->raw().execAndGet("PRAGMA page_count").getInt(); }
  void bound(int pages) {
    database->raw().exec("PRAGMA max_page_count = " + std::to_string(pages));
  }
  const int pages_;
  bool held_ = false;
};

class FullDisk : public Location {
 protected:
  FullDisk() {
    ballast_ = &reserve_;
    restart();
    reserve_.database = database_.get();
  }
  Result<std::vector<relay::Receipt>> try_to_take(int records) {
    std::vector<std::string> some;
    for (int i = 0; i < records; ++i) {
      some.push_back(record_of(said(next_++, 9, clock_.wall_now(), std::string(400, 'x'))));
    }
    waiting_ = kiosk_.frame(some);
    return edge_->take(std::span(&waiting_, 1));
  }
  HealthView health() {
    auto view = *edge_->view();
    view.headquarters = judge_headquarters(std::nullopt, Duration{0}, "", zone_);
    return judge_health(view, {true, Duration{0}, ""}, "", zone_);
  }
  PageBallast reserve_{64};
  TestKiosk kiosk_{"till-1"};
  relay::Frame waiting_;
  int next_ = 1;
};

TEST_F(FullDisk, TheReserveIsGivenUpAndIntakeGoesOn) {
  ASSERT_TRUE(try_to_take(10).has_value());
  EXPECT_EQ(health().words, "All is well.");
  reserve_.room = false;
  reserve_.fill_the_disk();
  ASSERT_TRUE(try_to_take(50).has_value());  // received, although the disk was full
  EXPECT_EQ(reserve_.released, 1);
  EXPECT_EQ(count("responses"), 60);
  EXPECT_TRUE(health().ok);
  EXPECT_THAT(health().words, HasSubstr("the reserve is in use: make room"));
  ASSERT_FALSE(incidents().empty());
  EXPECT_THAT(incidents().back(), HasSubstr("the disk is full"));
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(FullDisk, ThenNothingIsReceivedAndWhatIsThereCanBeReadAndAllRecoversWithoutARestart) {
  ASSERT_TRUE(try_to_take(10).has_value());
  auto archive = Archive::open(store());
  ASSERT_TRUE(archive.has_value());
  reserve_.room = false;
  reserve_.fill_the_disk();
  int received = 10;
  auto taken = try_to_take(50);
  for (int i = 0; i < 50 && taken; ++i) {
    received += 50;
    taken = try_to_take(50);
  }
  ASSERT_FALSE(taken.has_value());  // no receipt: the kiosk keeps them
  EXPECT_EQ(taken.error().code, ErrorCode::no_space);
  EXPECT_FALSE(health().ok);
  EXPECT_THAT(health().words, HasSubstr("nothing can be stored"));
  EXPECT_EQ(count("responses"), received);
  EXPECT_EQ((*archive)->responses(INT64_MAX, 5)->size(), 5u);
  EXPECT_TRUE((*archive)->alerts(false, 5).has_value());
  const auto noted = (*archive)->incidents(INT64_MAX, 5);
  ASSERT_TRUE(noted.has_value());
  EXPECT_FALSE(noted->empty());
  // An empty frame has nothing to store: its receipt must not make the page say that all is well.
  const auto probe = kiosk_.frame(std::vector<std::string>{});
  static_cast<void>(edge_->take(std::span(&probe, 1)));
  EXPECT_FALSE(health().ok);

  reserve_.make_room();
  ASSERT_TRUE(edge_->take(std::span(&waiting_, 1)).has_value());
  EXPECT_EQ(count("responses"), received + 50);
  EXPECT_TRUE(health().ok);
  clock_.advance(minutes(1));
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_TRUE(reserve_.held());
  ASSERT_FALSE(incidents().empty());
  EXPECT_THAT(incidents().back(), HasSubstr("there is room on the disk again"));
  EXPECT_EQ(edge_->view()->disk, DiskState::fine);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(FullDisk, AnAcknowledgementFindsRoomToo) {
  take(kiosk_.frame(said(1, 0, clock_.wall_now())));
  reserve_.room = false;
  reserve_.fill_the_disk();
  const auto id = alerts()[0].id;
  const auto done = edge_->acknowledge(id, "Sam");
  ASSERT_TRUE(done.has_value());
  EXPECT_TRUE(alerts()[0].acknowledged());
}

TEST_F(FullDisk, ASmallDiskWithoutAReserveIsNoError) {
  reserve_.room = false;
  ballast_ = nullptr;
  restart();
  EXPECT_TRUE(try_to_take(10).has_value());
  EXPECT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(health().words, "All is well.");
  reserve_.database = database_.get();
  reserve_.fill_the_disk();
  ASSERT_FALSE(try_to_take(100).has_value());
  EXPECT_FALSE(health().ok);
  reserve_.make_room();
  ASSERT_TRUE(edge_->take(std::span(&waiting_, 1)).has_value());
  EXPECT_EQ(health().words, "All is well.");
}

TEST_F(FullDisk, AKioskWhoseDiskIsFullIsNamedOnceAndHealthSaysSoWhileItLasts) {
  const auto kiosk = DeviceId::trusted("till-1");
  const auto says = [&](const std::string& json) {
    ASSERT_TRUE(edge_->note_status(kiosk, json).has_value());
  };
  take(kiosk_.frame(said(1, 9, clock_.wall_now())));
  says(R"({"online": true, "disk": "plenty", "words": ""})");
  EXPECT_EQ(health().words, "All is well.");
  says(R"({"online": true, "disk": "nearly_full", "words": "The reserve is in use."})");
  EXPECT_TRUE(health().ok);
  EXPECT_THAT(health().words, HasSubstr("till-1: its disk is nearly full"));
  const std::string full =
      R"({"online": true, "disk": "full", "words": "Make room on it,\nor call \u202eus."})";
  for (int i = 0; i < 3; ++i) says(full);  // retained, and told again with each connection
  EXPECT_FALSE(health().ok);
  EXPECT_THAT(health().words, HasSubstr("till-1: its disk is full, so that it takes no answers"));
  ASSERT_EQ(incidents().size(), 1u);
  EXPECT_THAT(incidents()[0], HasSubstr("Make room on it, or call us."));
  clock_.advance(kSilence);  // what a silent kiosk said of its disk may be long over
  EXPECT_TRUE(health().ok);
  EXPECT_THAT(health().words, HasSubstr("not heard since"));
  take(kiosk_.frame(std::vector<std::string>{}));
  EXPECT_FALSE(health().ok);
  says(R"({"online": false, "at": "2026-03-02T09:00:00.000Z"})");
  EXPECT_TRUE(health().ok);
  for (const char* nonsense : {"", "{", "[]", "null", "\xff", R"({"online": 1, "disk": "full"})",
                               R"({"online": true, "disk": 7})"}) {
    says(nonsense);
    EXPECT_TRUE(health().ok) << nonsense;
  }
  // Neither a stranger nor this agent itself is a kiosk of ours.
  ASSERT_TRUE(edge_->note_status(DeviceId::trusted("store-7"), full).has_value());
  listed_ = {kiosk};
  restart();
  reserve_.database = database_.get();
  ASSERT_TRUE(edge_->note_status(DeviceId::trusted("till-9"), full).has_value());
  EXPECT_EQ(incidents().size(), 1u);
}

TEST_F(FullDisk, WhatBecameOfAKiosksSpoiltStoreIsNotedOnceThoughItIsToldWithEveryConnection) {
  const auto kiosk = DeviceId::trusted("till-1");
  const std::string told = R"({"online": true, "disk": "plenty", "words": "",)"
                           R"( "incident": "12 answers were taken over;\n3 are \u202elost."})";
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(edge_->note_status(kiosk, told).has_value());
  restart();
  reserve_.database = database_.get();
  ASSERT_TRUE(edge_->note_status(kiosk, told).has_value());
  ASSERT_EQ(incidents().size(), 1u);
  EXPECT_THAT(incidents()[0], HasSubstr("till-1: 12 answers were taken over; 3 are lost."));
  ASSERT_TRUE(edge_->note_status(kiosk, R"({"online": true, "incident": 7})").has_value());
  EXPECT_EQ(incidents().size(), 1u);
  EXPECT_TRUE(health().ok);
}

}  // namespace
}  // namespace earshot::edge
