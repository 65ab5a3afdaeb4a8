// Health by device and stream: how old the oldest record without a receipt is, and why.
#include "aggregator/devices.h"

#include <gmock/gmock.h>

#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

using relay::Stream;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

class Devices : public ::testing::Test {
 protected:
  relay::Frame waiting(Stream stream, Duration age) {
    auto frame = Sender("leeds", stream).probe(bench_.clock.wall_now());
    if (age > Duration{0}) frame.stream_since = frame.sent_at - age;
    return frame;
  }
  /// As leeds says it.
  void tell(const std::string& kiosks, bool retained = false) {
    const auto at = std::to_string(bench_.clock.wall_now().ms);
    const auto status = parse_site_status(R"({"online": true, "at_ms": )" + at +
                                          R"(, "kiosks_all": 9, "kiosks": [)" + kiosks + "]}");
    ASSERT_TRUE(status.has_value());
    bench_.hq->on_kiosks(location("leeds"), *status, retained);
  }
  void pass(Duration time) {
    bench_.clock.advance(time);
    ASSERT_TRUE(bench_.hq->tick());
  }
  DeviceList of(const std::string& node) {
    return bench_.hq->node(NodeId::trusted(node), Window::all)->devices;
  }
  /// One of leeds' devices; the edge agent's is its own.
  DeviceHealth device(const std::string& id) {
    for (auto& one : of("leeds").devices) {
      if (one.device.str() == id) return one;
    }
    ADD_FAILURE() << id << " is not listed";
    return {};
  }
  StreamHealth stream(const std::string& id, Stream which) {
    for (auto& one : device(id).streams) {
      if (one.stream == which) return one;
    }
    ADD_FAILURE() << id << " has no such stream";
    return {};
  }
  const std::string waits_ =
      R"({"device": "till-1", "heard_ms": 3000, "reason": "waiting", "words": "answers wait",)"
      R"( "waiting_ms": {"responses": 240000, "urgent": 0}})";
  const std::string well_ = R"({"device": "till-2", "heard_ms": 2000, "reason": "", "words": "",)"
                            R"( "waiting_ms": {"responses": 0, "urgent": 0}})";
  const std::string silent_ = R"({"device": "till-3", "heard_ms": 7200000, "reason": "silent",)"
                              R"( "words": "not heard since 07:00", "waiting_ms": {}})";
  Bench bench_;
};

TEST_F(Devices, NothingIsCompleteWhileAnswersWaitAtAKiosk) {
  bench_.take({waiting(Stream::cells, Duration{0})});
  const auto glance = [&](const std::string& node) {
    return bench_.hq->node(NodeId::trusted(node), Window::all)->node.completeness;
  };
  tell(well_ + "," + silent_);
  EXPECT_TRUE(glance("leeds").complete) << "a kiosk that is switched off at night holds nothing";
  tell(well_ + "," + waits_);
  EXPECT_FALSE(glance("leeds").complete);
  EXPECT_EQ(glance("leeds").words, "answers wait at a kiosk");
  const auto root = bench_.hq->tree().nodes().front().id.str();
  EXPECT_FALSE(glance(root).complete);
  EXPECT_THAT(glance(root).words, HasSubstr("answers wait at a kiosk"));
}

TEST_F(Devices, OfALocationAreItsEdgeAgentsStreamsAndItsKiosks) {
  bench_.take({waiting(Stream::urgent, Duration{0}), waiting(Stream::cells, seconds(40)),
               waiting(Stream::verbatims, seconds(2))});
  tell(well_ + "," + waits_ + "," + silent_);
  pass(seconds(10));
  const auto list = of("leeds");
  ASSERT_EQ(list.devices.size(), 4U);
  EXPECT_EQ(list.in_trouble, 3U);
  const DeviceHealth& edge = list.devices[0];
  EXPECT_EQ(edge.kind, DeviceHealth::Kind::edge);
  ASSERT_EQ(edge.streams.size(), 3U);
  EXPECT_EQ(stream("leeds", Stream::urgent).age, Duration{0});
  EXPECT_EQ(stream("leeds", Stream::urgent).reason, "");
  EXPECT_EQ(stream("leeds", Stream::cells).age, seconds(50));
  EXPECT_EQ(stream("leeds", Stream::cells).reason, "waiting");
  EXPECT_EQ(stream("leeds", Stream::verbatims).age, seconds(12));
  EXPECT_EQ(stream("leeds", Stream::verbatims).words, "") << "it is only on its way";
  EXPECT_THAT(edge.words, HasSubstr("waits at the location"));
  // Then the kiosks, the oldest record first.
  EXPECT_EQ(list.devices[1].device.str(), "till-3");
  EXPECT_EQ(list.devices[1].words, "not heard since 07:00");
  EXPECT_EQ(stream("till-3", Stream::responses).age, hours(2) + seconds(10))
      << "of a silent one nobody knows that anything is younger";
  EXPECT_EQ(stream("till-1", Stream::responses).age, seconds(250));
  EXPECT_EQ(stream("till-1", Stream::responses).reason, "waiting");
  EXPECT_EQ(stream("till-1", Stream::urgent).age, Duration{0});
  EXPECT_FALSE(device("till-2").in_trouble());
  EXPECT_EQ(device("till-2").last_heard, bench_.clock.wall_now() - seconds(12));
}

TEST_F(Devices, OfARegionAreThoseInTroubleAndAtTheRootStrangersToo) {
  for (const char* where : {"york", "hull", "bath"}) {
    bench_.take({Sender(where, Stream::cells).probe(bench_.clock.wall_now())});
  }
  bench_.take({waiting(Stream::cells, Duration{0})});
  tell(well_ + "," + waits_);
  ASSERT_EQ(of("north").devices.size(), 1U);
  EXPECT_EQ(of("north").devices[0].device.str(), "till-1");
  EXPECT_EQ(of("north").devices[0].location, location("leeds"));
  EXPECT_TRUE(of("south").devices.empty());
  bench_.take({Sender("paris", Stream::cells).frame(cell("paris", 1, {9}))});
  const auto all = of("acme").devices;
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].kind, DeviceHealth::Kind::stranger);
  EXPECT_THAT(all[1].words, HasSubstr("'paris' is refused (1 frame since 09:00)"));
}

TEST_F(Devices, ThatAreSilentAreAtLeastAsOldAsTheirSilence) {
  bench_.take({waiting(Stream::cells, Duration{0})});
  tell(waits_);
  EXPECT_TRUE(bench_.hq->unreceived().edges.empty());
  pass(minutes(5));
  EXPECT_EQ(stream("leeds", Stream::cells).age, minutes(5));
  EXPECT_EQ(stream("leeds", Stream::urgent).reason, "silent");
  EXPECT_EQ(device("leeds").words, "not heard from since 09:00");
  EXPECT_EQ(bench_.hq->unreceived().edges.size(), 2U);
  EXPECT_EQ(device("till-1").words, "when its location was last heard: answers wait");
  EXPECT_EQ(stream("till-1", Stream::urgent).age, minutes(5)) << "nothing waited there then";
  EXPECT_EQ(stream("till-1", Stream::urgent).reason, "silent");
  bench_.clock.set_wall(bench_.clock.wall_now() + hours(24));
  EXPECT_EQ(stream("leeds", Stream::cells).age, minutes(5));
  EXPECT_EQ(stream("till-1", Stream::responses).age, minutes(9));
}

TEST_F(Devices, ThatAreRefusedSayWhyUntilTheyAreTaken) {
  Sender leeds("leeds", Stream::cells);
  const auto frame = leeds.frame(cell("leeds", 1, {9}));
  static_cast<void>(bench_.hq->offer(frame.device, frame.stream, "garbage"));
  pass(seconds(40));
  static_cast<void>(bench_.hq->offer(frame.device, frame.stream, "garbage"));
  EXPECT_EQ(stream("leeds", Stream::cells).reason, "refused");
  EXPECT_EQ(stream("leeds", Stream::cells).age, seconds(40) + Duration{1});
  EXPECT_THAT(device("leeds").words, HasSubstr("different versions; update the older one"));
  bench_.take({waiting(Stream::cells, seconds(41))});  // its probes can be read
  EXPECT_EQ(stream("leeds", Stream::cells).reason, "refused");
  bench_.take({frame});
  EXPECT_EQ(stream("leeds", Stream::cells).reason, "");
}

TEST_F(Devices, WhoseFramesAreNotTakenStillWait) {
  bench_.take({waiting(Stream::cells, Duration{0})});
  Sender leeds("leeds", Stream::cells);
  leeds.frame(cell("leeds", 1, {9}));
  const auto receipts = bench_.take({leeds.frame(cell("leeds", 2, {9, 9}))});
  ASSERT_EQ(receipts.at(0).verdict, relay::Verdict::gap);
  pass(seconds(20));
  EXPECT_EQ(stream("leeds", Stream::cells).age, seconds(20) + Duration{1})
      << "the frame says what waits once it has arrived, and it has not";
}

TEST_F(Devices, ThatCannotBeStoredHereSayThat) {
  bench_.take({waiting(Stream::cells, Duration{0})});
  bench_.database->raw().exec(
      "CREATE TRIGGER full BEFORE INSERT ON hq_total BEGIN SELECT RAISE(ABORT, 'no more'); END");
  static_cast<void>(bench_.hq->offer(Sender("leeds", Stream::cells).frame(cell("leeds", 1, {9}))));
  EXPECT_FALSE(bench_.hq->work());
  pass(seconds(20));
  bench_.take({waiting(Stream::urgent, Duration{0})});
  pass(seconds(10));
  EXPECT_EQ(stream("leeds", Stream::cells).reason, "unwritten");
}

TEST_F(Devices, OfKiosksAreNewsWhenTheirTroubleIs) {
  bench_.take({waiting(Stream::cells, Duration{0})});
  tell(well_);
  const auto version = bench_.hq->version();
  tell(well_);
  EXPECT_EQ(bench_.hq->version(), version);
  tell(waits_);
  EXPECT_GT(bench_.hq->version(), version);
}

TEST_F(Devices, ThatTheBrokerKeptAreAsOldAsTheySay) {
  const auto said_at = bench_.clock.wall_now();
  bench_.clock.advance(minutes(10));
  const auto status =
      parse_site_status(R"({"online": true, "at_ms": )" + std::to_string(said_at.ms) +
                        R"(, "kiosks": [)" + waits_ + "]}");
  bench_.hq->on_kiosks(location("leeds"), *status, true);
  EXPECT_EQ(stream("till-1", Stream::responses).age, minutes(14));
  EXPECT_EQ(device("leeds").words, "never heard from");
  bench_.take({waiting(Stream::cells, Duration{0})});
  tell(well_);
  bench_.hq->on_kiosks(location("leeds"), *status, true);  // once more, on a new connection
  EXPECT_EQ(of("leeds").devices.size(), 2U);
  EXPECT_FALSE(device("till-2").in_trouble());
}

TEST_F(Devices, OfAnEdgeAgentThatNoLongerTellsAreForgotten) {
  bench_.take({waiting(Stream::cells, Duration{0})});
  tell(waits_);
  bench_.hq->on_kiosks(location("leeds"), *parse_site_status(R"({"online": true})"), false);
  EXPECT_EQ(of("leeds").devices.size(), 2U) << "an agent says first only that it is there";
  for (int i = 0; i < 20; ++i) {
    pass(seconds(15));
    bench_.take({waiting(Stream::cells, Duration{0})});
  }
  EXPECT_EQ(of("leeds").devices.size(), 1U);
  bench_.hq->on_kiosks(location("paris"), *parse_site_status(R"({"online": true})"), false);
}

TEST(SiteStatus, IsReadWithinItsBounds) {
  EXPECT_FALSE(parse_site_status("").has_value());
  EXPECT_FALSE(parse_site_status("[]").has_value());
  EXPECT_FALSE(parse_site_status(R"({"online": 1})").has_value());
  EXPECT_FALSE(parse_site_status(std::string(kSiteStatusBytesMax + 1, ' ')).has_value());
  const auto bare = parse_site_status(R"({"online": true, "at": "2026-03-02T09:00:00.000Z"})");
  ASSERT_TRUE(bare.has_value()) << "as older edge agents say it";
  EXPECT_TRUE(bare->online);
  EXPECT_FALSE(bare->tells);
  EXPECT_FALSE(parse_site_status(R"({"online":false,"at":null})")->online);
  EXPECT_FALSE(parse_site_status(R"({"online":true,"a":)" + std::string(50, '[') +
                                 std::string(50, ']') + "}")
                   .has_value());

  std::string many = R"({"online": true, "kiosks": [7, {"device": "No Name!"}, {"device": "a"},)";
  for (int i = 0; i < 100; ++i) many += R"({"device": "till-)" + std::to_string(i % 70) + "\"},";
  many += R"({"device": "last", "heard_ms": -5, "reason": "Not a word", "words": 5,)"
          R"( "waiting_ms": {"responses": -1, "cells": 9, "urgent": 99999999999999999}}]})";
  const auto cut = parse_site_status(many);
  ASSERT_TRUE(cut.has_value());
  EXPECT_EQ(cut->kiosks.size(), kKiosksToldMax);
  EXPECT_EQ(cut->kiosks_all, kKiosksToldMax);
  EXPECT_EQ(cut->kiosks[0].device.str(), "a");
  EXPECT_FALSE(cut->kiosks[0].heard.has_value());
  const auto odd = parse_site_status(
      R"({"online": true, "at_ms": -1, "kiosks": [{"device": "till-1", "heard_ms": -5,)"
      R"( "reason": "Not a word", "words": "two\nlines",)"
      R"( "waiting_ms": {"responses": -1, "cells": 9, "urgent": 99999999999999999}}]})");
  ASSERT_EQ(odd->kiosks.size(), 1U);
  EXPECT_EQ(odd->at.ms, 0);
  EXPECT_EQ(odd->kiosks[0].reason, "other");
  EXPECT_EQ(odd->kiosks[0].words, "two lines");
  EXPECT_EQ(odd->kiosks[0].waiting.at(Stream::responses), Duration{0});
  EXPECT_EQ(odd->kiosks[0].waiting.at(Stream::urgent), hours(24 * 400));
  EXPECT_EQ(odd->kiosks[0].waiting.size(), 2U);
}

}  // namespace
}  // namespace earshot::hq::test
