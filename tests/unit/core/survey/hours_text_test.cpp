#include "core/survey/hours_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace earshot::survey {
namespace {

TEST(HoursText, SaysDaysAndTimes) {
  EXPECT_EQ(*parse_hours("mon-fri 09:00-18:00"), (Hours{0x1F, 540, 1080}));
  EXPECT_EQ(*parse_hours("sat,sun 10:00-24:00"), (Hours{0x60, 600, 1440}));
  EXPECT_EQ(*parse_hours("fri-mon 22:00-02:00"), (Hours{0x71, 1320, 120}));
  EXPECT_EQ(*parse_hours("00:00-24:00"), (Hours{0x7F, 0, 1440}));
}

TEST(HoursText, IsRefusedWhenItMakesNoSense) {
  for (const auto* text :
       {"", "mon", "mon 9:00-18:00", "mon 09:00", "mon 09:00-24:01", "Mo 09:00-18:00",
        "mon, 09:00-18:00", "mon  09:00-18:00", "mon 09:60-18:00", "24:00-02:00", "09:00-00:00",
        "mon-fry 09:00-18:00"}) {
    EXPECT_FALSE(parse_hours(text)) << text;
  }
  EXPECT_NE(parse_hours("nine to five").error().message.find("mon-fri 09:00-18:00"),
            std::string::npos);
}

RC_GTEST_PROP(HoursText, MayBeAnyBytes, (const std::string& text)) {
  const auto hours = parse_hours(text);
  if (hours) RC_ASSERT(hours->days != 0 && hours->from < kMinutesInDay && hours->to > 0);
}

}  // namespace
}  // namespace earshot::survey
