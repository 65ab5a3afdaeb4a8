// What looks like staff's, came while the location was closed, or faster than anybody reads: kept,
// flagged with the reason, out of the score, and a person may say otherwise.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using std::chrono::seconds;

class Patterns : public Location {
 protected:
  Patterns() {
    watch_patterns_ = true;
    const int now = zone_.local_minute(clock_.wall_now());
    // It has just been opened.
    opening_hours_ = {{0x7F, now, (now + 8 * 60) % survey::kMinutesInDay}};
    restart();
  }
  response::Response praise(int number) {
    auto r = said(number, 10, clock_.wall_now());
    r.duration_ms = 1500;
    return r;
  }
  std::int64_t flagged(std::uint32_t flag) {
    const auto all = responses();
    return std::count_if(all.begin(), all.end(), [&](const FiledResponse& filed) {
      return (filed.response.misuse & flag) != 0;
    });
  }
  std::uint64_t counted() { return score::total(tally()); }
  TestKiosk kiosk_{"till-1"};
};

TEST_F(Patterns, EightQuickPraisesAtOpeningTimeAreLeftOutAndAPersonMayCountThemAgain) {
  for (int i = 1; i <= 8; ++i) {
    take(kiosk_.frame(praise(i)));
    EXPECT_EQ(flagged(response::kMisuseStaffPattern), i < 8 ? 0 : 8) << i;
    clock_.advance(seconds(20));
  }
  EXPECT_EQ(counted(), 0U);
  ASSERT_TRUE(edge_->judge(response_id(3), 0)->has_value());
  EXPECT_EQ(counted(), 1U);
}

// Their order of arrival, a restart and customers in between once decided who was a part of a run.
TEST_F(Patterns, ARunIsFoundInWhateverOrderItsPartsCome) {
  std::vector<response::Response> run;
  for (int i = 1; i <= 8; ++i) {
    run.push_back(praise(i));
    clock_.advance(seconds(20));
  }
  for (const int i : {8, 2, 6, 1, 7, 3, 5, 4}) {
    EXPECT_EQ(flagged(response::kMisuseStaffPattern), 0);
    auto customer = said(100 + i, 7, run[static_cast<std::size_t>(i - 1)].at, "Fine");
    take(kiosk_.frame(customer));
    take(kiosk_.frame(run[static_cast<std::size_t>(i - 1)]));
    if (i == 7) restart();
  }
  EXPECT_EQ(flagged(response::kMisuseStaffPattern), 8);
  EXPECT_EQ(counted(), 8U) << "the customers";
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Patterns, WhatIsTakenBackIsStillAPartOfTheRun) {
  std::vector<response::Response> run;
  for (int i = 1; i <= 8; ++i) {
    run.push_back(praise(i));
    take(kiosk_.frame(run.back()));
    clock_.advance(seconds(20));
    if (i == 3) {
      auto back = run.back();
      back.revision = 2;
      back.withdrawn = true;
      take(kiosk_.frame(back));
    }
  }
  EXPECT_EQ(flagged(response::kMisuseStaffPattern), 8);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Patterns, TheNewestRevisionIsJudgedWhicheverComesFirst) {
  auto first = praise(1);
  first.partial = true;
  auto whole = praise(1);
  whole.at = first.at;
  whole.revision = 2;
  clock_.advance(std::chrono::hours(10));
  whole.at = first.at = clock_.wall_now();  // it is closed
  TestKiosk other("till-2");
  take(kiosk_.frame(whole));
  take(kiosk_.frame(first));
  auto second = first;
  second.id = response_id(2);
  take(other.frame(second));
  second = whole;
  second.id = response_id(2);
  take(other.frame(second));
  EXPECT_EQ(flagged(response::kMisuseOutOfHours), 2);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Patterns, TheSameInTheMiddleOfTheDayAreCustomers) {
  clock_.advance(std::chrono::hours(4));
  for (int i = 1; i <= 9; ++i) {
    take(kiosk_.frame(praise(i)));
    clock_.advance(seconds(20));
  }
  EXPECT_EQ(flagged(response::kMisuseStaffPattern), 0);
  EXPECT_EQ(counted(), 9U);
}

TEST_F(Patterns, AWordWithItIsACustomers) {
  for (int i = 1; i <= 9; ++i) {
    auto first = praise(i);
    first.partial = true;  // the first tap, durable at once
    take(kiosk_.frame(first));
    auto whole = said(i, 10, first.at, "lovely");
    whole.revision = 2;
    take(kiosk_.frame(whole));
    clock_.advance(seconds(20));
  }
  EXPECT_EQ(flagged(response::kMisuseStaffPattern), 0);
  EXPECT_EQ(counted(), 9U);
}

TEST_F(Patterns, WhatComesWhileClosedIsLeftOut) {
  clock_.advance(std::chrono::hours(10));
  take(kiosk_.frame(said(1, 2, clock_.wall_now())));
  EXPECT_EQ(flagged(response::kMisuseOutOfHours), 1);
  EXPECT_EQ(counted(), 0U);
  EXPECT_TRUE(alerts().empty());
}

TEST_F(Patterns, ThreeAnswersInAMomentAreNoPersons) {
  auto r = said(1, 2, clock_.wall_now());
  for (const auto* name : {"a", "b"}) {
    response::Answer answer;
    answer.question = QuestionId::trusted(name);
    answer.kind = survey::QuestionKind::choice;
    answer.chosen = {OptionId::trusted("x")};
    r.answers.push_back(answer);
  }
  r.duration_ms = 300;
  take(kiosk_.frame(r));
  EXPECT_EQ(flagged(response::kMisuseTooFast), 1);
  EXPECT_EQ(counted(), 0U);
}

TEST_F(Patterns, AreNotLookedForWhereTheConfigurationSaysSo) {
  watch_patterns_ = false;
  restart();
  clock_.advance(std::chrono::hours(10));
  take(kiosk_.frame(said(1, 2, clock_.wall_now())));
  EXPECT_EQ(flagged(response::kMisuseOutOfHours), 0);
}

}  // namespace
}  // namespace earshot::edge
