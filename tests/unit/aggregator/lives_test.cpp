// What headquarters makes of edge agents that are replaced, restored, or are two under one name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <filesystem>

#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

using relay::Stream;
using relay::Verdict;
using ::testing::HasSubstr;

wire::CellRecord told(std::uint64_t version, std::uint64_t tens, std::uint64_t zeros = 0,
                      HourUtc hour = kHour) {
  auto record = cell("leeds", version, {}, hour);
  record.value.responses = tens + zeros;
  record.value.ratings[10] = tens;
  record.value.ratings[0] = zeros;
  return record;
}

/// As an edge agent tells it that has heard `people`, up to so many revisions together.
wire::CellRecord heard(std::uint64_t version, std::uint64_t people, std::uint64_t revisions,
                       std::uint64_t tens, std::uint64_t zeros = 0) {
  auto record = told(version, tens, zeros);
  record.value.heard = people;
  record.value.revisions = revisions;
  return record;
}

std::int64_t kept_aside(Bench& bench) {
  auto& row = bench.database->prepared("SELECT count(*) FROM hq_cell_aside");
  const std::int64_t count = row.executeStep() ? row.getColumn(0).getInt64() : -1;
  static_cast<void>(row.tryReset());
  return count;
}

/// How many said 10, and how many 0.
std::pair<std::uint64_t, std::uint64_t> shown(Bench& bench) {
  const auto scores = bench.node("leeds").scores;
  if (scores.empty()) return {0, 0};
  return {scores[0].ratings[10], scores[0].ratings[0]};
}

TEST(TwoEdgeAgents, OfOneNameShowTheFullerHistoryWhoeverSpokeLast) {  // fault 14
  Bench bench;
  Sender one("leeds", Stream::cells, 7), two("leeds", Stream::cells, 8);
  std::uint64_t most = 0;
  for (std::uint64_t n = 1; n <= 20; ++n) {
    bench.take({one.frame(told(n, n))});  // happy customers at the one, unhappy ones at the other
    bench.take({two.frame(told(n, 0, n / 2))});
    EXPECT_EQ(shown(bench), (std::pair<std::uint64_t, std::uint64_t>{n, 0}));
    EXPECT_GE(bench.ratings("leeds"), most);
    most = bench.ratings("leeds");
  }
  EXPECT_EQ(kept_aside(bench), 1);  // the other history, at its newest
  const std::string numbers = bench.hq->numbers_text();
  for (std::uint64_t n = 21; n <= 30; ++n) {  // nothing new: saying it again does not make it flap
    bench.take({one.frame(told(n, 20)), two.frame(told(n, 0, 10))});
    EXPECT_EQ(bench.hq->numbers_text(), numbers);
  }
  bench.restart();
  EXPECT_EQ(bench.hq->numbers_text(), numbers);
}

TEST(TwoEdgeAgents, OfWhichOneIsTakenAwayLeaveNothingUncounted) {
  Bench bench;
  Sender one("leeds", Stream::cells, 7), clone("leeds", Stream::cells, 8);
  bench.take({one.frame(told(3, 5)), clone.frame(told(3, 5))});
  bench.take({clone.frame(told(4, 6))});
  bench.take({one.frame(told(4, 9))});
  EXPECT_EQ(bench.ratings("leeds"), 9U);
  bench.take({one.frame(told(5, 8, 1))});  // somebody thought better of it
  EXPECT_EQ(shown(bench), (std::pair<std::uint64_t, std::uint64_t>{8, 1}));
}

TEST(TwoEdgeAgents, AreToldOnThePageWhileBothSpeak) {
  Bench bench;
  Sender one("leeds", Stream::cells, 7), two("leeds", Stream::cells, 8);
  bench.take({one.frame(told(1, 1)), two.frame(told(1, 0, 1))});
  ASSERT_TRUE(bench.hq->tick());
  bench.take({one.frame(told(2, 2))});  // it may have been under way
  EXPECT_FALSE(bench.node("leeds").completeness.two_speak);
  bench.clock.advance(kLateFramesFor);
  bench.take({one.frame(told(3, 3))});
  EXPECT_TRUE(bench.node("leeds").completeness.two_speak);
  EXPECT_THAT(bench.node("leeds").completeness.words,
              HasSubstr("two edge agents speak under this location’s name"));
  EXPECT_THAT(bench.node("acme").completeness.words, HasSubstr("two edge agents speak"));
  bench.clock.advance(kTwoSpeakFor);
  ASSERT_TRUE(bench.hq->tick());
  EXPECT_FALSE(bench.node("leeds").completeness.two_speak);
}

// A clone heard one tap of a burst without those around it, and was taken away.
TEST(TwoEdgeAgents, OfWhichOneKnewABurstLeaveItOutWhoeverSpokeLast) {
  Bench bench;
  Sender one("leeds", Stream::cells, 7), clone("leeds", Stream::cells, 8);
  auto flagged = heard(5, 1, 2, 0);
  flagged.value.misuse[1] = 1;
  bench.take({one.frame(heard(3, 1, 2, 1))});
  bench.take({clone.frame(heard(4, 1, 2, 1))});
  bench.take({one.frame(flagged)});
  EXPECT_EQ(bench.ratings("leeds"), 0U);
  bench.take({clone.frame(heard(6, 1, 2, 1))});
  EXPECT_EQ(bench.ratings("leeds"), 0U);
  bench.take({one.frame(heard(7, 1, 3, 1))});  // a person decided that it counts
  EXPECT_EQ(bench.ratings("leeds"), 1U);
}

TEST(Comments, GoWhenTheyAreLeftOutLaterAndComeBackWhenTheyCountAgain) {
  Bench bench;
  Sender verbatims("leeds", Stream::verbatims), cells("leeds", Stream::cells);
  auto comment = comment_of("leeds", 'a', bench.clock.wall_now(), "Slow");
  bench.take({cells.frame(cell("leeds", 1, {3})), verbatims.frame(comment)});
  const auto shown = [&] {
    return bench.hq->node(NodeId::trusted("leeds"), Window::all)->comments.size();
  };
  EXPECT_EQ(shown(), 1U);
  comment.response.misuse = response::kMisuseBurst;
  bench.take({verbatims.frame(comment)});
  EXPECT_EQ(shown(), 0U);
  comment.response.misuse = 0;
  bench.take({verbatims.frame(comment)});
  EXPECT_EQ(shown(), 1U);
}

TEST(Lives, ThatHaveCaughtUpMayGoDownAgainAndStay) {
  Bench bench;
  Sender before("leeds", Stream::cells, 7), after("leeds", Stream::cells, 8);
  bench.take({before.frame(told(9, 4))});
  bench.take({after.frame(told(1, 3))});
  EXPECT_EQ(bench.ratings("leeds"), 4U);
  bench.take({after.frame(told(2, 4))});
  bench.take({after.frame(told(3, 3))});  // a customer withdrew one, or it was misuse
  EXPECT_EQ(bench.ratings("leeds"), 3U);
  bench.restart();
  EXPECT_EQ(bench.ratings("leeds"), 3U);
  bench.take({after.frame(told(4, 2))});
  EXPECT_EQ(bench.ratings("leeds"), 2U);
}

TEST(Lives, AreCountedInTheOrderInWhichTheyWereHeardAlsoAfterARestart) {
  Bench bench;
  Sender first("leeds", Stream::cells, 900), second("leeds", Stream::cells, 5);
  bench.take({first.frame(told(1, 2))});
  bench.take({second.frame(told(1, 0, 2))});
  bench.restart();
  bench.take({first.frame(told(1, 2))});  // as many, and no newer: the later one stays
  EXPECT_EQ(shown(bench), (std::pair<std::uint64_t, std::uint64_t>{0, 2}));
  bench.take({second.frame(told(2, 0, 1))});
  EXPECT_EQ(shown(bench), (std::pair<std::uint64_t, std::uint64_t>{0, 1}));
}

TEST(Lives, OfATransactionThatFailedAreCountedAgain) {
  Bench bench;
  Sender first("leeds", Stream::cells, 7);
  bench.take({first.frame(told(1, 2))});
  const auto frame = Sender("leeds", Stream::cells, 8).frame(told(1, 0, 3));
  bench.database->raw().exec(
      "CREATE TRIGGER full BEFORE INSERT ON hq_total BEGIN SELECT RAISE(ABORT, 'no more'); END");
  static_cast<void>(bench.hq->offer(frame));
  EXPECT_FALSE(bench.hq->work());
  bench.database->raw().exec("DROP TRIGGER full");
  bench.take({frame});
  EXPECT_EQ(shown(bench), (std::pair<std::uint64_t, std::uint64_t>{0, 3}));
}

TEST(Lives, AnAnswerTakenBackWhileItsEdgeAgentWasReplacedIsTakenBackHere) {
  Bench bench;
  Sender before("leeds", Stream::cells, 7), after("leeds", Stream::cells, 8);
  bench.take({before.frame(heard(9, 2, 2, 2))});
  bench.restart();
  bench.take({after.frame(heard(1, 1, 1, 1))});
  EXPECT_EQ(bench.ratings("leeds"), 2U) << "no dip while it is being filled again";
  bench.take({after.frame(heard(2, 2, 3, 1))});
  EXPECT_EQ(bench.ratings("leeds"), 1U);
  bench.take({after.frame(heard(3, 2, 4, 0))});
  EXPECT_EQ(bench.ratings("leeds"), 0U);
  bench.restart();
  EXPECT_EQ(bench.ratings("leeds"), 0U);
}

TEST(TwoEdgeAgents, ThatCountAsManyPeopleShowTheNewestRevisionWhoeverSpokeLast) {
  Bench bench;
  Sender one("leeds", Stream::cells, 7), two("leeds", Stream::cells, 8);
  bench.take({two.frame(heard(4, 2, 2, 2))});
  bench.take({one.frame(heard(3, 2, 3, 1, 1))});  // somebody thought better of it
  bench.restart();
  bench.take({two.frame(heard(90, 2, 2, 2))});
  EXPECT_EQ(shown(bench), (std::pair<std::uint64_t, std::uint64_t>{1, 1}));
  bench.take({two.frame(heard(91, 2, 3, 1, 1))});
  EXPECT_EQ(shown(bench), (std::pair<std::uint64_t, std::uint64_t>{1, 1}));
}

TEST(Lives, OfAnOlderVersionAreTakenOverByAsManyPeople) {
  Bench bench;
  Sender before("leeds", Stream::cells, 7), after("leeds", Stream::cells, 8);
  bench.take({before.frame(told(9, 3))});
  bench.take({after.frame(heard(1, 2, 5, 2))});
  EXPECT_EQ(bench.ratings("leeds"), 3U);
  bench.take({after.frame(heard(2, 3, 6, 2))});  // one of them took it back
  EXPECT_EQ(bench.ratings("leeds"), 2U);
}

/// Each life only ever hears more; however their words mix on the way, the same one is shown.
RC_GTEST_PROP(Lives, EndInTheSameCellInWhateverOrderTheyAreHeard, ()) {
  std::vector<std::vector<StoredCell>> lives(3);
  for (std::size_t life = 0; life < lives.size(); ++life) {
    StoredCell cell;
    cell.life = static_cast<Life>(life + 1);
    for (int n = *rc::gen::inRange(1, 5); n > 0; --n) {
      cell.version += *rc::gen::inRange<std::uint64_t>(1, 4);
      const auto more = *rc::gen::inRange<std::uint64_t>(0, 2);
      cell.value.heard += more + (cell.value.heard == 0 ? 1 : 0);
      cell.value.revisions = std::max(cell.value.heard, cell.value.revisions + more);
      cell.value.revisions += *rc::gen::inRange<std::uint64_t>(0, 2);
      cell.value.misuse[0] += *rc::gen::inRange<std::uint64_t>(0, 2);
      lives[life].push_back(cell);
    }
  }
  const auto hear_all = [&] {
    auto next = std::vector<std::size_t>(lives.size(), 0);
    std::optional<StoredCell> shown;
    for (;;) {
      std::vector<std::size_t> open;
      for (std::size_t i = 0; i < lives.size(); ++i) {
        if (next[i] < lives[i].size()) open.push_back(i);
      }
      if (open.empty()) return *shown;
      const auto who = *rc::gen::elementOf(open);
      const StoredCell& told = lives[who][next[who]++];
      if (!shown || replaces(told.life, told.version, told.value, *shown)) shown = told;
    }
  };
  RC_ASSERT(hear_all() == hear_all());
}

class ReplacedEdge : public ::testing::Test {  // fault 12
 protected:
  void SetUp() override {
    auto last = before_.frame(told(9, 5), told(9, 3, 0, kHour - 24));
    last.sent_at = bench_.clock.wall_now();
    last.pending_responses = 37;
    last.pending_since = last.sent_at - std::chrono::minutes(3);
    bench_.take({last});
    ASSERT_TRUE(bench_.hq->save_heard());
    bench_.clock.advance(std::chrono::hours(1));
  }
  void pass(Duration time) {
    bench_.clock.advance(time);
    ASSERT_TRUE(bench_.hq->tick());
  }
  /// The location is heard, and has nothing on its way.
  void look_after_a_minute() {
    bench_.clock.advance(std::chrono::minutes(1));
    bench_.take({after_.probe(bench_.clock.wall_now())});
    pass(std::chrono::seconds(1));  // read again what was found
    pass(std::chrono::seconds(1));
  }
  Completeness leeds() { return bench_.node("leeds").completeness; }

  Bench bench_;
  Sender before_{"leeds", Stream::cells, 7}, after_{"leeds", Stream::cells, 8};
};

TEST_F(ReplacedEdge, IsNamedWithWhatMayBeMissingUntilItIsRefilled) {
  bench_.take({after_.frame(told(1, 1))});
  pass(std::chrono::seconds(1));
  EXPECT_EQ(bench_.ratings("leeds"), 8U);  // no dip
  EXPECT_EQ(leeds().missing_most, 37U);
  EXPECT_EQ(leeds().told_before, 8U);
  EXPECT_THAT(leeds().words,
              HasSubstr("has another store since 10:00: at most 37 responses from before are "
                        "missing; 8 answers count as the store before 10:00 told them"));
  EXPECT_FALSE(leeds().complete);
  EXPECT_THAT(bench_.node("north").completeness.words,
              HasSubstr("at most 37 responses are missing"));
  bench_.restart();
  EXPECT_EQ(leeds().missing_most, 37U);

  bench_.take({after_.frame(told(2, 42), told(1, 3, 0, kHour - 24))});
  EXPECT_EQ(bench_.ratings("leeds"), 45U);
  look_after_a_minute();
  EXPECT_EQ(leeds().missing_most, 0U);
  EXPECT_EQ(leeds().words, "Complete");
  bench_.restart();
  bench_.take({after_.probe(bench_.clock.wall_now())});
  EXPECT_EQ(leeds().words, "Complete");
}

TEST_F(ReplacedEdge, KeepsSayingSoWhileAKiosksResponsesHaveNotComeAgain) {
  bench_.take({after_.frame(told(1, 42))});  // yesterday's hour has not come again
  look_after_a_minute();
  EXPECT_EQ(leeds().missing_most, 37U);
  EXPECT_EQ(leeds().told_before, 3U);
  EXPECT_EQ(bench_.ratings("leeds"), 45U);
  pass(kRefillFor);  // nothing can come any more; the incident stays in the log
  EXPECT_EQ(leeds().missing_most, 0U);
}

TEST(RestoredHeadquarters, AsksAgainAndEndsWithTheSameNumbers) {  // yesterday's backup
  Bench bench;
  Sender leeds("leeds", Stream::cells);
  std::vector<relay::Frame> frames;
  for (std::uint64_t n = 1; n <= 6; ++n) frames.push_back(leeds.frame(told(n, n)));
  bench.take({frames[0], frames[1]});
  ASSERT_TRUE(bench.database->scrub());
  std::filesystem::copy_file(bench.folder / "hq.db", bench.folder / "backup.db");
  bench.take({frames[2], frames[3], frames[4]});
  const std::string numbers = bench.hq->numbers_text();

  bench.restart([&] {
    for (const char* part : {"hq.db-wal", "hq.db-shm"}) {
      std::filesystem::remove(bench.folder / part);
    }
    std::filesystem::copy_file(bench.folder / "backup.db", bench.folder / "hq.db",
                               std::filesystem::copy_options::overwrite_existing);
  });
  EXPECT_EQ(bench.ratings("leeds"), 2U);
  const auto receipts = bench.take({frames[4]});
  ASSERT_EQ(receipts.size(), 1U);
  EXPECT_EQ(receipts[0].verdict, Verdict::gap);
  EXPECT_EQ(receipts[0].cursor.seq, 2U);
  bench.take({frames[2], frames[3], frames[4]});
  EXPECT_EQ(bench.hq->numbers_text(), numbers);
}

}  // namespace
}  // namespace earshot::hq::test
