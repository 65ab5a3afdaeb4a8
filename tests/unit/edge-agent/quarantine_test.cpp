// Fault 16 and after: what cannot be filed is kept, can be looked at, and is filed when it can be.
#include <gmock/gmock.h>

#include "edge-agent/base64.h"
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;

class SetAside : public Location {
 protected:
  /// As if an older version had not known this record: it lies in quarantine as it came.
  void set_aside(const std::string& record, const std::string& why) {
    take(kiosk_.frame({"poison"}));
    database_->raw().exec("DELETE FROM quarantine");
    auto inbox = sqlite::SqliteInbox(*database_);
    relay::RecordOrigin origin;
    origin.device = DeviceId::trusted("till-1");
    origin.epoch = 77;
    origin.seq = 1;
    origin.sent_at = clock_.wall_now();
    ASSERT_TRUE(inbox.begin().has_value());
    ASSERT_TRUE(inbox.quarantine(origin, record, why, clock_.wall_now()).has_value());
    ASSERT_TRUE(inbox.commit().has_value());
  }
  TestKiosk kiosk_{"till-1"};
};

TEST_F(SetAside, IsListedWithItsReasonAndItsBytes) {
  take(kiosk_.frame(
      {"poison", record_of(said(1, 9, clock_.wall_now())), std::string("\x00\xff", 2)}));
  const auto list = edge_->quarantined(0, 10);
  ASSERT_TRUE(list.has_value());
  ASSERT_EQ(list->size(), 2u);
  EXPECT_EQ((*list)[0].device.str(), "till-1");
  EXPECT_EQ((*list)[0].seq, 1u);
  EXPECT_THAT((*list)[0].reason, HasSubstr("not a record"));
  EXPECT_EQ(*edge_->quarantined_payload((*list)[0].id), "poison");
  EXPECT_EQ(*edge_->quarantined_payload((*list)[1].id), std::string("\x00\xff", 2));
  EXPECT_EQ(edge_->quarantined((*list)[0].id, 10)->size(), 1u);
}

TEST_F(SetAside, IsFiledOnceTheReasonHasGoneAsOfWhenItCame) {
  const auto came = clock_.wall_now();
  set_aside(record_of(said(1, 2, came - minutes(1))), "from a newer version");
  clock_.advance(hours(3));
  const auto id = edge_->quarantined(0, 10)->front().id;
  ASSERT_TRUE(edge_->retry_quarantined(id).has_value());
  EXPECT_EQ(edge_->view()->quarantined, 0u);
  ASSERT_EQ(responses().size(), 1u);
  EXPECT_EQ(responses()[0].received_at, came);
  EXPECT_EQ(responses()[0].response.at, came - minutes(1));
  EXPECT_TRUE(responses()[0].historical);
  EXPECT_TRUE(alerts().empty());  // three hours ago is no news
  EXPECT_EQ(stored_cells(), recount());
  EXPECT_EQ(edge_->retry_quarantined(id).error().code, ErrorCode::not_found);
}

TEST_F(SetAside, WhatStillCannotBeFiledStaysWithTheReason) {
  take(kiosk_.frame({"poison"}));
  const auto id = edge_->quarantined(0, 10)->front().id;
  const auto done = edge_->retry_quarantined(id);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::invalid);
  EXPECT_EQ(edge_->view()->quarantined, 1u);
}

TEST_F(SetAside, AllAreTriedPieceByPiece) {
  std::vector<std::string> records;
  for (int i = 0; i < 250; ++i) records.push_back("poison " + std::to_string(i));
  take(kiosk_.frame(records));
  std::uint64_t still = 0;
  int pieces = 0;
  for (std::int64_t after = 0;; ++pieces) {
    const auto some = edge_->retry_quarantined_behind(after);
    ASSERT_TRUE(some.has_value());
    still += some->still_poison;
    EXPECT_EQ(some->applied, 0u);
    if (some->last_id == 0) break;
    after = some->last_id;
  }
  EXPECT_EQ(still, 250u);
  EXPECT_EQ(pieces, 3);
}

TEST(Base64, IsWhatEveryToolDecodes) {
  // RFC 4648, section 10.
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foo"), "Zm9v");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64("\xff\xfe\xfd"), "//79");
}

}  // namespace
}  // namespace earshot::edge
