// What headquarters does with frames: cells in any order, refills, forgeries, poison, crashes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

using relay::Stream;
using relay::Verdict;
using ::testing::HasSubstr;

TEST(Cells, OfALocationAddUpToTheRoot) {
  Bench bench;
  Sender leeds("leeds", Stream::cells), bath("bath", Stream::cells);
  const auto receipts =
      bench.take({leeds.frame(cell("leeds", 1, {10, 9, 3})), bath.frame(cell("bath", 1, {8}))});
  ASSERT_EQ(receipts.size(), 2U);
  EXPECT_EQ(receipts[0].verdict, Verdict::accepted);
  EXPECT_EQ(receipts[0].cursor.seq, 1U);
  EXPECT_EQ(bench.ratings("leeds"), 3U);
  EXPECT_EQ(bench.ratings("coast"), 0U);
  EXPECT_EQ(bench.ratings("north"), 3U);
  EXPECT_EQ(bench.ratings("acme"), 4U);
}

TEST(Cells, AreWholeSoTheNewestVersionReplacesTheOlder) {
  Bench bench;
  Sender leeds("leeds", Stream::cells);
  bench.take({leeds.frame(cell("leeds", 1, {10})), leeds.frame(cell("leeds", 3, {10, 9, 9}))});
  bench.take({leeds.frame(cell("leeds", 2, {10, 9}))});
  EXPECT_EQ(bench.ratings("leeds"), 3U);
  bench.take({leeds.frame(cell("leeds", 4, {10, 9}))});  // a customer undid one
  EXPECT_EQ(bench.ratings("leeds"), 2U);
  EXPECT_EQ(bench.ratings("acme"), 2U);
}

/// Every version of some cells of every location, as single records.
std::vector<wire::CellRecord> history(std::mt19937& random) {
  std::vector<wire::CellRecord> records;
  for (const char* where : {"leeds", "york", "hull", "bath"}) {
    for (int hours_ago : {0, 1, 30, 24 * 9, 24 * 80, 24 * 400}) {
      for (const char* touchpoint : {"checkout", "washroom"}) {
        auto record = cell(where, 0, {}, kHour - hours_ago, touchpoint);
        for (int version = 1; version <= 3; ++version) {
          record.version = static_cast<std::uint64_t>(version);
          ++record.value.responses;
          ++record.value.ratings[random() % 11];
          records.push_back(record);
        }
      }
    }
  }
  return records;
}

void deliver(Bench& bench, const std::vector<wire::CellRecord>& records) {
  std::map<LocationId, Sender> senders;
  std::vector<relay::Frame> frames;
  for (const wire::CellRecord& record : records) {
    auto& sender =
        senders.try_emplace(record.location, record.location.str(), Stream::cells).first->second;
    frames.push_back(sender.frame(record));
  }
  bench.take(std::move(frames));
}

TEST(Cells, ShuffledAndThreeTimesGiveTheSameNumbersByteForByte) {  // fault 10
  std::mt19937 random(3);
  const auto records = history(random);
  Bench in_order;
  deliver(in_order, records);
  auto thrice = records;
  for (int i = 0; i < 2; ++i) thrice.insert(thrice.end(), records.begin(), records.end());
  std::shuffle(thrice.begin(), thrice.end(), random);
  Bench shuffled;
  deliver(shuffled, thrice);
  EXPECT_EQ(shuffled.hq->numbers_text(), in_order.hq->numbers_text());
  EXPECT_THAT(in_order.hq->numbers_text(), HasSubstr("leeds washroom recommend nps"));
}

TEST(Cells, CountedAgainAfterARestartGiveTheSameNumbersByteForByte) {  // fault 20
  std::mt19937 random(4);
  Bench bench;
  deliver(bench, history(random));
  const std::string before = bench.hq->numbers_text();
  bench.restart();
  EXPECT_EQ(bench.hq->numbers_text(), before);
}

TEST(Frames, ThreeTimesAndShuffledAreAppliedOnce) {  // fault 10
  Bench bench;
  Sender leeds("leeds", Stream::cells);
  std::vector<relay::Frame> frames;
  for (std::uint64_t version = 1; version <= 20; ++version) {
    frames.push_back(leeds.frame(cell("leeds", version, {10})));
  }
  auto thrice = frames;
  for (int i = 0; i < 2; ++i) thrice.insert(thrice.end(), frames.begin(), frames.end());
  std::mt19937 random(5);
  std::shuffle(thrice.begin(), thrice.end(), random);
  bench.take(thrice);
  bench.take(frames);  // what came too early was answered with the cursor, and is sent again
  EXPECT_EQ(bench.ratings("leeds"), 1U);
  EXPECT_EQ(bench.hq->receiver_counts().records_applied, 20U);
}

TEST(Refill, OfANewEpochNeverDipsNorDoubles) {
  Bench bench;
  Sender old_edge("leeds", Stream::cells, 7);
  bench.take({old_edge.frame(cell("leeds", 9, {10, 9, 8, 7}))});
  Sender new_edge("leeds", Stream::cells, 8);
  std::vector<int> said;
  for (std::uint64_t version = 1; version <= 6; ++version) {
    said.push_back(9);
    auto record = cell("leeds", version, {});
    record.value.responses = said.size();
    record.value.ratings[9] = said.size();
    bench.take({new_edge.frame(record)});
    EXPECT_EQ(bench.ratings("leeds"), std::max<std::size_t>(4, said.size()));
  }
  EXPECT_EQ(bench.hq->filing_counts().cells_refilling, 3U);
  bench.restart();
  EXPECT_EQ(bench.ratings("acme"), 6U);
}

TEST(Refill, CountsFlaggedResponsesToo) {
  StoredCell stored{1, 5, {}};
  stored.value.responses = 2;
  stored.value.misuse[0] = 2;
  score::CellValue value;
  value.responses = 3;
  EXPECT_FALSE(replaces(2, 100, value, stored));
  value.misuse[0] = 1;
  EXPECT_FALSE(replaces(2, 1, value, stored));  // the stored one knows more of the burst
  value.responses = 2;
  value.misuse[0] = 2;
  EXPECT_TRUE(replaces(2, 1, value, stored));
  EXPECT_FALSE(replaces(1, 5, value, stored));
  stored.life = 2;
  EXPECT_FALSE(replaces(1, 6, value, stored));
  value.revisions = stored.value.revisions + 1;  // of as many people it has heard more
  EXPECT_TRUE(replaces(1, 6, value, stored));
}

TEST(Locations, ThatMoveTakeTheirHistoryAlong) {
  Bench bench;
  Sender leeds("leeds", Stream::cells);
  bench.take({leeds.frame(cell("leeds", 1, {10, 9, 3}, kHour - 24 * 100))});
  std::string moved(kOrg);
  const auto place = moved.find("parent = \"north\"", moved.find("\"Leeds\""));
  moved.replace(place, 16, "parent = \"south\"");
  bench.hq->set_tree(org(moved));
  EXPECT_EQ(bench.ratings("north"), 0U);
  EXPECT_EQ(bench.ratings("south"), 3U);
  EXPECT_EQ(bench.ratings("acme"), 3U);
}

TEST(Frames, OfADeviceThatIsNotInTheOrgTreeAreRefused) {
  Bench bench;
  Sender stranger("paris", Stream::cells);
  const auto receipts = bench.take({stranger.frame(cell("paris", 1, {10}))});
  ASSERT_EQ(receipts.size(), 1U);
  EXPECT_EQ(receipts[0].verdict, Verdict::refused);
  EXPECT_THAT(receipts[0].reason, HasSubstr("no location 'paris' in its org file"));
  EXPECT_EQ(bench.hq->counts().frames_unknown_device, 1U);
  EXPECT_EQ(bench.ratings("acme"), 0U);
  Sender region("north", Stream::cells);  // a node, but no location
  EXPECT_EQ(bench.take({region.frame(cell("north", 1, {10}))})[0].verdict, Verdict::refused);
}

TEST(Frames, OfAnotherVersionAreRefusedSoThatTheirSenderHearsWhy) {
  Bench bench;
  Sender leeds("leeds", Stream::cells);
  auto newer = leeds.frame(cell("leeds", 1, {9}));
  newer.records = {std::string(relay::kRecordBytesMax + 1, 'x')};
  const auto refusal = bench.hq->offer(newer.device, newer.stream, wire::encode_frame(newer));
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->verdict, Verdict::refused);
  EXPECT_EQ(refusal->cursor.epoch, newer.epoch);
  EXPECT_THAT(refusal->reason, HasSubstr("different versions"));
  EXPECT_EQ(bench.hq->counts().frames_undecodable, 1U);
  EXPECT_EQ(bench.hq->waiting(), 0U);
  const auto sound = Sender("leeds", Stream::cells).frame(cell("leeds", 1, {9}));
  EXPECT_FALSE(bench.hq->offer(sound.device, sound.stream, wire::encode_frame(sound)).has_value());
  EXPECT_EQ(bench.hq->waiting(), 1U);
}

TEST(Records, ThatNameAnotherLocationAreSetAsideAndCounted) {  // fault 22
  Bench bench;
  Sender leeds("leeds", Stream::cells);
  const auto receipts = bench.take({leeds.frame(cell("york", 1, {0, 0, 0}))});
  EXPECT_EQ(receipts[0].verdict, Verdict::accepted);  // received, so that nothing behind it waits
  EXPECT_EQ(bench.ratings("acme"), 0U);
  EXPECT_EQ(bench.hq->filing_counts().forged_location, 1U);
  EXPECT_EQ(bench.inbox->quarantined().value(), 1U);
  auto& row = bench.database->prepared("SELECT reason FROM quarantine");
  ASSERT_TRUE(row.executeStep());
  EXPECT_THAT(row.getColumn(0).getString(),
              HasSubstr("'leeds' sent a record that says it is from the location 'york'"));
  row.reset();
}

TEST(Records, ThatAreSpoiltAreSetAsideWhileTheirNeighboursFlow) {  // fault 16
  Bench bench;
  Sender leeds("leeds", Stream::cells);
  auto impossible = cell("leeds", 1, {10}, kHour - 1);
  impossible.value.ratings[10] = kCellCountMax + 1;
  auto elsewhere = cell("leeds", 1, {10}, kHour - 2);
  elsewhere.key.business_day += 3;
  bench.take({leeds.raw({wire::encode_record(cell("leeds", 1, {10})), "poison",
                         wire::encode_record(impossible), wire::encode_record(elsewhere),
                         wire::encode_record(alert_of("leeds", 'a', bench.clock.wall_now())),
                         wire::encode_record(cell("leeds", 2, {10, 9}))})});
  EXPECT_EQ(bench.ratings("leeds"), 2U);
  EXPECT_EQ(bench.inbox->quarantined().value(), 4U);
}

TEST(Series, OfOneLocationAreBounded) {
  Bench bench;
  Sender leeds("leeds", Stream::cells);
  for (std::size_t i = 0; i <= kSeriesPerLocationMax; ++i) {
    bench.take({leeds.frame(cell("leeds", 1, {10}, kHour, "t" + std::to_string(i)))});
  }
  EXPECT_EQ(bench.inbox->quarantined().value(), 1U);
  EXPECT_EQ(bench.ratings("leeds"), kSeriesPerLocationMax);
}

TEST(Queue, IsBoundedAndUrgentFramesGoFirst) {
  Bench bench;
  Sender leeds("leeds", Stream::cells), alerts("leeds", Stream::urgent);
  for (std::size_t i = 0; i < kWaitingFramesMax - 1; ++i) {
    EXPECT_FALSE(bench.hq->offer(leeds.frame(cell("leeds", i + 1, {10}))));
  }
  EXPECT_FALSE(bench.hq->offer(alerts.frame(alert_of("leeds", 'a', bench.clock.wall_now()))));
  EXPECT_FALSE(bench.hq->offer(leeds.frame(cell("leeds", 9'999, {10}))));
  EXPECT_EQ(bench.hq->counts().frames_dropped_full, 1U);
  const auto work = bench.hq->work();
  ASSERT_TRUE(work);
  EXPECT_EQ(work->receipts.size(), kFramesPerCommitMax);
  EXPECT_EQ(work->receipts.front().stream, Stream::urgent);
  EXPECT_EQ(work->alerts.size(), 1U);
}

TEST(Alerts, AreToldOnceAndCountedUntilSomebodyTakesThemUp) {
  Bench bench;
  Sender leeds("leeds", Stream::urgent);
  auto raised = alert_of("leeds", 'a', bench.clock.wall_now());
  bench.take({leeds.frame(raised), leeds.frame(raised)});
  EXPECT_EQ(bench.alerts.size(), 1U);
  EXPECT_EQ(bench.node("acme").alerts_open, 1U);
  auto taken_up = raised;
  taken_up.alert.acknowledged_at = bench.clock.wall_now();
  taken_up.alert.acknowledged_by = "the manager";
  bench.take({leeds.frame(taken_up), leeds.frame(raised)});  // the old state once more
  EXPECT_EQ(bench.alerts.size(), 2U);
  EXPECT_EQ(bench.node("acme").alerts_open, 0U);
  bench.restart();
  EXPECT_EQ(bench.node("acme").alerts_open, 0U);
  const auto detail = bench.hq->node(NodeId::trusted("north"), Window::all);
  ASSERT_EQ(detail->alerts.size(), 1U);
  EXPECT_EQ(detail->alerts[0].second.acknowledged_by, "the manager");
}

TEST(Alerts, GetTheWordsThatFollowTheirRatingAndKeepThemWhenToldAgain) {
  Bench bench;
  Sender leeds("leeds", Stream::urgent);
  const auto raised = alert_of("leeds", 'a', bench.clock.wall_now());
  auto with_words = raised;
  with_words.alert.words = "Nobody at the till";
  bench.take({leeds.frame(raised), leeds.frame(with_words)});
  const auto words = [&] {
    return bench.hq->node(NodeId::trusted("leeds"), Window::all)->alerts.at(0).second.words;
  };
  EXPECT_EQ(words(), "Nobody at the till");
  bench.take({leeds.frame(raised)});  // as an edge agent does that is being filled again
  EXPECT_EQ(words(), "Nobody at the till");
}

TEST(Alerts, ThatAreHistoryAreKeptButNoNews) {
  Bench bench;
  Sender leeds("leeds", Stream::urgent);
  bench.take({leeds.frame(alert_of("leeds", 'a', bench.clock.wall_now() - std::chrono::hours(2)))});
  EXPECT_TRUE(bench.alerts.empty());
  EXPECT_EQ(bench.node("leeds").alerts_open, 1U);
}

TEST(Comments, OfARegionAreTheNewestOfAllItsLocations) {
  Bench bench;
  const WallTime now = bench.clock.wall_now();
  Sender leeds("leeds", Stream::verbatims), hull("hull", Stream::verbatims),
      bath("bath", Stream::verbatims);
  auto withdrawn = comment_of("leeds", 'd', now, "never mind");
  withdrawn.response.withdrawn = true;
  bench.take({leeds.frame(comment_of("leeds", 'a', now - Duration(3000), "long queue")),
              hull.frame(comment_of("hull", 'b', now - Duration(2000), "kind staff")),
              bath.frame(comment_of("bath", 'c', now, "elsewhere")), leeds.frame(withdrawn)});
  auto better = comment_of("leeds", 'a', now - Duration(3000), "long queue, twice");
  better.response.revision = 2;
  bench.take({leeds.frame(better), leeds.frame(comment_of("leeds", 'a', now, "older revision"))});
  const auto detail = bench.hq->node(NodeId::trusted("north"), Window::all);
  ASSERT_TRUE(detail);
  ASSERT_EQ(detail->comments.size(), 2U);
  EXPECT_EQ(response::comment_of(detail->comments[0].response), "kind staff");
  EXPECT_EQ(response::comment_of(detail->comments[1].response), "long queue, twice");
}

TEST(Transaction, ThatFailsLeavesNumbersAndStoreAsTheyWere) {  // fault 20
  Bench bench;
  Sender leeds("leeds", Stream::cells);
  bench.take({leeds.frame(cell("leeds", 1, {10}))});
  const std::string before = bench.hq->numbers_text();
  const auto frame = leeds.frame(cell("leeds", 2, {10, 9}), cell("leeds", 1, {3}, kHour, "new"));
  bench.database->raw().exec(
      "CREATE TRIGGER full BEFORE INSERT ON hq_total BEGIN "
      "SELECT RAISE(ABORT, 'no more'); END");
  static_cast<void>(bench.hq->offer(frame));
  EXPECT_FALSE(bench.hq->work());
  EXPECT_NE(bench.hq->trouble(), "");
  EXPECT_EQ(bench.hq->numbers_text(), before);
  bench.database->raw().exec("DROP TRIGGER full");
  EXPECT_EQ(bench.take({frame})[0].cursor.seq, 3U);
  EXPECT_EQ(bench.ratings("leeds"), 3U);
  EXPECT_EQ(bench.hq->trouble(), "");
  const std::string after = bench.hq->numbers_text();
  bench.restart();
  EXPECT_EQ(bench.hq->numbers_text(), after);
}

// A bug that the simulator found: a recount that the disk had refused was never tried again, and
// the numbers stayed half.
TEST(Recount, ThatFailedIsTriedAgainUntilItSucceeds) {
  Bench bench;
  Sender leeds("leeds", Stream::cells);
  bench.take({leeds.frame(cell("leeds", 1, {10, 3}))});
  const std::string before = bench.hq->numbers_text();
  bench.database->raw().exec("ALTER TABLE hq_total RENAME TO out_of_reach");
  bench.clock.set_wall(bench.clock.wall_now() - std::chrono::hours(24 * 3));  // makes one due
  EXPECT_FALSE(bench.hq->tick());
  EXPECT_FALSE(bench.hq->tick());
  bench.database->raw().exec("ALTER TABLE out_of_reach RENAME TO hq_total");
  EXPECT_TRUE(bench.hq->tick());
  bench.clock.set_wall(bench.clock.wall_now() + std::chrono::hours(24 * 3));
  EXPECT_TRUE(bench.hq->tick());
  EXPECT_EQ(bench.hq->numbers_text(), before);
}

}  // namespace
}  // namespace earshot::hq::test
