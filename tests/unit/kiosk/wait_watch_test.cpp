#include "kiosk/store/wait_watch.h"

#include <gmock/gmock.h>

#include "tests/fakes/fake_clock.h"

namespace earshot::kiosk {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class WaitWatchTest : public testing::Test {
 protected:
  std::vector<std::string> look() {
    return watch.look({{relay::Stream::urgent, urgent}, {relay::Stream::responses, responses}},
                      clock.wall_now(), clock.mono_now());
  }
  std::vector<std::string> look_after(Duration time) {
    clock.advance(time);
    return look();
  }

  fakes::FakeClock clock;
  WaitWatch watch;
  WallTime urgent, responses;
};

TEST_F(WaitWatchTest, SaysWhatWaitsForMoreThanHalfAMinuteOnceAMinuteAndThatItNoLongerDoes) {
  EXPECT_THAT(look(), IsEmpty());
  urgent = clock.wall_now();
  EXPECT_THAT(look_after(30s), IsEmpty());
  EXPECT_THAT(look_after(1s), ElementsAre(HasSubstr("urgent: the oldest answer without a receipt "
                                                    "has waited for 31 s")));
  EXPECT_THAT(look_after(59s), IsEmpty());
  EXPECT_THAT(look_after(1s), ElementsAre(HasSubstr("91 s")));
  urgent = {};
  EXPECT_THAT(look_after(1s), ElementsAre(HasSubstr("urgent: every answer has a receipt")));
  EXPECT_THAT(look_after(1h), IsEmpty());
}

TEST_F(WaitWatchTest, SaysNothingWhenReceiptsComeAsTheyShould) {
  for (int i = 0; i < 100; ++i) {
    responses = clock.wall_now();
    EXPECT_THAT(look_after(20s), IsEmpty());
  }
  responses = {};
  EXPECT_THAT(look_after(20s), IsEmpty());
}

TEST_F(WaitWatchTest, KnowsWhatWaitedBeforeTheRestart) {
  urgent = clock.wall_now() - 50h;
  responses = clock.wall_now() - 200s;
  EXPECT_THAT(look(), ElementsAre(HasSubstr("2 days"), HasSubstr("3 min")));
}

TEST_F(WaitWatchTest, AClockThatJumpsADayMakesNothingOlderOrYounger) {
  for (const auto day : {24h, -24h}) {
    responses = clock.wall_now();
    EXPECT_THAT(look(), IsEmpty());
    clock.set_wall(clock.wall_now() + day);
    EXPECT_THAT(look_after(29s), IsEmpty());
    EXPECT_THAT(look_after(11s), ElementsAre(HasSubstr("40 s")));
    responses = {};
    (void)look_after(1s);
  }
}

}  // namespace
}  // namespace earshot::kiosk
