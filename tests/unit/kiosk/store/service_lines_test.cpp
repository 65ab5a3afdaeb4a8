#include "kiosk/store/service_lines.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace earshot::kiosk {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

ServiceFacts sound() {
  ServiceFacts facts;
  facts.device = DeviceId::trusted("till-1");
  facts.location = LocationId::trusted("store-7");
  facts.software = "0.1.0";
  facts.configuration = "3f9a00c1";
  facts.survey = "visit, version 3";
  facts.key = "12ab34cd";
  facts.now = WallTime{1'772'442'000'000};
  facts.disk_free_bytes = 3ULL << 30;
  facts.disk_bytes = 8ULL << 30;
  facts.broker = "10.0.0.5:1883";
  facts.clock_error = Duration{0};
  return facts;
}

std::string value(const ServiceFacts& facts, const std::string& name) {
  const auto lines = service_lines(facts);
  const auto line = std::find_if(lines.begin(), lines.end(),
                                 [&](const ServiceLine& each) { return each.name == name; });
  return line == lines.end() ? "(no such line)" : line->value;
}

TEST(ServiceScreen, SaysWhatItIsAndHowItStands) {
  const auto facts = sound();
  EXPECT_EQ(value(facts, "Device"), "till-1");
  EXPECT_EQ(value(facts, "Survey"), "visit, version 3");
  EXPECT_EQ(value(facts, "Unsent"), "none");
  EXPECT_EQ(value(facts, "Disk"), "3.2 of 9 GB free");
  EXPECT_EQ(value(facts, "Network"), "10.0.0.5:1883");
  EXPECT_EQ(value(facts, "Clock, UTC"), "2026-03-02 09:00, right");
}

TEST(ServiceScreen, SaysWhatIsWrong) {
  auto facts = sound();
  facts.waiting = 37;
  facts.waiting_since = facts.now - hours(50);
  facts.network_trouble = "the broker does not answer";
  facts.clock_error = Duration(minutes(-5));
  facts.survey.clear();
  facts.key.clear();
  EXPECT_EQ(value(facts, "Unsent"), "37, the oldest 2 days old");
  EXPECT_EQ(value(facts, "Network"), "the broker does not answer");
  EXPECT_EQ(value(facts, "Clock, UTC"), "09:00, 5 minutes slow");
  EXPECT_EQ(value(facts, "Survey"), "none can be used");
  EXPECT_EQ(value(facts, "Key"), "none: no words are asked for");
  facts.now = WallTime{5000};
  EXPECT_EQ(value(facts, "Clock, UTC"), "was never set");
}

TEST(ServiceScreen, OffersToWriteOnlyWhereThereIsAPlaceForIt) {
  auto facts = sound();
  EXPECT_EQ(value(facts, "To USB"), "(no such line)");
  facts.can_export = true;
  const auto lines = service_lines(facts);
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                          [](const auto& line) { return line.action == kExportAction; }),
            1);
  EXPECT_EQ(lines.back().action, kRestartAction);
}

TEST(ServiceScreen, SetsHowLoudAndHowBrightInBothDirections) {
  auto facts = sound();
  facts.volume = 40;
  facts.brightness = 90;
  EXPECT_EQ(value(facts, "Volume"), "40 %");
  EXPECT_EQ(value(facts, "Light"), "90 %");
  EXPECT_EQ(value(facts, "Touch test"), "") << "until it was made";
  for (const auto& line : service_lines(facts)) {
    const bool is_set = line.name == "Volume" || line.name == "Light";
    EXPECT_EQ(!line.less.empty(), is_set) << line.name;
  }
}

}  // namespace
}  // namespace earshot::kiosk
