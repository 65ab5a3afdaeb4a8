// Bursts of taps and staff's runs of praise: who is a part of one, and who is not.
#include "core/response/misuse.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <span>
#include <vector>

namespace earshot::response {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr WallTime kNow{1'772'442'000'000};

/// When each of `count` was said, one `apart` from the next.
std::vector<WallTime> row(int count, Duration apart) {
  std::vector<WallTime> said;
  for (int i = 0; i < count; ++i) said.push_back(kNow + apart * i);
  return said;
}

struct Rule {
  Places (*around)(std::span<const WallTime>, std::size_t);
  std::size_t neighbours;
};
constexpr Rule kBursts{burst_around, kBurstNeighbours};
constexpr Rule kStaffRuns{staff_run_around, kStaffRunNeighbours};

/// Each alone among all: whether it is a part of something.
std::vector<bool> parts_of(const std::vector<WallTime>& said, const Rule& rule) {
  std::vector<bool> parts;
  for (std::size_t i = 0; i < said.size(); ++i) parts.push_back(!rule.around(said, i).empty());
  return parts;
}

/// As an edge agent judges it: each newcomer among its nearest neighbours of those that came.
class Arrivals {
 public:
  explicit Arrivals(const Rule& rule) : rule_(rule) {}
  void take(WallTime at) {
    const auto place =
        std::upper_bound(said_.begin(), said_.end(), at,
                         [](WallTime when, const Said& said) { return when < said.at; });
    const auto here = static_cast<std::size_t>(place - said_.begin());
    said_.insert(place, {at, false});
    const std::size_t first = here - std::min(here, rule_.neighbours);
    const std::size_t end = std::min(said_.size(), here + rule_.neighbours + 1);
    std::vector<WallTime> near;
    for (std::size_t i = first; i < end; ++i) near.push_back(said_[i].at);
    const Places parts = rule_.around(near, here - first);
    for (std::size_t i = parts.first; i < parts.end; ++i) said_[first + i].flagged = true;
  }
  [[nodiscard]] std::vector<bool> flagged() const {
    std::vector<bool> flags;
    for (const Said& said : said_) flags.push_back(said.flagged);
    return flags;
  }

 private:
  struct Said {
    WallTime at;
    bool flagged;
  };
  const Rule rule_;
  std::vector<Said> said_;
};

TEST(BurstOfTaps, CustomersInAQueueAreNone) {
  const auto said = row(200, seconds(6));
  for (std::size_t i = 0; i < said.size(); ++i) EXPECT_TRUE(burst_around(said, i).empty()) << i;
}

TEST(BurstOfTaps, ThirteenInAMinuteAreOneAndTwelveAreNot) {
  auto said = row(12, seconds(5));
  EXPECT_TRUE(burst_around(said, 11).empty());
  said.push_back(kNow + seconds(60));
  EXPECT_EQ(burst_around(said, 12), (Places{0, 13}));
  EXPECT_EQ(burst_around(said, 0), (Places{0, 13}));
  said.push_back(kNow + seconds(121));  // a minute after it nobody is a part of it
  EXPECT_TRUE(burst_around(said, 13).empty());
}

TEST(BurstOfTaps, SessionsLessThanASecondApartAreOneAfterFive) {
  auto said = row(5, milliseconds(900));
  EXPECT_TRUE(burst_around(said, 4).empty());
  said.push_back(kNow + milliseconds(4500));
  EXPECT_EQ(burst_around(said, 5), (Places{0, 6}));
}

TEST(BurstOfTaps, WhoWasRightBeforeRapidTapsIsNoPartOfThem) {
  auto said = row(6, milliseconds(500));
  said.insert(said.begin(), kNow - seconds(30));
  EXPECT_EQ(burst_around(said, 6), (Places{1, 7}));
  EXPECT_TRUE(burst_around(said, 0).empty());
}

TEST(BurstOfTaps, OneMayBelongToWhatIsBeforeAndToWhatIsBehindIt) {
  const auto said = row(11, milliseconds(1000));  // any six within five seconds
  EXPECT_EQ(burst_around(said, 5), (Places{0, 11}));
}

TEST(StaffRun, IsEightPraisesInFourMinutesAndSevenAreCustomers) {
  auto praised = row(7, seconds(30));
  EXPECT_TRUE(staff_run_around(praised, 6).empty());
  praised.push_back(kNow + seconds(240));
  EXPECT_EQ(staff_run_around(praised, 7), (Places{0, 8}));
  EXPECT_EQ(staff_run_around(praised, 3), (Places{0, 8}));
  praised.push_back(kNow + seconds(481));
  EXPECT_TRUE(staff_run_around(praised, 8).empty());
}

TEST(StaffRun, IsNoneWhereASatisfiedCustomerComesEveryFortySeconds) {
  const auto praised = row(60, seconds(40));
  for (std::size_t i = 0; i < praised.size(); ++i) {
    EXPECT_TRUE(staff_run_around(praised, i).empty()) << i;
  }
}

/// Some alone, some in crowds.
rc::Gen<std::vector<WallTime>> some_taps() {
  return rc::gen::container<std::vector<WallTime>>(
      rc::gen::map(rc::gen::oneOf(rc::gen::inRange(0, 400'000), rc::gen::inRange(90'000, 97'000),
                                  rc::gen::inRange(200'000, 270'000)),
                   [](int ms) { return kNow + milliseconds(ms); }));
}

rc::Gen<Rule> a_rule() { return rc::gen::elementOf(std::vector<Rule>{kBursts, kStaffRuns}); }

// The law on which headquarters relies: what is left out does not depend on the order in which the
// taps came, nor on how many neighbours beyond the nearest were looked at.
RC_GTEST_PROP(CrowdLaw, IsTheSameInWhateverOrderTheyCame, ()) {
  auto said = *some_taps();
  const Rule rule = *a_rule();
  Arrivals arrivals(rule);
  for (const WallTime at : said) arrivals.take(at);
  std::sort(said.begin(), said.end());
  RC_ASSERT(arrivals.flagged() == parts_of(said, rule));
}

RC_GTEST_PROP(CrowdLaw, IsNeverLessWhenMoreIsHeard, ()) {
  auto said = *some_taps();
  RC_PRE(!said.empty());
  std::sort(said.begin(), said.end());
  const Rule rule = *a_rule();
  const auto without = *rc::gen::inRange<std::size_t>(0, said.size());
  auto fewer = said;
  fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(without));
  const auto all = parts_of(said, rule);
  const auto some = parts_of(fewer, rule);
  for (std::size_t i = 0; i < some.size(); ++i) {
    RC_ASSERT(!some[i] || all[i + (i >= without ? 1 : 0)]);
  }
}

}  // namespace
}  // namespace earshot::response
