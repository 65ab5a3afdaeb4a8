// A sender whose frames its receiver cannot read, as one of another version.
#include <gtest/gtest.h>

#include "tests/unit/core/relay/hop.h"

namespace earshot::relay {
namespace {

using std::chrono::seconds;

// Such a refusal was dropped, and a sender of another version never heard why nothing arrives.
TEST(Courier, HearsThatItsFramesCannotBeReadAndKeepsAll) {
  Hop hop;
  hop.say(Stream::responses, "a");
  hop.connect();
  hop.settle();
  hop.say(Stream::responses, "b");
  hop.pump();
  hop.link.sent.clear();
  const Receipt unread{hop.device, Stream::responses, Verdict::refused, Cursor{0, 0, {}},
                       "frames cannot be read here"};
  ASSERT_TRUE(hop.courier.on_receipt(unread, hop.now));
  EXPECT_EQ(hop.courier.health()->refused_reason, "frames cannot be read here");
  EXPECT_EQ(hop.courier.health()->pending.records, 1u);
  EXPECT_EQ(hop.outbox.head(Stream::responses)->received_seq, 1u) << "nothing is taken back";
  hop.pass(seconds(5));
  EXPECT_TRUE(hop.link.sent.empty()) << "it is not sent over and over";
  // Once the receiver is of a version that can.
  hop.pass(seconds(16));
  hop.settle();
  EXPECT_EQ(hop.applied(Stream::responses), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(hop.courier.health()->refused_reason, "");
  // Whatever else names no epoch is of nobody's life.
  Receipt accepted = unread;
  accepted.verdict = Verdict::accepted;
  const auto receipts = hop.courier.health()->receipts;
  ASSERT_TRUE(hop.courier.on_receipt(accepted, hop.now));
  EXPECT_EQ(hop.courier.health()->receipts, receipts);
}

}  // namespace
}  // namespace earshot::relay
