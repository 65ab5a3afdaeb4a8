// Fault 29: 500 taps a minute on one kiosk. All kept, flagged, out of the score, reversible, one
// alert.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>

#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using response::kMisuseBurst;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class Misuse : public Location {
 protected:
  Misuse() {
    watch_bursts_ = true;
    restart();
  }
  /// `taps` in a minute, in frames of twenty, as a kiosk's courier sends them.
  void tap(TestKiosk& kiosk, int first, int taps, int rating) {
    std::vector<std::string> records;
    for (int i = 0; i < taps; ++i) {
      records.push_back(record_of(said(first + i, rating, clock_.wall_now())));
      clock_.advance(Duration{60'000 / taps});
      if (records.size() < 20 && i + 1 < taps) continue;
      take(kiosk.frame(records));
      records.clear();
    }
  }
  std::int64_t flagged() {
    const auto all = responses();
    return std::count_if(all.begin(), all.end(), [](const FiledResponse& filed) {
      return (filed.response.misuse & kMisuseBurst) != 0;
    });
  }
  std::int64_t open_alerts() {
    const auto all = alerts();
    return std::count_if(all.begin(), all.end(),
                         [](const alert::Alert& alert) { return !alert.acknowledged(); });
  }
  TestKiosk kiosk_{"till-1"};
};

TEST_F(Misuse, FiveHundredTapsAMinuteAreKeptFlaggedOutOfTheScoreAndOneAlert) {
  TestKiosk other("till-2");
  take(other.frame(said(9000, 9, clock_.wall_now())));
  tap(kiosk_, 1, 500, 0);
  EXPECT_EQ(count("responses"), 501);
  EXPECT_EQ(flagged(), 500);
  EXPECT_EQ(score::total(tally()), 1u);  // the other kiosk's customer alone
  EXPECT_EQ(edge_->filing_counts().bursts, 1u);
  EXPECT_EQ(open_alerts(), 1);
  const auto all = alerts();
  const auto burst =
      std::find_if(all.begin(), all.end(), [](const auto& alert) { return alert.rule == "burst"; });
  ASSERT_NE(burst, all.end());
  EXPECT_EQ(burst->sentence,
            "Checkout: somebody taps again and again. All is kept, and left out of the scores.");
  EXPECT_EQ(burst->response, response_id(1));
  // The few that were told before it was seen are closed, and say why.
  for (const auto& alert : all) {
    if (alert.rule != "detractor") continue;
    EXPECT_EQ(alert.acknowledged_by, "Left out as misuse");
  }
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Misuse, APersonMayCountABurstAgain) {
  tap(kiosk_, 1, 500, 9);
  EXPECT_EQ(score::total(tally()), 0u);
  std::uint64_t changed = 0;
  for (std::int64_t after = 0;;) {
    const auto some = edge_->judge_burst(response_id(1), 0, after);
    ASSERT_TRUE(some.has_value());
    changed += some->changed;
    if (some->next == 0) break;
    after = some->next;
  }
  EXPECT_EQ(changed, 500u);
  EXPECT_EQ(tally()[9], 500u);
  EXPECT_EQ(stored_cells(), recount());
  restart();
  EXPECT_EQ(tally()[9], 500u);
  // And back.
  const auto again = edge_->judge_burst(response_id(1), kMisuseBurst, 0);
  ASSERT_TRUE(again.has_value());
  EXPECT_GT(again->changed, 0u);
  EXPECT_EQ(stored_cells(), recount());
}

// Counting five hundred unhappy taps again once raised five hundred alerts.
TEST_F(Misuse, ABurstThatCountsAgainIsNoNews) {
  tap(kiosk_, 1, 100, 0);
  ASSERT_EQ(open_alerts(), 1);
  ASSERT_TRUE(edge_->judge_burst(response_id(1), 0, 0).has_value());
  EXPECT_EQ(tally()[0], 100u);
  EXPECT_EQ(open_alerts(), 1);
  // One response that a person picks out is another matter.
  ASSERT_TRUE(edge_->judge(response_id(90), kMisuseBurst).has_value());
  ASSERT_TRUE(edge_->judge(response_id(90), 0).has_value());
  EXPECT_EQ(open_alerts(), 2);
}

TEST_F(Misuse, WhatAPersonDecidedOfOneResponseStays) {
  tap(kiosk_, 1, 13, 9);
  EXPECT_EQ(flagged(), 13);
  const auto judged = edge_->judge(response_id(3), 0);
  ASSERT_TRUE(judged.has_value() && judged->has_value());
  EXPECT_TRUE((*judged)->judged);
  EXPECT_EQ(tally()[9], 1u);
  auto more = said(3, 8, responses().back().response.at);
  more.revision = 2;
  take(kiosk_.frame(more));
  EXPECT_EQ(tally()[8], 1u);  // the customer said more, and it still counts
  tap(kiosk_, 100, 20, 9);
  EXPECT_EQ(tally()[8], 1u);
  EXPECT_EQ(stored_cells(), recount());
  EXPECT_FALSE(edge_->judge(response_id(777), 0)->has_value());
  EXPECT_EQ(edge_->judge(response_id(3), 1U << 20).error().code, ErrorCode::invalid);
}

TEST_F(Misuse, ARevisionOfATapInABurstStaysLeftOut) {
  tap(kiosk_, 1, 13, 9);
  auto more = said(1, 8, responses().back().response.at);
  more.revision = 2;
  take(kiosk_.frame(more));
  EXPECT_EQ(score::total(tally()), 0u);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Misuse, ARestartInTheMiddleMakesNoSecondAlert) {
  tap(kiosk_, 1, 100, 9);
  restart();
  tap(kiosk_, 101, 100, 9);
  EXPECT_EQ(flagged(), 200);
  EXPECT_EQ(alerts().size(), 1u);
  EXPECT_EQ(edge_->filing_counts().bursts, 0u);  // none began in this run
}

TEST_F(Misuse, ABacklogOfABusyWeekIsNone) {
  std::vector<std::string> records;
  for (int i = 1; i <= 200; ++i) {
    records.push_back(record_of(said(i, 9, clock_.wall_now() - seconds(30 * (200 - i)))));
  }
  take(kiosk_.frame(records));
  EXPECT_EQ(flagged(), 0);
}

TEST_F(Misuse, TheSameFrameAgainFlagsNobodyElse) {
  std::vector<std::string> records;
  for (int i = 1; i <= 10; ++i) {
    records.push_back(record_of(said(i, 9, clock_.wall_now() + seconds(7 * i))));
  }
  clock_.advance(minutes(2));
  const auto frame = kiosk_.frame(records);
  for (int i = 0; i < 5; ++i) take(frame);
  EXPECT_EQ(flagged(), 0);
}

TEST_F(Misuse, ATransactionThatIsUndoneLeavesNoMemoryOfItsTaps) {
  auto& raw = database_->raw();
  std::vector<std::string> records;
  for (int i = 1; i < 200; ++i) {
    records.push_back(record_of(said(i, 9, clock_.wall_now(), std::string(300, 'x'))));
  }
  const auto frame = kiosk_.frame(records);
  raw.exec("PRAGMA max_page_count = " + raw.execAndGet("PRAGMA page_count").getString());
  ASSERT_FALSE(edge_->take(std::span(&frame, 1)).has_value());
  raw.exec("PRAGMA max_page_count = 1000000");
  take(frame);
  EXPECT_EQ(flagged(), 199);
  EXPECT_EQ(alerts().size(), 1u);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Misuse, ImportedResponsesAreNobodysTaps) {
  std::vector<std::string> records;
  for (int i = 1; i <= 100; ++i) {
    auto imported = said(i, 9, clock_.wall_now());
    imported.channel = response::Channel::import;
    records.push_back(record_of(imported));
  }
  take(kiosk_.frame(records));
  EXPECT_EQ(flagged(), 0);
}

TEST_F(Misuse, AJudgementIsToldToHeadquartersWithTheWords) {
  take(kiosk_.frame(said(1, 2, clock_.wall_now(), "Slow")));
  ASSERT_TRUE(edge_->judge(response_id(1), response::kMisuseTooFast).has_value());
  ASSERT_TRUE(edge_->judge(response_id(1), 0).has_value());
  const auto up = sent_up<wire::ResponseRecord>(relay::Stream::verbatims);
  ASSERT_EQ(up.size(), 3u);
  EXPECT_EQ(up[0].first.response.misuse, 0u);
  EXPECT_EQ(up[1].first.response.misuse, response::kMisuseTooFast);
  EXPECT_EQ(up[2].first.response.misuse, 0u);
  const auto cells = stored_cells();
  ASSERT_EQ(cells.size(), 1u);
  EXPECT_EQ(cells.begin()->second.responses, 1u);
  EXPECT_EQ(cells.begin()->second.revisions, 3u);  // what was said, and two decisions
  EXPECT_EQ(cells, recount());
}

// Two edge agents that heard the same count the same, though the two streams of a kiosk, its
// repetitions and its old outbox reached them in another order.
RC_GTEST_FIXTURE_PROP(Misuse, IsTheSameInWhateverOrderTheTapsCame, (unsigned number)) {
  std::mt19937 seed(number);
  std::vector<std::string> records;
  for (int id = 1; id <= 60; ++id) {
    const auto at = clock_.wall_now() - milliseconds(seed() % 150'000);
    records.push_back(record_of(said(id, static_cast<int>(seed() % 11), at)));
  }
  std::map<score::CellKey, score::CellValue> before;
  for (int agent = 0; agent < 2; ++agent) {
    edge_.reset();
    database_.reset();
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(store().string() + end);
    start();
    TestKiosk kiosk("till-1");
    for (std::size_t from = 0; from < records.size(); from += 10) {
      take(kiosk.frame({records.begin() + static_cast<std::ptrdiff_t>(from),
                        records.begin() + static_cast<std::ptrdiff_t>(from + 10)}));
      if (seed() % 4 == 0) restart();
    }
    RC_ASSERT(stored_cells() == recount());
    if (agent == 1) RC_ASSERT(stored_cells() == before);
    before = stored_cells();
    std::shuffle(records.begin(), records.end(), seed);
  }
}

// The recount oracle includes whatever bursts, revisions and people do.
RC_GTEST_FIXTURE_PROP(Misuse, NeverPartsTheCellsFromARecount, (unsigned number)) {
  std::mt19937 seed(number);
  const auto below = [&](int n) { return static_cast<int>(seed() % static_cast<unsigned>(n)); };
  int id = 1;
  for (int step = 0; step < 30; ++step) {
    switch (below(5)) {
      case 0: {
        std::vector<std::string> records;
        for (int i = below(40); i > 0; --i) {
          records.push_back(record_of(said(id++, below(11), clock_.wall_now(), "So")));
          clock_.advance(milliseconds(below(400)));
        }
        take(kiosk_.frame(records));
        break;
      }
      case 1: {
        auto again = said(1 + below(id), below(11), clock_.wall_now());
        again.revision = 2 + static_cast<std::uint32_t>(below(3));
        take(kiosk_.frame(again));
        break;
      }
      case 2:
        RC_ASSERT(edge_->judge(response_id(1 + below(id)), static_cast<std::uint32_t>(below(16)))
                      .has_value());
        break;
      case 3:
        RC_ASSERT(edge_->judge_burst(response_id(1 + below(id)), 0, 0).has_value());
        break;
      default:
        if (below(3) == 0) restart();
        clock_.advance(seconds(below(200)));
        take(kiosk_.frame(said(id++, below(11), clock_.wall_now())));
    }
  }
  RC_ASSERT(stored_cells() == recount());
}

}  // namespace
}  // namespace earshot::edge
