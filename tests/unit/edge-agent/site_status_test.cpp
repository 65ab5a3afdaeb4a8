// What headquarters is told of the kiosks: their ages, the reason, in bounds, and not too often.
#include "edge-agent/site_status.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace earshot::edge {
namespace {

using relay::Stream;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Told : public ::testing::Test {
 protected:
  Kiosk& kiosk(const std::string& id, Duration oldest = Duration{0}) {
    auto& kiosk = view_.kiosks[DeviceId::trusted(id)];
    kiosk.last_heard = view_.now;
    kiosk.waiting[Stream::urgent] = {};
    kiosk.waiting[Stream::responses] = oldest == Duration{0} ? WallTime{} : view_.now - oldest;
    return kiosk;
  }
  nlohmann::json told() { return nlohmann::json::parse(site_status_json(view_, zone_)); }
  std::string due() { return status_.due(view_, now_); }

  const system::TimeZone zone_ = *system::TimeZone::load("Europe/London");
  LocationView view_ = [] {
    LocationView view;
    view.now = {1'772'442'000'000};  // 09:00 in London
    return view;
  }();
  SiteStatus status_{zone_};
  MonoTime now_{1'000'000};
};

TEST_F(Told, AreTheAgesByStreamAndTheReasonInWords) {
  kiosk("till-1");
  kiosk("till-2", minutes(4));
  auto& silent = kiosk("till-3");
  silent.last_heard = view_.now - hours(2);
  silent.silent_for = hours(2);
  silent.waiting.clear();
  kiosk("till-4", seconds(2));  // on its way
  const auto json = told();
  EXPECT_EQ(json["online"], true);
  EXPECT_EQ(json["at_ms"], view_.now.ms);
  EXPECT_EQ(json["kiosks_all"], 4);
  ASSERT_EQ(json["kiosks"].size(), 4U);
  EXPECT_EQ(json["kiosks"][0],
            (nlohmann::json{{"device", "till-2"},
                            {"heard_ms", 0},
                            {"reason", "waiting"},
                            {"words", "answers wait without a receipt since 08:56"},
                            {"waiting_ms", {{"urgent", 0}, {"responses", 240'000}}}}));
  EXPECT_EQ(json["kiosks"][1]["device"], "till-3");
  EXPECT_EQ(json["kiosks"][1]["reason"], "silent");
  EXPECT_EQ(json["kiosks"][1]["words"], "not heard since 07:00");
  EXPECT_EQ(json["kiosks"][1]["heard_ms"], 7'200'000);
  EXPECT_EQ(json["kiosks"][2]["device"], "till-1");
  EXPECT_EQ(json["kiosks"][3]["waiting_ms"]["responses"], 0);
}

TEST_F(Told, AreTheWorstFiftyAtMostInFewBytes) {
  for (int i = 0; i < 500; ++i) kiosk("till-" + std::to_string(i));
  kiosk("till-77", hours(1)).refused[Stream::responses] = std::string(500, '"');
  const auto json = told();
  EXPECT_EQ(json["kiosks_all"], 500);
  EXPECT_EQ(json["kiosks"].size(), kKiosksToldMax);
  EXPECT_EQ(json["kiosks"][0]["device"], "till-77");
  EXPECT_EQ(json["kiosks"][0]["reason"], "refused");
  for (auto& [device, each] : view_.kiosks) {
    each.refused[Stream::responses] = std::string(500, '"');
  }
  EXPECT_LE(site_status_json(view_, zone_).size(), kSiteStatusBytesMax);
  EXPECT_GT(told()["kiosks"].size(), 10U);
}

TEST_F(Told, AreNewsSoonAndAllTheSameEveryHalfMinute) {
  auto& till = kiosk("till-1");
  EXPECT_NE(due(), "");
  EXPECT_EQ(due(), "");
  now_ = now_ + seconds(2);
  till.waiting[Stream::responses] = view_.now - seconds(10);
  EXPECT_EQ(due(), "") << "not at once: it may be over in a moment";
  now_ = now_ + seconds(3);
  EXPECT_NE(due(), "");
  now_ = now_ + seconds(10);
  till.waiting[Stream::responses] = view_.now - seconds(20);
  EXPECT_EQ(due(), "") << "only its age has grown";
  now_ = now_ + seconds(20);
  EXPECT_NE(due(), "");
  status_.is_lost();
  EXPECT_NE(due(), "");
}

}  // namespace
}  // namespace earshot::edge
