// What a link carries when everything is well, and what it holds back.
#include "platform/mqtt/mqtt_link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "tests/integration/mqtt/broker.h"
#include "tests/integration/mqtt/peer.h"

namespace earshot::mqtt {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class MqttLinkWith : public ::testing::Test {
 protected:
  MqttLinkWith() { broker_.start(); }

  /// Afterwards, what the edge's link tells itself after connecting has come and gone: it went out
  /// before the receipt, and comes back before the message. The edge has then heard one.
  static void settle(Peer& edge, Peer& kiosk) {
    ASSERT_TRUE(edge.publish("earshot/1/down/kiosk-1/receipt", "after that"));
    ASSERT_TRUE(kiosk.wait_heard(1));
    ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/responses", "before"));
    ASSERT_TRUE(edge.wait_heard(1));
  }

  Broker broker_;
};

TEST_F(MqttLinkWith, ABrokerCarriesFramesUpAndReceiptsDown) {
  Peer edge(edge_options(broker_.address("store-14")));
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  edge.answer = [](MqttLink& link, std::string_view) {
    EXPECT_TRUE(link.publish("earshot/1/down/kiosk-1/receipt", "thanks", 1, false));
  };
  ASSERT_TRUE(edge.wait_connected());
  ASSERT_TRUE(kiosk.wait_connected());
  EXPECT_EQ(kiosk.receive_maximum(), 20);
  EXPECT_EQ(kiosk.trouble(), "");
  const std::string payload("zero \0 and all", 14);
  ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/responses", payload));
  ASSERT_TRUE(edge.wait_heard(1));
  EXPECT_EQ(edge.heard()[0].topic, "earshot/1/up/kiosk-1/responses");
  EXPECT_EQ(edge.heard()[0].payload, payload);
  ASSERT_TRUE(kiosk.wait_heard(1));
  EXPECT_EQ(kiosk.heard()[0].payload, "thanks");
}

TEST_F(MqttLinkWith, APublishUnderAnothersTopicIsRefusedAndCounted) {
  Peer edge(edge_options(broker_.address("store-14")));
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  ASSERT_TRUE(edge.wait_connected());
  ASSERT_TRUE(kiosk.wait_connected());
  ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-2/responses", "forged"));
  ASSERT_TRUE(kiosk.publish("earshot/1/down/kiosk-2/receipt", "forged"));
  ASSERT_TRUE(kiosk.publish("earshot/1/site/store-14/score", "forged"));
  ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/responses", "honest"));
  ASSERT_TRUE(edge.wait_heard(1));
  EXPECT_EQ(edge.heard()[0].payload, "honest");
  EXPECT_TRUE(kiosk.wait_counts([](const LinkCounts& c) { return c.publish_refused == 3; }));
  EXPECT_EQ(edge.heard().size(), 1U);
}

TEST_F(MqttLinkWith, FramesOfADeviceThatIsNotItsOwnDoNotReachAnEdgeAgent) {
  Peer edge(edge_options(broker_.address("store-14")));
  LinkOptions foreign = kiosk_options(broker_.address("hq"));
  foreign.status_topic.clear();
  Peer hq(foreign);
  ASSERT_TRUE(edge.wait_connected());
  ASSERT_TRUE(hq.wait_connected());
  ASSERT_TRUE(hq.publish("earshot/1/up/hq/responses", "allowed to say, not to be heard here"));
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  ASSERT_TRUE(kiosk.wait_connected());
  ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/responses", "heard"));
  ASSERT_TRUE(edge.wait_heard(1));
  EXPECT_EQ(edge.heard()[0].payload, "heard");
}

TEST_F(MqttLinkWith, MessagesThatAreTooLargeAreDroppedAndCounted) {
  LinkOptions options = edge_options(broker_.address("store-14"));
  options.message_bytes_max = 16 * 1024;
  Peer edge(options);
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  ASSERT_TRUE(edge.wait_connected());
  ASSERT_TRUE(kiosk.wait_connected());
  const std::string topic = "earshot/1/up/kiosk-1/responses";
  ASSERT_TRUE(kiosk.publish(topic, std::string(20'000, 'x')));   // dropped here
  ASSERT_TRUE(kiosk.publish(topic, std::string(66'000, 'x')));   // not even sent by the broker
  ASSERT_TRUE(kiosk.publish(topic, std::string(100'000, 'x')));  // refused by the broker
  ASSERT_TRUE(kiosk.publish(topic, "small"));
  ASSERT_TRUE(edge.wait_heard(1));
  EXPECT_EQ(edge.heard()[0].payload, "small");
  EXPECT_EQ(edge.counts().dropped_too_large, 1U);
  EXPECT_EQ(edge.counts().disconnects, 0U);
  EXPECT_EQ(kiosk.counts().disconnects, 0U);
}

TEST_F(MqttLinkWith, TooManyMessagesForASlowLoopAreDroppedAndCounted) {
  LinkOptions options = edge_options(broker_.address("store-14"));
  options.inbound_messages_max = 32;
  Peer edge(options);
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  ASSERT_TRUE(edge.wait_connected());
  ASSERT_TRUE(kiosk.wait_connected());
  ASSERT_NO_FATAL_FAILURE(settle(edge, kiosk));
  edge.on_loop([&] {
    // The loop is busy with this while the messages come.
    for (int i = 0; i < 300; ++i) {
      ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/responses", std::to_string(i)));
    }
    edge.block([](const LinkCounts& c) { return c.dropped_inbound_full == 268; });
  });
  ASSERT_TRUE(edge.wait_heard(33));
  ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/responses", "afterwards"));
  ASSERT_TRUE(edge.wait_heard(34));
  EXPECT_EQ(edge.heard()[32].payload, "31");
  EXPECT_EQ(edge.heard()[33].payload, "afterwards");
  EXPECT_EQ(edge.counts().dropped_inbound_full, 268U);
}

TEST_F(MqttLinkWith, UrgentMessagesOvertakeABacklogOnTheLoop) {
  LinkOptions options = edge_options(broker_.address("store-14"));
  options.inbound_messages_max = 50;
  Peer edge(options);
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  ASSERT_TRUE(edge.wait_connected());
  ASSERT_TRUE(kiosk.wait_connected());
  ASSERT_NO_FATAL_FAILURE(settle(edge, kiosk));
  edge.on_loop([&] {
    for (int i = 0; i < 50; ++i) {
      ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/responses", std::to_string(i)));
    }
    ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/urgent", "now"));
    // There is no room for this one; once it is dropped, those before it have come.
    ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/responses", "too many"));
    edge.block([](const LinkCounts& c) { return c.dropped_inbound_full == 1; });
  });
  ASSERT_TRUE(edge.wait_heard(52));
  EXPECT_EQ(edge.heard()[1].payload, "now");
  EXPECT_EQ(edge.heard()[2].payload, "0");
}

TEST_F(MqttLinkWith, MoreMessagesThanTheBrokerTakesAtOnceWaitAndDoNotStall) {
  // Fifty windows full: one window for each look that the link takes by itself, once a second,
  // would need longer than wait_heard() has patience.
  constexpr std::size_t kMessages = 1000;
  LinkOptions options = edge_options(broker_.address("store-14"));
  options.inbound_messages_max = kMessages + 1;
  Peer edge(options);
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  ASSERT_TRUE(edge.wait_connected());
  ASSERT_TRUE(kiosk.wait_connected());
  for (std::size_t i = 0; i < kMessages; ++i) {
    ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/responses", std::to_string(i)));
  }
  ASSERT_TRUE(edge.wait_heard(kMessages));
  const auto heard = edge.heard();
  for (std::size_t i = 0; i < kMessages; ++i) EXPECT_EQ(heard[i].payload, std::to_string(i));
}

TEST_F(MqttLinkWith, AStatusSaysOnlineAndAfterAGoodbyeOffline) {
  LinkOptions options = edge_options(broker_.address("store-14"));
  options.filters = {"earshot/1/status/+"};
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  ASSERT_TRUE(kiosk.wait_connected());
  Peer edge(options);
  ASSERT_TRUE(edge.wait_heard(1));
  EXPECT_EQ(edge.heard()[0].topic, "earshot/1/status/kiosk-1");
  EXPECT_THAT(edge.heard()[0].payload, HasSubstr(R"({"online":true,"at":"20)"));
  kiosk.stop();
  ASSERT_TRUE(edge.wait_heard(2));
  EXPECT_THAT(edge.heard()[1].payload, HasSubstr(R"({"online":false,"at":"20)"));
  // The goodbye is what later listeners find.
  options.client_id = "store-14-later";
  Peer another(options);
  ASSERT_TRUE(another.wait_heard(1));
  EXPECT_TRUE(another.heard()[0].retained);
  EXPECT_THAT(another.heard()[0].payload, HasSubstr(R"("online":false)"));
}

TEST_F(MqttLinkWith, NothingIsPublishedWhileStopped) {
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  ASSERT_TRUE(kiosk.wait_connected());
  kiosk.stop();
  const auto result = kiosk.publish("earshot/1/up/kiosk-1/responses", "x");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::busy);
}

TEST_F(MqttLinkWith, ATopicThatCannotBeIsRefusedAndBlocksNothing) {
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  ASSERT_TRUE(kiosk.wait_connected());
  const auto result = kiosk.publish("earshot/1/up/\xff", "x");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::invalid);
  EXPECT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/responses", "x"));
}

TEST_F(MqttLinkWith, ItsSocketSendsSmallMessagesAtOnce) {
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  ASSERT_TRUE(kiosk.wait_connected());
  int sockets = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int fd = std::atoi(entry.path().filename().c_str());
    sockaddr_in peer{};
    socklen_t length = sizeof(peer);
    if (getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &length) != 0) continue;
    if (peer.sin_family != AF_INET || ntohs(peer.sin_port) != broker_.port()) continue;
    int on = 0;
    length = sizeof(on);
    ASSERT_EQ(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &length), 0);
    EXPECT_NE(on, 0);
    ++sockets;
  }
  EXPECT_EQ(sockets, 1);
}

TEST_F(MqttLinkWith, PrintsHowLongAMessageTakes) {
  Peer edge(edge_options(broker_.address("store-14")));
  Peer kiosk(kiosk_options(broker_.address("kiosk-1")));
  edge.answer = [](MqttLink& link, std::string_view) {
    ASSERT_TRUE(link.publish("earshot/1/down/kiosk-1/receipt", "r", 1, false));
  };
  ASSERT_TRUE(edge.wait_connected());
  ASSERT_TRUE(kiosk.wait_connected());
  constexpr std::size_t kRounds = 500;
  std::vector<double> up_ms;
  std::vector<double> round_ms;
  for (std::size_t i = 1; i <= kRounds; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    const auto ms = [&] {
      return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
          .count();
    };
    ASSERT_TRUE(kiosk.publish("earshot/1/up/kiosk-1/urgent", std::string(300, 'x')));
    ASSERT_TRUE(edge.wait_heard(i));
    up_ms.push_back(ms());
    ASSERT_TRUE(kiosk.wait_heard(i));
    round_ms.push_back(ms());
  }
  std::sort(up_ms.begin(), up_ms.end());
  std::sort(round_ms.begin(), round_ms.end());
  std::printf("publish → receive: p50 %.2f ms, p99 %.2f ms; and back: p50 %.2f ms, p99 %.2f ms\n",
              up_ms[kRounds / 2], up_ms[kRounds * 99 / 100], round_ms[kRounds / 2],
              round_ms[kRounds * 99 / 100]);
}

}  // namespace
}  // namespace earshot::mqtt
