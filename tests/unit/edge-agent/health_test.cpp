// Health in words: what is wrong, and what it means.
#include "edge-agent/health.h"

#include <gmock/gmock.h>

#include "edge-agent/spans.h"
#include "edge-agent/telemetry.h"
#include "edge-agent/twin_watch.h"

namespace earshot::edge {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Health : public ::testing::Test {
 protected:
  Health() {
    view_.now = {1'772'442'000'000};  // 09:00 in London
    link_.connected = true;
  }
  HealthView judge(const std::string& store_trouble = "") {
    return judge_health(view_, link_, store_trouble, zone_);
  }
  HeadquartersView headquarters(const std::string& trouble = "") {
    return judge_headquarters(courier_, silent_for_, trouble, zone_);
  }
  const system::TimeZone zone_ = *system::TimeZone::load("Europe/London");
  LocationView view_;
  SiteLink link_;
  relay::CourierHealth courier_;
  Duration silent_for_{0};
};

TEST_F(Health, AllIsWell) {
  EXPECT_TRUE(judge().ok);
  EXPECT_EQ(judge().words, "All is well.");
}

TEST_F(Health, AStoreThatRefusesIsSaid) {
  EXPECT_FALSE(judge("the disk is full").ok);
  EXPECT_THAT(judge("the disk is full").words, HasSubstr("the disk is full"));
}

TEST_F(Health, AShortAbsenceOfTheBrokerIsOrdinaryAndALongOneIsNot) {
  link_ = {false, kPatience - std::chrono::seconds(1), "connection refused"};
  EXPECT_TRUE(judge().ok);
  link_.down_for = kPatience;
  EXPECT_FALSE(judge().ok);
  EXPECT_THAT(judge().words, HasSubstr("connection refused"));
}

TEST_F(Health, OfASilentKioskTheMetricKnowsNoYoungerRecordThanItsSilence) {
  auto& kiosk = view_.kiosks[DeviceId::trusted("till-1")];
  kiosk.last_heard = view_.now - std::chrono::hours(2);
  const auto metrics = [&] {
    http::Metrics metrics;
    report_location(metrics, view_);
    return metrics.text();
  };
  EXPECT_THAT(metrics(), Not(HasSubstr("earshot_oldest_unreceived_seconds{device=\"till-1\"")));
  kiosk.silent_for = std::chrono::hours(2);
  EXPECT_THAT(metrics(), HasSubstr("earshot_oldest_unreceived_seconds{device=\"till-1\",stream="
                                   "\"responses\"} 7200"));
  kiosk.waiting[relay::Stream::responses] = view_.now - std::chrono::hours(3);
  EXPECT_THAT(metrics(), HasSubstr("stream=\"responses\"} 10800"));
}

TEST_F(Health, ASilentKioskIsNamedWithItsTime) {
  auto& one = view_.kiosks[DeviceId::trusted("till-1")];
  auto& two = view_.kiosks[DeviceId::trusted("till-2")];
  one.last_heard = two.last_heard = view_.now - std::chrono::minutes(1);
  one.silent_for = kSilence;
  EXPECT_TRUE(judge().ok);
  EXPECT_EQ(judge().words, "Kiosk till-1: not heard since 08:59.");
  two.silent_for = kSilence;
  EXPECT_EQ(judge().words, "2 kiosks have not been heard for a while.");
}

TEST_F(Health, AKioskWhoseAnswersWaitOrWhoseClockIsWrongIsNamed) {
  auto& kiosk = view_.kiosks[DeviceId::trusted("till-1")];
  kiosk.last_heard = view_.now;
  kiosk.clock_error = std::chrono::hours(24);
  EXPECT_EQ(judge().words, "Kiosk till-1: its clock is 1 day ahead; its times are corrected.");
  kiosk.waiting[relay::Stream::urgent] = view_.now - kStuck;
  EXPECT_EQ(judge().words, "Kiosk till-1: answers wait without a receipt since 08:58.");
  EXPECT_TRUE(judge().ok);
}

TEST_F(Health, HeadquartersThatOnlyTheBrokerVouchesForIsNamed) {
  courier_.connected = true;
  silent_for_ = kSilence - std::chrono::milliseconds(1);
  view_.headquarters = headquarters();
  EXPECT_EQ(judge().words, "All is well.");
  silent_for_ = kSilence;
  view_.headquarters = headquarters();
  EXPECT_FALSE(view_.headquarters.connected);
  EXPECT_THAT(judge().words, HasSubstr("headquarters does not answer"));
  // And one that is heard, but confirms nothing.
  silent_for_ = Duration{0};
  courier_.pending = {1, 1, view_.now - kStuck};
  courier_.waiting = {{relay::Stream::cells, view_.now - kStuck}};
  view_.headquarters = headquarters();
  EXPECT_EQ(judge().words, "1 on their way since 08:58.");
}

TEST(Twin, IsToldOnceAnHourHoweverOftenTheyTakeTurns) {
  TwinWatch watch;
  MonoTime now{1000};
  EXPECT_FALSE(watch.is_news(0, now));
  int told = 0;
  std::uint64_t taken_over = 0;
  for (int minute = 0; minute < 180; ++minute, now = now + std::chrono::minutes(1)) {
    told += watch.is_news(++taken_over, now) ? 1 : 0;
    EXPECT_FALSE(watch.is_news(taken_over, now));
  }
  EXPECT_EQ(told, 3);
}

TEST(Spans, AreSaidAsPeopleSayThem) {
  using std::chrono::hours;
  using std::chrono::minutes;
  using std::chrono::seconds;
  EXPECT_EQ(span_words(seconds(1)), "1 second");
  EXPECT_EQ(span_words(seconds(40)), "40 seconds");
  EXPECT_EQ(span_words(minutes(-3)), "3 minutes");
  EXPECT_EQ(span_words(hours(23)), "1 day");
  EXPECT_EQ(span_words(hours(5)), "5 hours");
  EXPECT_EQ(span_words(hours(24 * 9)), "9 days");
  EXPECT_EQ(span_words(hours(24 * 365 * 56)), "56 years");
}

TEST_F(Health, HeadquartersIsJudgedByWhatItConfirmed) {
  courier_.connected = true;
  EXPECT_EQ(headquarters().words, "Headquarters has everything.");
  courier_.pending = {40, 37, {1'772'442'120'000}};
  EXPECT_EQ(headquarters().words, "37 on their way since 09:02.");
  EXPECT_EQ(headquarters().pending, 37u);
  courier_.suspect = true;
  EXPECT_FALSE(headquarters().connected);
  EXPECT_THAT(headquarters().words, HasSubstr("does not answer"));
  courier_.connected = courier_.suspect = false;
  EXPECT_THAT(headquarters("no route").words, HasSubstr("no route"));
  courier_.refused_reason = "this location is unknown";
  EXPECT_THAT(headquarters().words, HasSubstr("this location is unknown"));
  EXPECT_FALSE(judge_headquarters(std::nullopt, Duration{0}, "", zone_).configured);
}

}  // namespace
}  // namespace earshot::edge
