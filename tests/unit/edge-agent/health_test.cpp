// Health in words: what is wrong, and what it means.
#include "edge-agent/health.h"

#include <gmock/gmock.h>

namespace earshot::edge {
namespace {

using ::testing::HasSubstr;

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
    return judge_headquarters(courier_, trouble, zone_);
  }
  const system::TimeZone zone_ = *system::TimeZone::load("Europe/London");
  LocationView view_;
  SiteLink link_;
  relay::CourierHealth courier_;
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

TEST_F(Health, ASilentKioskIsNamedWithItsTime) {
  view_.kiosks[DeviceId::trusted("till-1")].last_heard = view_.now - kSilence;
  view_.kiosks[DeviceId::trusted("till-2")].last_heard = view_.now;
  EXPECT_TRUE(judge().ok);
  EXPECT_EQ(judge().words, "Kiosk till-1 has not been heard since 08:58.");
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
  EXPECT_FALSE(judge_headquarters(std::nullopt, "", zone_).configured);
}

}  // namespace
}  // namespace earshot::edge
