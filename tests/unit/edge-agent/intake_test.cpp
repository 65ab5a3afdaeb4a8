// Intake: frames from a broker, welcome or not, in batches, bounded.
#include "edge-agent/intake.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <fstream>

#include "core/wire/topics.h"
#include "edge-agent/health.h"
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using relay::Stream;

long resident_kb() {
  std::ifstream statm("/proc/self/statm");
  long pages = 0;
  long resident = 0;
  statm >> pages >> resident;
  return resident * 4;
}

class Incoming : public Location {
 protected:
  static std::string topic(const std::string& device, Stream stream = Stream::responses) {
    return wire::up_topic(DeviceId::trusted(device), stream);
  }
  std::optional<relay::Receipt> add(const relay::Frame& frame) {
    return intake_->add(wire::up_topic(frame.device, frame.stream), wire::encode_frame(frame));
  }
  void listen_to(std::set<DeviceId> kiosks) {
    intake_ = std::make_unique<Intake>(*edge_, clock_, std::move(kiosks));
  }
  std::unique_ptr<Intake> intake_ = std::make_unique<Intake>(*edge_, clock_, std::set<DeviceId>{});
};

TEST_F(Incoming, FramesWaitAndAreTakenInOneTransaction) {
  TestKiosk one("till-1");
  TestKiosk two("till-2");
  EXPECT_FALSE(add(one.frame(said(1, 9, clock_.wall_now()))).has_value());
  EXPECT_FALSE(add(two.frame(said(2, 9, clock_.wall_now()))).has_value());
  EXPECT_EQ(count("responses"), 0);
  const auto receipts = intake_->take_batch();
  ASSERT_TRUE(receipts.has_value());
  EXPECT_EQ(receipts->size(), 2u);
  EXPECT_EQ(count("responses"), 2);
  EXPECT_EQ(intake_->counts().batches, 1u);
  EXPECT_EQ(sent_up<wire::CellRecord>(Stream::cells).size(), 1u);  // one transaction, one cell
}

TEST_F(Incoming, UrgentFramesOvertakeABacklog) {
  TestKiosk backlog("till-1");
  TestKiosk urgent("till-2", Stream::urgent);
  int id = 100;
  for (int i = 0; i < 6; ++i) {
    std::vector<std::string> records;
    for (int k = 0; k < 400; ++k) records.push_back(record_of(said(id++, 9, clock_.wall_now())));
    add(backlog.frame(records));
  }
  add(urgent.frame(said(1, 0, clock_.wall_now())));
  ASSERT_TRUE(intake_->take_batch().has_value());
  EXPECT_EQ(alerts().size(), 1u);
  EXPECT_EQ(count("responses"), 1) << "no others stand between it and its manager";
  ASSERT_TRUE(intake_->take_batch().has_value());
  // And a batch stays small enough that the next urgent one would not wait long.
  EXPECT_LE(count("responses"), 1 + static_cast<std::int64_t>(Intake::kBatchRecordsMax));
  EXPECT_TRUE(intake_->has_waiting());
}

TEST_F(Incoming, BytesThatAreNoFrameAreRefusedCountedAndNotedOnceInAWhile) {
  for (int i = 0; i < 5; ++i) {
    const auto refusal = intake_->add(topic("till-1"), "garbage");
    ASSERT_TRUE(refusal.has_value());
    EXPECT_EQ(refusal->verdict, relay::Verdict::refused);
    EXPECT_EQ(refusal->device.str(), "till-1");
  }
  EXPECT_EQ(intake_->counts().undecodable, 5u);
  EXPECT_EQ(edge_->view()->incidents, 1u);
  clock_.advance(Intake::kIncidentEvery);
  intake_->add(topic("till-1"), "garbage");
  EXPECT_EQ(edge_->view()->incidents, 2u);
  // Neither the others nor the kiosk's own later frames are held up.
  TestKiosk kiosk("till-1");
  EXPECT_FALSE(add(kiosk.frame(said(1, 9, clock_.wall_now()))).has_value());
  ASSERT_TRUE(intake_->take_batch().has_value());
  EXPECT_EQ(count("responses"), 1);
}

TEST_F(Incoming, AKioskOfAnotherVersionHearsWhyAndIsToldAsStuck) {
  TestKiosk kiosk("till-1");
  auto frame = kiosk.frame(said(1, 9, clock_.wall_now()));
  auto newer = frame;
  newer.records = {std::string(relay::kRecordBytesMax + 1, 'x')};  // as only that version may
  const auto began = clock_.wall_now();
  const auto refusal = add(newer);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->cursor.epoch, frame.epoch) << "so that the sender knows that it is meant";
  EXPECT_THAT(refusal->reason, ::testing::HasSubstr("different versions"));
  clock_.advance(std::chrono::seconds(15));
  EXPECT_TRUE(intake_->add(topic("till-1"), "not even an epoch").has_value());
  const auto trouble = [&] {
    const auto view = *edge_->view();
    const auto& kiosk = view.kiosks.at(DeviceId::trusted("till-1"));
    EXPECT_FALSE(is_silent(kiosk));
    return kiosk_trouble(kiosk, view.now, zone_);
  };
  EXPECT_THAT(trouble(), ::testing::HasSubstr("refused since " + zone_.local_clock(began)));
  EXPECT_THAT(trouble(), ::testing::HasSubstr("different versions; update the older one"));
  // Its probes may be readable all the while: its records still wait.
  auto probe = kiosk.frame(std::vector<std::string>{});
  probe.first_seq = frame.first_seq;
  probe.digest_before = frame.digest_before;
  probe.stream_since = probe.sent_at = clock_.wall_now();
  add(probe);
  ASSERT_TRUE(intake_->take_batch().has_value());
  EXPECT_THAT(trouble(), ::testing::HasSubstr("different versions"));
  // Either one is updated.
  add(frame);
  ASSERT_TRUE(intake_->take_batch().has_value());
  EXPECT_EQ(trouble(), "");
  EXPECT_EQ(count("responses"), 1);
}

TEST_F(Incoming, GarbageOfADeviceThatIsNotListedMakesNoKiosk) {
  listen_to({DeviceId::trusted("till-1")});
  EXPECT_TRUE(intake_->add(topic("till-9"), "garbage").has_value());
  EXPECT_TRUE(edge_->view()->kiosks.empty());
}

TEST_F(Incoming, AStoredAnswerThatCannotBeReadHoldsUpNobody) {
  TestKiosk one("till-1");
  TestKiosk two("till-2");
  auto answer = said(1, 9, clock_.wall_now());
  add(one.frame(answer));
  ASSERT_TRUE(intake_->take_batch().has_value());
  database_->raw().exec("UPDATE responses SET record = x'00'");
  ++answer.revision;
  add(one.frame(answer));
  add(one.frame(said(2, 9, clock_.wall_now())));
  add(two.frame(said(3, 9, clock_.wall_now())));
  const auto receipts = intake_->take_batch();
  ASSERT_TRUE(receipts.has_value()) << receipts.error().message;
  for (const auto& receipt : *receipts) EXPECT_EQ(receipt.verdict, relay::Verdict::accepted);
  EXPECT_EQ(count("responses"), 3);
  EXPECT_EQ(count("quarantine"), 1);  // the revision is kept, and an incident says why
  EXPECT_THAT(incidents().back(), ::testing::HasSubstr("stored response 1 cannot be read"));
}

// Fault 26: a comment of 10 MB, or a frame that claims to be.
TEST_F(Incoming, TenMegabytesAreRefusedWithFlatMemory) {
  relay::Frame frame = TestKiosk("till-1").frame({std::string(10 << 20, 'x')});
  const std::string huge = wire::encode_frame(frame);
  auto response = said(1, 9, clock_.wall_now(), std::string(10 << 20, 'x'));
  frame.records = {record_of(response)};
  const std::string huge_comment = wire::encode_frame(frame);
  const long before = resident_kb();
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(intake_->add(topic("till-1"), huge).has_value());
    EXPECT_TRUE(intake_->add(topic("till-1"), huge_comment).has_value());
  }
  EXPECT_LT(resident_kb() - before, 40 * 1024);
  EXPECT_FALSE(intake_->has_waiting());
  EXPECT_EQ(count("responses"), 0);
}

TEST_F(Incoming, ADeviceThatIsNotListedIsRefusedByName) {
  listen_to({DeviceId::trusted("till-1")});
  TestKiosk stranger("till-9");
  TestKiosk kiosk("till-1");
  const auto refusal = add(stranger.frame(said(1, 9, clock_.wall_now())));
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->verdict, relay::Verdict::refused);
  EXPECT_EQ(refusal->cursor.epoch, 77u);  // so that the sender knows that it is meant
  EXPECT_FALSE(add(kiosk.frame(said(2, 9, clock_.wall_now()))).has_value());
  EXPECT_EQ(intake_->counts().unwelcome, 1u);
}

TEST_F(Incoming, OtherTopicsAndOtherAgentsStreamsPassBy) {
  TestKiosk agent("store-8", Stream::cells);
  EXPECT_FALSE(add(agent.frame({"x"})).has_value());
  EXPECT_FALSE(intake_->add("earshot/1/status/till-1", "{}").has_value());
  EXPECT_FALSE(intake_->add("", "").has_value());
  EXPECT_FALSE(intake_->has_waiting());
  EXPECT_EQ(intake_->counts().undecodable, 0u);
}

TEST_F(Incoming, WhenTooManyWaitTheRestIsDroppedAndCounted) {
  TestKiosk kiosk("till-1");
  for (std::size_t i = 0; i < Intake::kWaitingMax + 10; ++i) {
    add(kiosk.frame(said(static_cast<int>(i), 9, clock_.wall_now())));
  }
  EXPECT_EQ(intake_->waiting(), Intake::kWaitingMax);
  EXPECT_EQ(intake_->counts().dropped, 10u);
  while (intake_->has_waiting()) ASSERT_TRUE(intake_->take_batch().has_value());
  EXPECT_EQ(count("responses"), static_cast<std::int64_t>(Intake::kWaitingMax));
}

}  // namespace
}  // namespace earshot::edge
