// Who is refused at the door is told once, with how many and since when, in bounded room.
#include "aggregator/refusals.h"

#include <gmock/gmock.h>

#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

using relay::Stream;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

class Refused : public ::testing::Test {
 protected:
  std::vector<relay::NotedIncident> incidents() { return *bench_.hq->incidents(INT64_MAX, 1'000); }
  void garbage(const std::string& device) {
    const auto refusal = bench_.hq->offer(DeviceId::trusted(device), Stream::cells, "garbage");
    EXPECT_TRUE(refusal.has_value());
  }
  void stranger(const std::string& device) {
    bench_.take({Sender(device, Stream::cells).frame(cell(device, 1, {9}))});
  }
  Bench bench_;
};

TEST_F(Refused, AreOneIncidentForEachSenderAndKind) {
  for (int i = 0; i < 40; ++i) {
    garbage("leeds");
    garbage("paris");  // a stranger that cannot be read either
    stranger("paris");
    bench_.clock.advance(seconds(15));
  }
  const auto noted = incidents();
  ASSERT_EQ(noted.size(), 3U);
  for (const auto& one : noted) EXPECT_EQ(one.incident.kind, relay::Incident::Kind::refused);
  EXPECT_EQ(noted[2].incident.device.str(), "leeds");
  EXPECT_THAT(noted[2].incident.detail, HasSubstr("different versions"));
  EXPECT_EQ(noted[0].incident.device.str(), "paris");
  EXPECT_THAT(noted[0].incident.detail, HasSubstr("no location 'paris' in its org file"));
}

TEST_F(Refused, AreToldWithHowManyAndSinceWhenWhileItLasts) {
  for (int i = 0; i < 12; ++i) {
    stranger("paris");
    bench_.clock.advance(seconds(15));
  }
  const auto lately = bench_.hq->refusals().lately();
  ASSERT_EQ(lately.size(), 1U);
  EXPECT_EQ(lately[0].kind, RefusalKind::stranger);
  EXPECT_EQ(lately[0].frames, 12U);
  EXPECT_EQ(lately[0].since, bench_.clock.wall_now() - minutes(3));
  EXPECT_THAT(lately[0].words, HasSubstr("'paris' is refused (12 frames since 09:00)"));
  bench_.clock.set_wall(bench_.clock.wall_now() + hours(5));
  EXPECT_EQ(bench_.hq->refusals().lately()[0].since, bench_.clock.wall_now() - minutes(3));
  bench_.clock.advance(kRefusedLately);
  EXPECT_TRUE(bench_.hq->refusals().lately().empty());
  EXPECT_EQ(incidents().size(), 1U);
}

TEST_F(Refused, ThatGoOnAreNotedOnceADayWithTheirNumber) {
  for (int i = 0; i < 48 * 60 + 1; ++i) {
    stranger("paris");
    bench_.clock.advance(minutes(1));
  }
  const auto noted = incidents();
  ASSERT_EQ(noted.size(), 3U);
  EXPECT_THAT(noted[0].incident.detail, HasSubstr("2881 frames since 2 Mar 09:00"));
}

TEST_F(Refused, ThatCouldNotBeNotedAreNotedWithTheNextFrame) {
  bench_.database->raw().exec("ALTER TABLE incident RENAME TO elsewhere");
  stranger("paris");
  EXPECT_EQ(bench_.hq->refusals().lately().size(), 1U);
  bench_.database->raw().exec("ALTER TABLE elsewhere RENAME TO incident");
  stranger("paris");
  EXPECT_EQ(incidents().size(), 1U);
}

TEST_F(Refused, ByTheThousandAreCountedAndNotTold) {
  for (std::size_t i = 0; i < kRefusedSendersMax + 5; ++i) stranger("paris-" + std::to_string(i));
  EXPECT_EQ(bench_.hq->refusals().lately().size(), kRefusedSendersMax);
  EXPECT_EQ(bench_.hq->refusals().others(), 5U);
  EXPECT_EQ(incidents().size(), kRefusedSendersMax);
  bench_.clock.advance(kRefusalForgotten);
  stranger("rome");
  EXPECT_EQ(bench_.hq->refusals().lately().size(), 1U) << "the old ones were forgotten";
}

}  // namespace
}  // namespace earshot::hq::test
