// Clocks of kiosks that jump, stand still or were never set: faults 4, 5 and 6 at the location.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <random>

#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using response::ClockVerdict;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// A kiosk whose clock is `ahead` of the world's, with boots and uptimes as machines have them.
class ClockedKiosk {
 public:
  ClockedKiosk(fakes::FakeClock& world, const std::string& name) : world_(world), wire_(name) {
    boot();
  }
  void boot() {
    ++boots_;
    booted_at_ = world_.wall_now();
  }
  [[nodiscard]] WallTime clock() const { return std::max(WallTime{0}, world_.wall_now() + ahead); }
  [[nodiscard]] Duration uptime() const { return world_.wall_now() - booted_at_; }
  [[nodiscard]] std::string boot_id() const {
    return std::string(31, 'b') + static_cast<char>('0' + boots_ % 10);
  }

  response::Response say(int number, int rating) const {
    auto response = said(number, rating, clock());
    response.boot_id = boot_id();
    response.uptime_ms = uptime().count();
    return response;
  }
  relay::Frame send(const std::vector<response::Response>& responses) {
    std::vector<std::string> records;
    for (const auto& response : responses) records.push_back(record_of(response));
    auto frame = wire_.frame(records);
    wire_.stamp(frame, {clock(), boot_id(), uptime().count()});
    return frame;
  }

  Duration ahead{0};

 private:
  fakes::FakeClock& world_;
  TestKiosk wire_;
  WallTime booted_at_;
  int boots_ = 0;
};

class KioskClock : public Location {
 protected:
  ClockedKiosk kiosk_{clock_, "till-1"};
};

// Fault 4.
TEST_F(KioskClock, ADayAheadIsPutIntoTheRightHourAndToldOnce) {
  clock_.advance(hours(1));
  kiosk_.ahead = hours(24);
  std::vector<response::Response> answers;
  for (int i = 1; i <= 20; ++i) {
    answers.push_back(kiosk_.say(i, 2));
    clock_.advance(minutes(10));  // 200 minutes offline: what is older than half an hour is history
  }
  take(kiosk_.send(answers));
  const auto filed = responses();
  ASSERT_EQ(filed.size(), 20u);
  EXPECT_EQ(filed.back().clock, ClockVerdict::corrected);
  EXPECT_EQ(filed.back().response.at, clock_.wall_now() - minutes(200));
  EXPECT_EQ(filed.back().said_at, clock_.wall_now() - minutes(200) + hours(24));
  EXPECT_TRUE(filed.back().historical);
  EXPECT_FALSE(filed.front().historical);
  EXPECT_EQ(alerts().size(), 3u);  // no burst: those of the last half hour alone
  ASSERT_EQ(incidents().size(), 1u);
  EXPECT_EQ(incidents()[0],
            "till-1’s clock is 1 day ahead; its times are corrected. Set its clock");
  for (const auto& [key, value] : stored_cells()) EXPECT_LE(key.hour, hour_of(clock_.wall_now()));
  EXPECT_EQ(stored_cells(), recount());
  EXPECT_EQ(edge_->view()->kiosks.begin()->second.clock_error, hours(24));
  EXPECT_EQ(edge_->filing_counts().clock_corrected, 20u);

  // Neither a restart of the agent nor more of the same is news; another error is.
  restart();
  take(kiosk_.send({kiosk_.say(21, 9)}));
  EXPECT_EQ(incidents().size(), 1u);
  kiosk_.ahead = -hours(24);
  take(kiosk_.send({kiosk_.say(22, 9)}));
  ASSERT_EQ(incidents().size(), 2u);
  EXPECT_NE(incidents()[1].find("1 day behind"), std::string::npos);
}

// Fault 5.
TEST_F(KioskClock, ADayBackStillAlertsAndKeepsTheOrder) {
  clock_.advance(hours(1));
  take(kiosk_.send({kiosk_.say(1, 9)}));
  kiosk_.ahead = -hours(24);
  clock_.advance(seconds(30));
  take(kiosk_.send({kiosk_.say(2, 1)}));
  EXPECT_EQ(alerts().size(), 1u);
  const auto filed = responses();
  EXPECT_EQ(filed[0].response.at, clock_.wall_now());
  EXPECT_FALSE(filed[0].historical);
  EXPECT_LT(filed[1].response.at, filed[0].response.at);
}

// Fault 6.
TEST_F(KioskClock, UnsetAtBootIsReplacedByUptimeAlsoWhenItWasSetSince) {
  clock_.advance(hours(1));
  kiosk_.boot();
  kiosk_.ahead = WallTime{0} - clock_.wall_now();
  clock_.advance(minutes(1));
  const auto in_1970 = kiosk_.say(1, 2);
  EXPECT_LT(in_1970.at.ms, 100'000);
  clock_.advance(minutes(5));
  kiosk_.ahead = Duration{0};  // the network came, and with it the time
  take(kiosk_.send({in_1970}));
  const auto filed = responses();
  EXPECT_EQ(filed[0].clock, ClockVerdict::corrected);
  EXPECT_EQ(filed[0].response.at, clock_.wall_now() - minutes(5));
  EXPECT_EQ(alerts().size(), 1u);  // five minutes ago: the customer may still be there
  EXPECT_EQ(incidents().size(), 1u);
  EXPECT_EQ(edge_->view()->kiosks.begin()->second.clock_error, Duration{0});
}

TEST_F(KioskClock, FromBeforeARestartWithoutATimeIsUncertainAndNoNews) {
  clock_.advance(hours(1));
  kiosk_.boot();
  kiosk_.ahead = WallTime{0} - clock_.wall_now();
  std::vector<response::Response> answers;
  for (int i = 1; i <= 5; ++i) answers.push_back(kiosk_.say(i, 0));
  clock_.advance(hours(8));
  kiosk_.boot();
  clock_.advance(minutes(2));
  take(kiosk_.send(answers));
  for (const auto& filed : responses()) {
    EXPECT_EQ(filed.clock, ClockVerdict::uncertain);
    EXPECT_EQ(filed.response.at, clock_.wall_now() - minutes(2));
  }
  EXPECT_TRUE(alerts().empty());
  EXPECT_EQ(incidents().size(), 1u);
  EXPECT_EQ(tally()[0], 5u);
  EXPECT_EQ(edge_->filing_counts().clock_uncertain, 5u);
}

TEST_F(KioskClock, ARevisionKeepsTheTimeThatWasFound) {
  clock_.advance(hours(1));
  kiosk_.ahead = hours(24);
  auto response = kiosk_.say(1, 2);
  take(kiosk_.send({response}));
  const auto found = responses()[0].response.at;
  clock_.advance(minutes(90));
  response.revision = 2;
  response.answers[0].rating = 9;
  auto frame = kiosk_.send({response});
  clock_.advance(minutes(1));  // on the way
  take(frame);
  EXPECT_EQ(responses()[0].response.at, found);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(KioskClock, WhatHeadquartersHearsIsTheCorrectedTime) {
  clock_.advance(hours(1));
  kiosk_.ahead = hours(24);
  auto response = kiosk_.say(1, 2);
  response.answers.push_back(
      {QuestionId::trusted("why"), survey::QuestionKind::comment, std::nullopt, {}, "Cold"});
  take(kiosk_.send({response}));
  const auto words = sent_up<wire::ResponseRecord>(relay::Stream::verbatims);
  ASSERT_EQ(words.size(), 1u);
  EXPECT_EQ(words[0].first.response.at, clock_.wall_now());
  EXPECT_EQ(alerts()[0].at, clock_.wall_now());
}

TEST_F(KioskClock, AnIncidentThatWasRolledBackIsToldWithTheNextTry) {
  clock_.advance(hours(1));
  kiosk_.ahead = hours(24);
  auto& raw = database_->raw();
  const auto pages = raw.execAndGet("PRAGMA page_count").getInt();
  raw.exec("PRAGMA max_page_count = " + std::to_string(pages));
  std::vector<response::Response> many;
  for (int i = 1; i < 200; ++i) many.push_back(kiosk_.say(i, 9));
  const auto frame = kiosk_.send(many);
  ASSERT_FALSE(edge_->take(std::span(&frame, 1)).has_value());
  EXPECT_TRUE(incidents().empty());
  raw.exec("PRAGMA max_page_count = 1000000");
  take(frame);
  EXPECT_EQ(incidents().size(), 1u);
}

// The kiosk has judged its boot for good: neither when a frame comes nor what the kiosk's clock
// shows by then changes anything, so that headquarters never counts a response in two hours.
TEST_F(KioskClock, ALostStoreIsRefilledIntoTheSameCellsAlthoughTheClockWasWrong) {
  clock_.advance(hours(1));
  kiosk_.ahead = hours(24);
  const std::vector<response::BootTime> judged{
      {kiosk_.boot_id(), 0, response::BootTime::Kind::exact, clock_.wall_now() - kiosk_.uptime()}};
  const auto first = kiosk_.say(1, 2);
  const auto said_at = clock_.wall_now();
  clock_.advance(minutes(20));
  auto frame = kiosk_.send({first});
  frame.boot_times = judged;
  take(frame);
  EXPECT_EQ(responses()[0].response.at, said_at);
  EXPECT_EQ(responses()[0].clock, ClockVerdict::corrected);
  EXPECT_EQ(incidents().size(), 1u);
  const auto cells = stored_cells();

  edge_.reset();
  database_.reset();
  for (const char* name : {"edge.db", "edge.db-wal", "edge.db-shm"}) {
    std::filesystem::remove(folder_ / name);
  }
  clock_.advance(hours(50));
  start();
  kiosk_.boot();
  kiosk_.ahead = -hours(7);
  ClockedKiosk again(clock_, "till-1");
  frame = again.send({first});
  frame.boot_times = judged;
  take(frame);
  EXPECT_EQ(responses()[0].response.at, said_at);
  EXPECT_EQ(stored_cells(), cells);
}

// The law: whatever the clock does, within one boot the filed time is the truth but for the way,
// nothing is filed in the future, and a recount of what was filed gives the cells byte for byte.
RC_GTEST_FIXTURE_PROP(KioskClock, MayDoWhatItLikes, (unsigned number)) {
  std::mt19937 seed(number);
  const auto below = [&](int n) { return static_cast<int>(seed() % static_cast<unsigned>(n)); };
  std::map<ResponseId, std::pair<WallTime, int>> truth;  // when, and in which boot
  std::vector<response::Response> waiting;
  int id = 1;
  int boot = 0;
  clock_.advance(hours(1));
  for (int step = 0; step < 40; ++step) {
    clock_.advance(seconds(below(3600)));
    switch (below(8)) {
      case 0:
        kiosk_.ahead = Duration{0};
        break;
      case 1:
        kiosk_.ahead = hours(below(2000) - 1000);
        break;
      case 2:
        kiosk_.ahead = WallTime{0} - clock_.wall_now();
        break;
      case 3:
        if (below(4) == 0) kiosk_.boot(), ++boot;
        break;
      case 4:
      case 5: {
        if (waiting.empty()) break;
        const auto frame = kiosk_.send(waiting);
        const Duration on_the_way = seconds(below(20));
        clock_.advance(on_the_way);
        take(frame);
        const auto all = responses();
        for (const auto& filed : std::span(all).first(waiting.size())) {
          const auto& [when, in_boot] = truth.at(filed.response.id);
          RC_ASSERT(filed.response.at <= clock_.wall_now() + response::kClockTolerance);
          if (in_boot != boot) continue;
          RC_ASSERT(filed.clock != ClockVerdict::uncertain);
          const Duration late = filed.response.at - when;
          if (filed.clock == ClockVerdict::corrected) RC_ASSERT(late == on_the_way);
          RC_ASSERT(late <= on_the_way + response::kClockTolerance);
          RC_ASSERT(late >= on_the_way - response::kOnTheWay);
        }
        waiting.clear();
        if (below(3) == 0) restart();
        break;
      }
      default:
        waiting.push_back(kiosk_.say(id, below(11)));
        truth[response_id(id)] = {clock_.wall_now(), boot};
        ++id;
    }
  }
  RC_ASSERT(stored_cells() == recount());
}

}  // namespace
}  // namespace earshot::edge
