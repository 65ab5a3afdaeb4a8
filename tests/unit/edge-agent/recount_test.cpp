// The oracle: recomputing everything from raw responses equals what the increments made, byte for
// byte, whatever is repeated, shuffled, revised, refused or lost on the way.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>

#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

class Recount : public Location {
 protected:
  /// A response as `seed` will have it: kinds, topics, languages, flags, withdrawals, revisions.
  response::Response any_response(int number, std::mt19937& seed) {
    const auto below = [&](int n) { return static_cast<int>(seed() % static_cast<unsigned>(n)); };
    auto r = said(number, below(11), clock_.wall_now() - std::chrono::minutes(below(3000)));
    r.touchpoint = TouchpointId::trusted(below(2) == 0 ? "checkout" : "washroom");
    r.language = LanguageTag::trusted(below(2) == 0 ? "en" : "cy");
    r.duration_ms = below(60'000);
    if (below(8) == 0) r.misuse = static_cast<std::uint32_t>(1 + below(15));
    if (below(8) == 0) r.withdrawn = true;
    if (below(2) == 0) {
      response::Answer face;
      face.question = QuestionId::trusted("service");
      face.kind = survey::QuestionKind::smiley;
      face.rating = 1 + below(5);
      r.answers.push_back(face);
    }
    if (below(3) == 0) {
      response::Answer topics;
      topics.question = QuestionId::trusted("about");
      topics.kind = survey::QuestionKind::topics;
      topics.chosen = {OptionId::trusted("queue")};
      if (below(2) == 0) topics.chosen.push_back(OptionId::trusted("staff"));
      r.answers.push_back(topics);
    }
    if (below(3) == 0) {
      response::Answer why;
      why.question = QuestionId::trusted("why");
      why.kind = survey::QuestionKind::comment;
      why.text = "Because";
      r.answers.push_back(why);
    }
    r.revision = static_cast<std::uint32_t>(1 + below(3));
    return r;
  }

  std::map<AskedAs, score::Histogram> recounted_tally() {
    std::map<AskedAs, score::Histogram> tally;
    for (const auto& [key, value] : recount()) {
      if (!key.topic.empty()) continue;
      auto& counts = tally[{key.question, key.kind}];
      for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += value.ratings[i];
    }
    std::erase_if(tally, [](const auto& item) { return score::total(item.second) == 0; });
    return tally;
  }
  std::map<AskedAs, score::Histogram> live_tally() {
    auto tally = edge_->cells().scoreboard().all();
    std::erase_if(tally, [](const auto& item) { return score::total(item.second) == 0; });
    return tally;
  }
  /// What headquarters would hold: of each cell the newest version.
  std::map<score::CellKey, score::CellValue> newest_sent() {
    std::map<score::CellKey, wire::CellRecord> newest;
    for (auto& [cell, weight] : sent_up<wire::CellRecord>(relay::Stream::cells)) {
      const auto found = newest.find(cell.key);
      if (found == newest.end() || found->second.version < cell.version) newest[cell.key] = cell;
    }
    std::map<score::CellKey, score::CellValue> cells;
    for (const auto& [key, cell] : newest) {
      if (!cell.value.empty()) cells.emplace(key, cell.value);
    }
    return cells;
  }
};

RC_GTEST_FIXTURE_PROP(Recount, EqualsTheIncrementsWhateverWasSaid, (unsigned number)) {
  std::mt19937 seed(number);
  TestKiosk kiosk("till-1");
  for (int batch = 0; batch < 6; ++batch) {
    std::vector<std::string> records;
    for (int i = 0; i < 12; ++i) {
      const int id = static_cast<int>(seed() % 25);
      records.push_back(seed() % 20 == 0 ? "poison" : record_of(any_response(id, seed)));
    }
    take(kiosk.frame(records));
    clock_.advance(std::chrono::minutes(7));
    if (seed() % 3 == 0) restart();
  }
  RC_ASSERT(stored_cells() == recount());
  RC_ASSERT(newest_sent() == recount());
  RC_ASSERT(live_tally() == recounted_tally());
}

TEST_F(Recount, AnAnswerThatWasOnlyEverHeardTakenBackIsToldToHeadquarters) {
  TestKiosk kiosk("till-1");
  auto gone = said(1, 9, clock_.wall_now());
  gone.withdrawn = true;
  gone.revision = 2;
  take(kiosk.frame(gone));
  const auto cells = newest_sent();
  ASSERT_EQ(cells.size(), 1u);
  score::CellValue expected;
  expected.heard = 1;
  expected.revisions = 2;
  EXPECT_EQ(cells.begin()->second, expected);
  EXPECT_EQ(stored_cells(), recount());
  EXPECT_TRUE(live_tally().empty());
}

TEST_F(Recount, ACellThatARevisionLeftGoesOnTellingThatItWasHeard) {
  const auto about = [&](std::uint32_t revision, const char* topic) {
    auto r = said(1, 9, clock_.wall_now());
    r.revision = revision;
    response::Answer topics;
    topics.question = QuestionId::trusted("about");
    topics.kind = survey::QuestionKind::topics;
    topics.chosen = {OptionId::trusted(topic)};
    r.answers.push_back(topics);
    return r;
  };
  const auto all = {about(1, "queue"), about(2, "staff"), about(3, "staff")};
  std::map<score::CellKey, score::CellValue> in_order;
  {
    TestKiosk kiosk("till-1");
    for (const auto& each : all) take(kiosk.frame(each));
    in_order = stored_cells();
    EXPECT_EQ(in_order, recount());
    restart();
    EXPECT_EQ(stored_cells(), recount());
  }
  ASSERT_EQ(in_order.size(), 3u);
  for (const auto& [key, value] : in_order) {
    EXPECT_EQ(value.heard, 1u);
    EXPECT_EQ(value.revisions, 3u);
    EXPECT_EQ(value.responses, key.topic.str() == "queue" ? 0u : 1u);
  }
  // On two streams a later revision may overtake an earlier one: the same in the end.
  edge_.reset();
  database_.reset();
  for (const char* name : {"edge.db", "edge.db-wal", "edge.db-shm"}) {
    std::filesystem::remove(folder_ / name);
  }
  start();
  TestKiosk urgent("till-1", relay::Stream::urgent), normal("till-1");
  take(urgent.frame(*(all.begin() + 2)));
  take(normal.frame(*all.begin()));
  take(normal.frame(*(all.begin() + 1)));
  EXPECT_EQ(stored_cells(), in_order);
  EXPECT_EQ(newest_sent(), in_order);
}

TEST_F(Recount, AStoreOfAnOlderVersionIsCountedOnceForHowFarItWasHeard) {
  std::mt19937 seed(5);
  TestKiosk kiosk("till-1");
  std::vector<std::string> records;
  for (int i = 0; i < 40; ++i) records.push_back(record_of(any_response(i, seed)));
  take(kiosk.frame(records));
  const auto cells = stored_cells();
  // As it was: no cell knows how far it was heard, and the empty ones were never made.
  std::vector<std::pair<std::int64_t, wire::CellRecord>> old;
  {
    SQLite::Statement rows(database_->raw(), "SELECT number, record FROM cells");
    while (rows.executeStep()) {
      auto any = wire::decode_record(rows.getColumn(1).getString());
      old.emplace_back(rows.getColumn(0).getInt64(), std::get<wire::CellRecord>(*any));
    }
  }
  for (auto& [number, cell] : old) {
    cell.value.heard = cell.value.revisions = 0;
    const auto record = wire::encode_record(cell);
    SQLite::Statement change(database_->raw(),
                             cell.value.empty() ? "DELETE FROM cells WHERE number = ?1"
                                                : "UPDATE cells SET record = ?2 WHERE number = ?1");
    change.bind(1, number);
    if (!cell.value.empty()) change.bind(2, record.data(), static_cast<int>(record.size()));
    change.exec();
  }
  database_->raw().exec("UPDATE cells_heard SET counted = 0");
  restart();
  EXPECT_EQ(stored_cells(), cells);
  EXPECT_EQ(newest_sent(), cells);
  const auto sent = sent_up<wire::CellRecord>(relay::Stream::cells).size();
  restart();
  EXPECT_EQ(sent_up<wire::CellRecord>(relay::Stream::cells).size(), sent) << "only once";
}

// Fault 10: every frame three times, shuffled.
TEST_F(Recount, EveryFrameThreeTimesShuffledGivesTheSameCells) {
  std::mt19937 seed(10);
  std::vector<std::string> records;
  std::vector<relay::Frame> frames;
  TestKiosk till("till-1");
  TestKiosk washroom("washroom-1", relay::Stream::urgent);
  for (int i = 0; i < 30; ++i) {
    std::vector<std::string> some;
    for (int k = 0; k < 5; ++k) some.push_back(record_of(any_response(i * 5 + k, seed)));
    frames.push_back((i % 2 == 0 ? till : washroom).frame(some));
  }
  std::vector<relay::Frame> thrice;
  for (const auto& frame : frames) thrice.insert(thrice.end(), 3, frame);
  std::shuffle(thrice.begin(), thrice.end(), seed);
  // Gaps are answered with the cursor, and the sender goes back: so each is sent until it is in.
  std::size_t accepted = 0;
  for (int round = 0; round < 40 && accepted < thrice.size(); ++round) {
    accepted = 0;
    for (const auto& frame : thrice) {
      accepted += take(frame).verdict == relay::Verdict::accepted ? 1 : 0;
    }
  }
  EXPECT_EQ(accepted, thrice.size());
  EXPECT_EQ(count("responses"), 150);
  EXPECT_EQ(stored_cells(), recount());
  EXPECT_EQ(newest_sent(), recount());

  // The same frames once and in order, in a second location: identical, byte for byte.
  const auto shuffled = stored_cells();
  edge_.reset();
  database_.reset();
  std::filesystem::remove_all(folder_.path());
  std::filesystem::create_directory(folder_.path());
  start();
  for (const auto& frame : frames) take(frame);
  EXPECT_EQ(stored_cells(), shuffled);
}

// Fault 11: the receipt is lost ten times, with a crash between.
TEST_F(Recount, AReceiptLostTenTimesWithACrashBetweenIsOneEffectWithTheSameIds) {
  TestKiosk kiosk("till-1");
  const auto frame = kiosk.frame(said(1, 2, clock_.wall_now(), "Cold"));
  const auto first = take(frame);
  const auto alert = alerts().at(0).id;
  for (int i = 0; i < 10; ++i) {
    if (i == 5) restart();
    clock_.advance(std::chrono::seconds(5));
    const auto again = take(frame);
    EXPECT_EQ(again.verdict, relay::Verdict::accepted);
    EXPECT_EQ(again.cursor, first.cursor);
  }
  EXPECT_EQ(count("responses"), 1);
  EXPECT_EQ(count("deliveries"), 1);
  ASSERT_EQ(alerts().size(), 1u);
  EXPECT_EQ(alerts()[0].id, alert);
  EXPECT_EQ(tally()[2], 1u);
  EXPECT_EQ(sent_up<wire::CellRecord>(relay::Stream::cells).size(), 1u);
  EXPECT_EQ(sent_up<wire::AlertRecord>(relay::Stream::urgent).size(), 1u);
}

TEST_F(Recount, AFullDiskLeavesNothingOfTheBatchAndItGoesThroughLater) {
  TestKiosk kiosk("till-1");
  take(kiosk.frame(said(1, 10, clock_.wall_now())));
  static_cast<void>(edge_->take_news());
  const auto cells = stored_cells();
  auto& raw = database_->raw();
  const auto pages = raw.execAndGet("PRAGMA page_count").getInt();
  raw.exec("PRAGMA max_page_count = " + std::to_string(pages));

  std::vector<std::string> records;
  for (int i = 2; i < 200; ++i) {
    records.push_back(record_of(said(i, 1, clock_.wall_now(), std::string(200, 'x'))));
  }
  const auto frame = kiosk.frame(records);
  const auto refused = edge_->take(std::span(&frame, 1));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::no_space);
  EXPECT_EQ(count("responses"), 1);
  EXPECT_EQ(count("alerts"), 0);
  EXPECT_EQ(count("deliveries"), 0);
  EXPECT_EQ(stored_cells(), cells);
  EXPECT_EQ(score::total(tally()), 1u);
  EXPECT_FALSE(edge_->take_news().any);
  EXPECT_EQ(edge_->deliveries().waiting(), 0u);
  EXPECT_EQ(edge_->filing_counts().filed, 1u);

  raw.exec("PRAGMA max_page_count = 1000000");
  EXPECT_EQ(take(frame).verdict, relay::Verdict::accepted);
  EXPECT_EQ(count("responses"), 199);
  EXPECT_EQ(alerts().size(), 198u);
  EXPECT_EQ(stored_cells(), recount());
  EXPECT_EQ(newest_sent(), recount());
  EXPECT_EQ(score::total(tally()), 199u);
}

}  // namespace
}  // namespace earshot::edge
