// What goes along with a frame's records, and what a receipt tells of the receiver's clock.
#include <gtest/gtest.h>

#include "tests/unit/core/relay/hop.h"

namespace earshot::relay {
namespace {

using std::chrono::seconds;

/// Lets so many records of a frame leave, and counts what it was shown.
class Doorkeeper final : public Escort {
 public:
  std::size_t join(Frame& frame) override {
    shown += frame.records.size();
    frame.boot_times.push_back({"boot", 0, response::BootTime::Kind::exact, WallTime{1}});
    return lets_out;
  }
  std::size_t lets_out = SIZE_MAX;
  std::size_t shown = 0;
};

TEST(CourierEscort, HoldsRecordsBackWithoutStoppingProbes) {
  Doorkeeper door;
  door.lets_out = 0;
  Hop hop(1, {}, &door);
  for (int i = 0; i < 10; ++i) hop.say(Stream::responses, "r" + std::to_string(i));
  hop.connect();
  while (!hop.link.sent.empty()) hop.deliver();
  while (!hop.receipts.empty()) hop.answer();
  EXPECT_TRUE(hop.link.sent.empty());
  hop.pass(seconds(16));
  ASSERT_EQ(hop.link.sent.size(), 2u) << "is anybody there?";
  for (const Frame& frame : hop.link.sent) {
    EXPECT_TRUE(frame.records.empty());
    EXPECT_TRUE(frame.boot_times.empty());
  }
  hop.courier.ask();
  hop.pump();
  EXPECT_EQ(hop.link.sent.size(), 3u) << "and once more when it is told to";
  EXPECT_EQ(hop.outbox.pending()->records, 10u);
  door.lets_out = SIZE_MAX;
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses).size(), 10u);
}

TEST(CourierEscort, MaySplitAFrameAndNothingIsLostOrCountedTwice) {
  Doorkeeper door;
  door.lets_out = 3;
  Hop hop(1, {}, &door);
  for (int i = 0; i < 10; ++i) hop.say(Stream::responses, "r" + std::to_string(i));
  hop.connect();
  hop.deliver();
  hop.deliver();
  hop.answer();
  hop.answer();
  ASSERT_EQ(hop.link.sent.size(), 4u);
  EXPECT_EQ(hop.link.sent[0].records.size(), 3u);
  EXPECT_EQ(hop.link.sent[0].boot_times.size(), 1u);
  EXPECT_EQ(hop.link.sent[0].pending_responses, 7u) << "what did not leave with it still waits";
  EXPECT_EQ(hop.link.sent[3].records.size(), 1u);
  EXPECT_EQ(hop.link.sent[3].pending_responses, 0u);
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses).size(), 10u);
}

TEST(Receiver, TellsItsTimeAndWhichFrameItTook) {
  Hop hop;
  hop.connect();
  hop.now = hop.now + seconds(40);
  const auto sent_at = hop.link.sent.front().uptime_ms;
  hop.deliver();
  ASSERT_EQ(hop.receipts.size(), 1u);
  EXPECT_EQ(hop.receipts[0].now.ms, hop.now.ms);
  EXPECT_EQ(hop.receipts[0].boot_id, "boot");
  EXPECT_EQ(hop.receipts[0].uptime_ms, sent_at);
}

}  // namespace
}  // namespace earshot::relay
