// What is spoken of: sums of what the locations count, up the tree and by window, the same after a
// recount; and alerts that become graver.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

using relay::Stream;

wire::CellRecord spoken(const std::string& where, const std::string& topic, std::uint64_t version,
                        std::uint64_t negative, std::uint64_t positive, HourUtc hour = kHour) {
  auto record = cell(where, version, {}, hour);
  record.key.topic = TopicId::trusted(topic);
  record.value.responses = negative + positive;
  record.value.sentiment[1] = negative;
  record.value.sentiment[3] = positive;
  record.value.heard = negative + positive;
  return record;
}

class Topics : public ::testing::Test {
 protected:
  std::vector<TopicView> topics(const std::string& node, Window window = Window::all) {
    return bench_.hq->node(NodeId::trusted(node), window)->topics;
  }
  void send(const wire::CellRecord& record) {
    const auto known =
        senders_.try_emplace(record.location.str(), record.location.str(), Stream::cells);
    bench_.take({known.first->second.frame(record)});
  }

  Bench bench_;
  std::map<std::string, Sender> senders_;
};

TEST_F(Topics, AreAddedUpTheTreeTheMostSpokenOfFirst) {
  send(spoken("leeds", "price", 1, 1, 0));
  send(spoken("leeds", "staff", 1, 2, 5));
  send(spoken("hull", "staff", 1, 1, 0));
  send(spoken("bath", "waiting", 1, 4, 0));
  const auto north = topics("north");
  ASSERT_EQ(north.size(), 2U);
  EXPECT_EQ(north[0].topic.str(), "staff");
  EXPECT_EQ(north[0].count, (TopicCount{8, 3, 0, 5}));
  EXPECT_EQ(north[1].topic.str(), "price");
  EXPECT_EQ(topics("acme").size(), 3U);
  EXPECT_EQ(topics("bath").size(), 1U);
}

TEST_F(Topics, OfACellThatIsSentAgainAreThoseOfItsNewestState) {
  send(spoken("leeds", "staff", 1, 2, 5));
  send(spoken("leeds", "staff", 2, 1, 0));
  send(spoken("leeds", "staff", 1, 9, 9));
  ASSERT_EQ(topics("leeds").size(), 1U);
  EXPECT_EQ(topics("leeds")[0].count, (TopicCount{1, 1, 0, 0}));
  send(spoken("leeds", "staff", 3, 0, 0));
  EXPECT_TRUE(topics("leeds").empty()) << "nobody speaks of it any more";
}

TEST_F(Topics, AreThoseOfTheWindow) {
  send(spoken("leeds", "staff", 1, 1, 0));
  send(spoken("leeds", "staff", 1, 2, 0, kHour - 30));
  send(spoken("leeds", "staff", 1, 4, 0, kHour - 24 * 20));
  send(spoken("leeds", "staff", 1, 8, 0, kHour - 24 * 200));
  EXPECT_EQ(topics("leeds", Window::day)[0].count.negative, 1U);
  EXPECT_EQ(topics("leeds", Window::week)[0].count.negative, 3U);
  EXPECT_EQ(topics("leeds", Window::month)[0].count.negative, 7U);
  EXPECT_EQ(topics("leeds", Window::all)[0].count.negative, 15U);
  bench_.clock.advance(std::chrono::hours(25));
  ASSERT_TRUE(bench_.hq->tick());
  EXPECT_TRUE(topics("leeds", Window::day).empty());
  bench_.restart();
  EXPECT_TRUE(topics("leeds", Window::day).empty());
  EXPECT_EQ(topics("leeds", Window::week)[0].count.negative, 3U);
}

RC_GTEST_PROP(TopicSums, AreWhatCountingTheCellsAgainGives, ()) {
  Bench bench;
  std::map<std::string, Sender> senders;
  std::map<std::tuple<std::string, std::string, HourUtc>, TopicCount> newest;
  std::uint64_t version = 0;
  const int many = *rc::gen::inRange(1, 40);
  for (int i = 0; i < many; ++i) {
    const auto where = *rc::gen::element<std::string>("leeds", "york", "bath");
    const auto topic = *rc::gen::element<std::string>("staff", "price");
    const HourUtc hour = kHour - *rc::gen::inRange(0, 1000);
    const auto negative = *rc::gen::inRange<std::uint64_t>(0, 5);
    const auto record = spoken(where, topic, ++version, negative, 1, hour);
    newest[{where, topic, hour}] = topic_count(record.value);
    bench.take({senders.try_emplace(where, where, Stream::cells).first->second.frame(record)});
    if (*rc::gen::inRange(0, 10) == 0) bench.restart();
  }
  std::map<std::string, TopicCount> expected;
  for (const auto& [key, count] : newest) expected[std::get<1>(key)].add(count);
  std::map<std::string, TopicCount> told;
  const auto detail = bench.hq->node(NodeId::trusted("acme"), Window::all);
  RC_ASSERT(detail.has_value());
  for (const auto& topic : detail->topics) {
    told[topic.topic.str()] = topic.count;
  }
  RC_ASSERT(told.size() == expected.size());
  for (const auto& [topic, count] : expected) RC_ASSERT(told[topic] == count);
  const std::string before = bench.hq->numbers_text();
  RC_ASSERT(bench.hq->recount().has_value());
  RC_ASSERT(bench.hq->numbers_text() == before);
}

TEST_F(Topics, AnAlertThatBecomesGraverIsOpenAgain) {
  const auto now = bench_.clock.wall_now();
  Sender sender("leeds", Stream::urgent);
  auto told = alert_of("leeds", 'a', now);
  told.alert.acknowledged_at = now;
  bench_.take({sender.frame(told)});
  EXPECT_EQ(bench_.node("leeds").alerts_open, 0U);
  told.alert.acknowledged_at = {};
  bench_.take({sender.frame(told)});
  EXPECT_EQ(bench_.node("leeds").alerts_open, 0U) << "the first acknowledgement stays";
  told.alert.severity = alert::Severity::urgent;
  told.alert.rule = "urgent-fire";
  bench_.take({sender.frame(told)});
  EXPECT_EQ(bench_.node("leeds").alerts_open, 1U);
  const auto detail = bench_.hq->node(NodeId::trusted("leeds"), Window::all);
  ASSERT_TRUE(detail);
  const auto& open = detail->alerts;
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].second.rule, "urgent-fire");
}

}  // namespace
}  // namespace earshot::hq::test
