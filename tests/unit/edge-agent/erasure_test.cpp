// Fault 30: an erasure, then a late duplicate or a restored backup. The erasure wins, and no plain
// text is left in any file.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using relay::Stream;
using std::chrono::hours;
using std::chrono::minutes;

constexpr const char* kSecret = "My name is Kim Lindqvist";
constexpr const char* kSealed = "sealed-0815-contact";

response::Response told(int number, int rating, WallTime at) {
  auto response = said(number, rating, at, kSecret);
  response::Answer contact;
  contact.question = QuestionId::trusted("contact");
  contact.kind = survey::QuestionKind::contact;
  contact.text = kSealed;
  response.answers.push_back(contact);
  return response;
}

class Erased : public Location {
 protected:
  /// The files of the folder that hold `text`, whatever they are.
  std::vector<std::string> files_with(const std::string& text) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      if (bytes.find(text) != std::string::npos) found.push_back(entry.path().filename());
    }
    return found;
  }
  void expect_no_plain_text() {
    EXPECT_EQ(files_with(kSecret), std::vector<std::string>{});
    EXPECT_EQ(files_with(kSealed), std::vector<std::string>{});
  }
  /// The store's files as they are, put aside as a backup does.
  void back_up() {
    ASSERT_TRUE(database_->scrub().has_value());
    std::filesystem::copy_file(store(), backup_ / "edge.db",
                               std::filesystem::copy_options::overwrite_existing);
  }
  void put_back() {
    edge_.reset();
    database_.reset();
    for (const char* name : {"edge.db", "edge.db-wal", "edge.db-shm"}) {
      std::filesystem::remove(folder_ / name);
    }
    std::filesystem::copy_file(backup_ / "edge.db", store());
    start();
  }
  TestKiosk kiosk_{"till-1"};
  fakes::TempFolder backup_;
};

TEST_F(Erased, WordsGoFromEveryFileAndTheRatingStays) {
  take(kiosk_.frame(told(1, 2, clock_.wall_now())));
  take(kiosk_.frame(said(2, 9, clock_.wall_now(), "Lovely")));
  EXPECT_FALSE(files_with(kSecret).empty());
  clock_.advance(minutes(1));
  const auto erased = edge_->erase(response_id(1));
  ASSERT_TRUE(erased.has_value());
  EXPECT_TRUE(erased->found);
  EXPECT_EQ(erased->at, clock_.wall_now());
  expect_no_plain_text();
  const auto filed = responses();
  ASSERT_EQ(filed.size(), 2u);
  EXPECT_EQ(filed[1].erased_at, clock_.wall_now());
  EXPECT_EQ(response::comment_of(filed[1].response), "");
  EXPECT_EQ(response::comment_of(filed[0].response), "Lovely");
  EXPECT_EQ(tally()[2], 1u);
  EXPECT_EQ(alerts()[0].words, "");
  EXPECT_EQ(stored_cells(), recount());
  EXPECT_EQ(stored_cells().begin()->second.comments, 2u);  // a number, and nobody's data
  // What still waits for the site says the alert without its words.
  std::vector<std::string> said_at_site;
  edge_->hand_over([&](const Delivery& delivery) -> Result<void> {
    said_at_site.push_back(delivery.payload);
    return {};
  });
  ASSERT_EQ(said_at_site.size(), 1u);
  EXPECT_EQ(said_at_site[0].find("Kim"), std::string::npos);
}

TEST_F(Erased, HeadquartersIsToldAndGetsNoWordsThatWereOnTheirWay) {
  take(kiosk_.frame(told(1, 2, clock_.wall_now())));
  take(kiosk_.frame(said(2, 9, clock_.wall_now(), "Lovely")));
  ASSERT_TRUE(edge_->erase(response_id(1)).has_value());
  edge_->on_headquarters_connected(20);
  std::map<Stream, std::vector<relay::Frame>> up;
  std::map<Stream, relay::Cursor> cursors;
  ASSERT_TRUE(edge_->pump().has_value());
  while (const auto frame = headquarters_.take()) {
    up[frame->stream].push_back(*frame);
    // The chain of digests is whole: a receiver admits it.
    auto& cursor =
        cursors.try_emplace(frame->stream, relay::Cursor{frame->epoch, 0, frame->digest_before})
            .first->second;
    const auto admitted = relay::admit(cursor, *frame);
    ASSERT_EQ(admitted.verdict, relay::Verdict::accepted) << admitted.reason;
    cursor = admitted.cursor;
    ASSERT_TRUE(
        edge_->on_headquarters_receipt({frame->device, frame->stream, admitted.verdict, cursor, ""})
            .has_value());
    ASSERT_TRUE(edge_->pump().has_value());
  }
  bool told_of_it = false;
  for (const auto& [stream, frames] : up) {
    for (const auto& frame : frames) {
      for (const auto& record : frame.records) {
        EXPECT_EQ(record.find("Kim"), std::string::npos);
        const auto any = wire::decode_record(record);
        if (!any) continue;
        const auto* erasure = std::get_if<wire::ErasureRecord>(&*any);
        told_of_it = told_of_it || (erasure != nullptr && erasure->response == response_id(1) &&
                                    erasure->location == kHere);
      }
    }
  }
  EXPECT_TRUE(told_of_it);
  EXPECT_EQ(edge_->headquarters_health()->pending.records, 0u);
}

TEST_F(Erased, ALateDuplicateAndARevisionArriveStripped) {
  const auto frame = kiosk_.frame(told(1, 2, clock_.wall_now()));
  take(frame);
  ASSERT_TRUE(edge_->erase(response_id(1)).has_value());
  take(frame);
  take(kiosk_.frame(told(1, 2, clock_.wall_now())));
  auto revised = told(1, 3, clock_.wall_now());
  revised.revision = 2;
  take(kiosk_.frame(revised));
  ASSERT_TRUE(database_->scrub().has_value());
  expect_no_plain_text();
  EXPECT_EQ(tally()[3], 1u);
  EXPECT_EQ(alerts().size(), 1u);
  EXPECT_EQ(alerts()[0].words, "");
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Erased, ABackupThatIsPutBackIsCleanedAtTheStart) {
  take(kiosk_.frame(told(1, 2, clock_.wall_now())));
  back_up();
  ASSERT_TRUE(edge_->erase(response_id(1)).has_value());
  put_back();
  ASSERT_TRUE(edge_->tidy().has_value());
  expect_no_plain_text();
  EXPECT_EQ(responses()[0].erased_at.ms != 0, true);
  EXPECT_EQ(tally()[2], 1u);
}

TEST_F(Erased, AReplacedEdgeThatIsRefilledGetsItStripped) {
  const auto frame = kiosk_.frame(told(1, 2, clock_.wall_now()));
  take(frame);
  ASSERT_TRUE(edge_->erase(response_id(1)).has_value());
  edge_.reset();
  database_.reset();
  for (const char* name : {"edge.db", "edge.db-wal", "edge.db-shm"}) {
    std::filesystem::remove(folder_ / name);
  }
  start();  // the ledger was kept
  take(frame);
  ASSERT_TRUE(database_->scrub().has_value());
  expect_no_plain_text();
  EXPECT_EQ(tally()[2], 1u);
  EXPECT_EQ(stored_cells().begin()->second.comments, 1u);
}

TEST_F(Erased, AWishForAResponseThatHasNotComeYetHolds) {
  const auto erased = edge_->erase(response_id(1));
  ASSERT_TRUE(erased.has_value());
  EXPECT_FALSE(erased->found);
  take(kiosk_.frame(told(1, 2, clock_.wall_now())));
  ASSERT_TRUE(database_->scrub().has_value());
  expect_no_plain_text();
  EXPECT_EQ(count("responses"), 1);
}

TEST_F(Erased, ACrashBetweenTheLedgerAndTheStoreIsMadeGoodAtTheStart) {
  take(kiosk_.frame(told(1, 2, clock_.wall_now())));
  ASSERT_TRUE(erasures_->add(response_id(1), clock_.wall_now()).has_value());
  restart();
  ASSERT_TRUE(edge_->tidy().has_value());
  expect_no_plain_text();
}

TEST_F(Erased, TwiceIsAsOnce) {
  take(kiosk_.frame(told(1, 2, clock_.wall_now())));
  const auto first = edge_->erase(response_id(1));
  clock_.advance(hours(1));
  const auto second = edge_->erase(response_id(1));
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->at, first->at);
  EXPECT_EQ(tally()[2], 1u);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Erased, WhatLiesInQuarantineGoesToo) {
  const auto forged = record_of(told(1, 2, clock_.wall_now()), LocationId::trusted("store-8"));
  take(kiosk_.frame({forged}));
  ASSERT_EQ(edge_->view()->quarantined, 1u);
  ASSERT_TRUE(edge_->erase(response_id(1)).has_value());
  EXPECT_EQ(edge_->view()->quarantined, 0u);
  expect_no_plain_text();
}

// Words have a limit in time; numbers do not.
class OldWords : public Erased {};

TEST_F(OldWords, GoAfterTheirTimeWhileTheNumbersStay) {
  edge_->keep_words_for(hours(24 * 400));
  for (int i = 1; i <= 450; ++i) take(kiosk_.frame(told(i, 2, clock_.wall_now())));
  const auto cells = stored_cells();
  ASSERT_TRUE(edge_->tidy().has_value());
  clock_.advance(hours(24 * 399));
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(response::comment_of(responses()[0].response), kSecret);
  clock_.advance(hours(24 * 2));
  take(kiosk_.frame(said(1000, 9, clock_.wall_now(), "Fresh")));
  // A bounded piece a call: three of them for 450.
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(response::comment_of(responses()[1].response), kSecret);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(edge_->tidy().has_value());
  for (const auto& filed : responses()) {
    EXPECT_EQ(response::comment_of(filed.response),
              filed.response.id == response_id(1000) ? "Fresh" : "");
    EXPECT_EQ(filed.erased_at.ms, 0);
  }
  for (const auto& alert : alerts()) EXPECT_EQ(alert.words, "");
  EXPECT_EQ(tally()[2], 450u);
  for (const auto& [key, value] : cells) EXPECT_EQ(stored_cells().at(key), value);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(OldWords, StayWhenTheClockJumpsTwoYearsAhead) {
  edge_->keep_words_for(hours(24 * 400));
  take(kiosk_.frame(told(1, 2, clock_.wall_now())));
  ASSERT_TRUE(edge_->tidy().has_value());
  const auto right = clock_.wall_now();
  clock_.set_wall(right + hours(24 * 730));
  clock_.advance(hours(24 * 90));
  ASSERT_TRUE(edge_->tidy().has_value());
  restart();
  edge_->keep_words_for(hours(24 * 400));
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(response::comment_of(responses()[0].response), kSecret);
  clock_.advance(hours(24 * 20));  // old enough by both
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(response::comment_of(responses()[0].response), "");
}

TEST_F(OldWords, GoInTheEndThoughTheirClockWasAHundredYearsAhead) {
  edge_->keep_words_for(hours(24 * 400));
  const auto right = clock_.wall_now();
  clock_.set_wall(right + hours(24 * 36'500));
  take(kiosk_.frame(told(1, 2, clock_.wall_now())));
  clock_.set_wall(right);
  ASSERT_TRUE(edge_->tidy().has_value());
  clock_.advance(hours(24 * 790));
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(response::comment_of(responses()[0].response), kSecret);
  clock_.advance(hours(24 * 20));
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(response::comment_of(responses()[0].response), "");
}

TEST_F(OldWords, AreKeptForEverWhenNoTimeIsSet) {
  take(kiosk_.frame(told(1, 2, clock_.wall_now())));
  clock_.advance(hours(24 * 4000));
  ASSERT_TRUE(edge_->tidy().has_value());
  EXPECT_EQ(response::comment_of(responses()[0].response), kSecret);
}

}  // namespace
}  // namespace earshot::edge
