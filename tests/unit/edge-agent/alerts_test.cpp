// Alerts: raised once, changed when the customer says more, taken up once, told to everybody.
#include <nlohmann/json.hpp>

#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

class Alerts : public Location {
 protected:
  std::vector<Delivery> handed_over() {
    std::vector<Delivery> all;
    edge_->hand_over([&](const Delivery& delivery) -> Result<void> {
      all.push_back(delivery);
      return {};
    });
    return all;
  }
  TestKiosk kiosk_{"till-1"};
};

TEST_F(Alerts, ADetractorIsToldToTheManagerTheSiteAndHeadquarters) {
  take(kiosk_.frame(said(1, 2, clock_.wall_now(), "The floor is wet")));
  ASSERT_EQ(alerts().size(), 1u);
  EXPECT_EQ(alerts()[0].words, "The floor is wet");
  EXPECT_EQ(alerts()[0].id, alert_id_for(response_id(1), "detractor"));
  const auto up = sent_up<wire::AlertRecord>(relay::Stream::urgent);
  ASSERT_EQ(up.size(), 1u);
  EXPECT_EQ(up[0].first.alert, alerts()[0]);
  const auto deliveries = handed_over();
  ASSERT_EQ(deliveries.size(), 1u);
  EXPECT_EQ(deliveries[0].topic, "earshot/1/site/store-7/alert/warning");
  const auto json = nlohmann::json::parse(deliveries[0].payload);
  EXPECT_EQ(json["words"], "The floor is wet");
  EXPECT_EQ(json["acknowledged"], false);
  const auto news = edge_->take_news();
  EXPECT_EQ(news.alerts.size(), 1u);
  EXPECT_EQ(news.responses.size(), 1u);
}

TEST_F(Alerts, HappyFlaggedAndWithdrawnCustomersRaiseNone) {
  auto flagged = said(2, 0, clock_.wall_now());
  flagged.misuse = response::kMisuseBurst;
  auto withdrawn = said(3, 0, clock_.wall_now());
  withdrawn.withdrawn = true;
  take(kiosk_.frame(
      {record_of(said(1, 9, clock_.wall_now())), record_of(flagged), record_of(withdrawn)}));
  EXPECT_TRUE(alerts().empty());
}

TEST_F(Alerts, HistoryRaisesNoneAndIsMarked) {
  const auto long_ago = clock_.wall_now() - alert::kUsefulness - std::chrono::milliseconds(1);
  take(kiosk_.frame(said(1, 0, long_ago)));
  EXPECT_TRUE(alerts().empty());
  EXPECT_TRUE(responses()[0].historical);
  EXPECT_EQ(edge_->filing_counts().historical, 1u);
  EXPECT_EQ(count("deliveries"), 0);
  EXPECT_TRUE(edge_->take_news().responses.empty());
  EXPECT_EQ(tally()[0], 1u);  // it counts all the same
}

TEST_F(Alerts, TheWordsThatComeLaterChangeTheSameAlert) {
  take(kiosk_.frame(said(1, 2, clock_.wall_now())));
  auto more = said(1, 2, clock_.wall_now(), "Nobody at the till");
  more.revision = 2;
  clock_.advance(std::chrono::seconds(20));
  take(kiosk_.frame(more));
  ASSERT_EQ(alerts().size(), 1u);
  EXPECT_EQ(alerts()[0].words, "Nobody at the till");
  EXPECT_EQ(alerts()[0].raised_at, clock_.wall_now() - std::chrono::seconds(20));
  EXPECT_EQ(edge_->filing_counts().alerts, 1u);
  EXPECT_EQ(handed_over().size(), 2u);
}

TEST_F(Alerts, AMistapCorrectedClosesItsAlertAndSaysWhy) {
  take(kiosk_.frame(said(1, 0, clock_.wall_now())));
  auto meant = said(1, 10, clock_.wall_now());
  meant.revision = 2;
  take(kiosk_.frame(meant));
  ASSERT_EQ(alerts().size(), 1u);
  EXPECT_TRUE(alerts()[0].acknowledged());
  EXPECT_EQ(alerts()[0].acknowledged_by, "The customer took the answer back");
  EXPECT_EQ(edge_->view()->alerts_open, 0u);
}

TEST_F(Alerts, TheFirstAcknowledgementStays) {
  take(kiosk_.frame(said(1, 2, clock_.wall_now())));
  const auto id = alerts()[0].id;
  EXPECT_EQ(edge_->view()->alerts_open, 1u);
  handed_over();
  static_cast<void>(edge_->take_news());
  clock_.advance(std::chrono::minutes(1));
  const auto first = edge_->acknowledge(id, "Sam\x07");
  ASSERT_TRUE(first.has_value() && first->has_value());
  EXPECT_EQ((*first)->acknowledged_by, "Sam");
  EXPECT_EQ((*first)->acknowledged_at, clock_.wall_now());
  clock_.advance(std::chrono::minutes(1));
  const auto second = edge_->acknowledge(id, "Alex");
  ASSERT_TRUE(second.has_value() && second->has_value());
  EXPECT_EQ(**second, **first);
  EXPECT_EQ(edge_->view()->alerts_open, 0u);
  EXPECT_EQ(handed_over().size(), 1u);
  EXPECT_EQ(edge_->take_news().alerts.size(), 1u);
  const auto up = sent_up<wire::AlertRecord>(relay::Stream::urgent);
  ASSERT_EQ(up.size(), 2u);
  EXPECT_EQ(up[1].first.alert.acknowledged_by, "Sam");
  restart();
  EXPECT_EQ(alerts()[0], **first);
}

TEST_F(Alerts, AnUnknownOneCannotBeAcknowledged) {
  const auto none = edge_->acknowledge(*AlertId::parse(std::string(32, 'a')), "Sam");
  ASSERT_TRUE(none.has_value());
  EXPECT_FALSE(none->has_value());
}

TEST_F(Alerts, DeliveriesSurviveARestartUntilTheyAreHandedOver) {
  take(kiosk_.frame(said(1, 2, clock_.wall_now())));
  take(kiosk_.frame(said(2, 1, clock_.wall_now())));
  restart();
  EXPECT_EQ(edge_->deliveries().waiting(), 2u);
  int taken = 0;
  edge_->hand_over([&](const Delivery&) -> Result<void> {
    if (taken == 1) return fail(ErrorCode::busy, "the link is full");
    ++taken;
    return {};
  });
  EXPECT_EQ(edge_->deliveries().waiting(), 1u);
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(count("deliveries"), 1);
  restart();
  EXPECT_EQ(handed_over().size(), 1u);
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(count("deliveries"), 0);
}

TEST_F(Alerts, DeliveriesForABrokerThatNeverComesAreBounded) {
  std::vector<std::string> records;
  const int raised = static_cast<int>(DeliveryBook::kWaitingMax) + 500;
  for (int i = 0; i < raised; ++i) records.push_back(record_of(said(i, 0, clock_.wall_now())));
  take(kiosk_.frame(records));
  EXPECT_EQ(edge_->deliveries().waiting(), DeliveryBook::kWaitingMax);
  EXPECT_EQ(edge_->deliveries().dropped(), 500u);
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(count("deliveries"), static_cast<std::int64_t>(DeliveryBook::kWaitingMax));
  EXPECT_EQ(alerts().size(), static_cast<std::size_t>(raised));  // the list keeps them all
}

}  // namespace
}  // namespace earshot::edge
