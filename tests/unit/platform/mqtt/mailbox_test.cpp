#include "platform/mqtt/mailbox.h"

#include <gtest/gtest.h>

#include "platform/system/real_ports.h"

namespace earshot::mqtt {
namespace {

class NobodyListens final : public LinkListener {
 public:
  void on_connected(std::uint16_t) override {}
  void on_disconnected(std::string_view) override {}
  void on_message(std::string_view, std::string_view, bool) override {}
  [[nodiscard]] bool is_urgent(std::string_view topic) const override { return topic == "urgent"; }
};

class MailboxOf : public ::testing::Test {
 protected:
  MailboxOf() { mailbox_.begin(1); }

  /// Runs what waits on the loop, and nothing that comes later.
  void run_loop() {
    static_cast<void>(loop_.post([this] { loop_.stop(); }));
    loop_.run();
  }
  static Inbound message(Generation generation, const std::string& topic) {
    return {generation, topic, "payload", false};
  }
  static LinkEvent lost(Generation generation) {
    return {LinkEvent::Kind::ended, generation, "lost", {}, 0};
  }

  system::RealClock clock_;
  system::EventLoop loop_{clock_, 8};
  NobodyListens listener_;
  int drains_ = 0;
  std::vector<std::string> topics_;
  Mailbox mailbox_{
      loop_, listener_, 3, 100,
      Mailbox::Sinks{[this] { ++drains_; }, [this](Inbound&& in) { topics_.push_back(in.topic); }}};
};

TEST_F(MailboxOf, AnOldConnectionIsNotHeard) {
  mailbox_.begin(2);
  mailbox_.put(lost(1));
  mailbox_.put_message(message(1, "old"));
  mailbox_.publish_ended(1, PublishEnd::acknowledged, "");
  mailbox_.put_message(message(2, "new"));
  run_loop();
  EXPECT_TRUE(mailbox_.take_events().empty());
  EXPECT_EQ(topics_, std::vector<std::string>{"new"});
  EXPECT_EQ(mailbox_.acknowledgements(), 0U);
}

TEST_F(MailboxOf, UrgentMessagesComeFirst) {
  mailbox_.put_message(message(1, "a"));
  mailbox_.put_message(message(1, "urgent"));
  run_loop();
  EXPECT_EQ(topics_, (std::vector<std::string>{"urgent", "a"}));
}

TEST_F(MailboxOf, MessagesBeyondTheBoundAreDroppedAndCounted) {
  for (const char* topic : {"a", "b", "c", "d", "e"}) mailbox_.put_message(message(1, topic));
  EXPECT_EQ(mailbox_.dropped_full(), 2U);
  run_loop();
  EXPECT_EQ(topics_, (std::vector<std::string>{"a", "b", "c"}));
}

TEST_F(MailboxOf, AnUrgentMessageHasRoomBehindABacklogThatFillsIt) {
  for (const char* topic : {"a", "b", "c", "d", "urgent"}) mailbox_.put_message(message(1, topic));
  EXPECT_EQ(mailbox_.dropped_full(), 1U);
  run_loop();
  EXPECT_EQ(topics_, (std::vector<std::string>{"urgent", "a", "b", "c"}));
}

TEST_F(MailboxOf, AMessageThatIsTooLargeIsDroppedAndCounted) {
  mailbox_.put_message({1, "t", std::string(100, 'x'), false});
  EXPECT_EQ(mailbox_.dropped_too_large(), 1U);
}

TEST_F(MailboxOf, AFullLoopDropsMessagesButKeepsEvents) {
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(loop_.post([] {}));
  mailbox_.put_message(message(1, "a"));
  EXPECT_EQ(mailbox_.dropped_full(), 1U);
  mailbox_.put(lost(1));
  EXPECT_EQ(mailbox_.take_events().size(), 1U);
}

TEST_F(MailboxOf, TheSendWindowOpensAgainWithAnAcknowledgement) {
  EXPECT_TRUE(mailbox_.try_begin_publish(2));
  EXPECT_TRUE(mailbox_.try_begin_publish(2));
  EXPECT_FALSE(mailbox_.try_begin_publish(2));
  mailbox_.publish_ended(1, PublishEnd::acknowledged, "");
  const auto events = mailbox_.take_events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, LinkEvent::Kind::writable);
  EXPECT_TRUE(mailbox_.try_begin_publish(2));
  mailbox_.cancel_publish();
  EXPECT_EQ(mailbox_.unacknowledged(), 1U);
}

TEST_F(MailboxOf, RefusalsAreCountedEachAndNamed) {
  ASSERT_TRUE(mailbox_.try_begin_publish(2));
  mailbox_.publish_ended(1, PublishEnd::refused, "earshot/1/up/other/urgent");
  EXPECT_EQ(mailbox_.refused(), 1U);
  const auto events = mailbox_.take_events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].words, "earshot/1/up/other/urgent");
}

TEST_F(MailboxOf, NothingComesAfterItsEnd) {
  mailbox_.close();
  mailbox_.put(lost(1));
  mailbox_.put_message(message(1, "late"));
  run_loop();
  EXPECT_TRUE(topics_.empty());
  EXPECT_EQ(drains_, 0);
}

}  // namespace
}  // namespace earshot::mqtt
