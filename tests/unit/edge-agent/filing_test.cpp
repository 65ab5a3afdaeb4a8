// Filing: what one record does to the store, and what it owes to whom.
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using relay::Stream;

class Filed : public Location {};

TEST_F(Filed, AResponseIsKeptCountedAndSentOn) {
  TestKiosk kiosk("till-1");
  const auto receipt = take(kiosk.frame(said(1, 9, clock_.wall_now(), "Lovely")));
  EXPECT_EQ(receipt.verdict, relay::Verdict::accepted);
  ASSERT_EQ(responses().size(), 1u);
  EXPECT_EQ(responses()[0].response, said(1, 9, clock_.wall_now(), "Lovely"));
  EXPECT_FALSE(responses()[0].historical);
  EXPECT_EQ(tally()[9], 1u);
  const auto cells = sent_up<wire::CellRecord>(Stream::cells);
  ASSERT_EQ(cells.size(), 1u);
  EXPECT_EQ(cells[0].first.value.ratings[9], 1u);
  EXPECT_EQ(cells[0].second, 1u);
  EXPECT_EQ(sent_up<wire::ResponseRecord>(Stream::verbatims).size(), 1u);
}

TEST_F(Filed, TheSameResponseInAnotherRecordCountsOnce) {
  TestKiosk kiosk("till-1");
  const auto once = said(1, 3, clock_.wall_now());
  take(kiosk.frame({record_of(once), record_of(once)}));
  take(kiosk.frame(once));
  EXPECT_EQ(tally()[3], 1u);
  EXPECT_EQ(alerts().size(), 1u);
  EXPECT_EQ(edge_->filing_counts().repeated, 2u);
}

TEST_F(Filed, TheNewestRevisionWinsInAnyOrder) {
  TestKiosk kiosk("till-1");
  auto changed = said(1, 8, clock_.wall_now());
  changed.revision = 3;
  auto between = said(1, 2, clock_.wall_now());
  between.revision = 2;
  take(kiosk.frame(said(1, 10, clock_.wall_now())));
  take(kiosk.frame(changed));
  take(kiosk.frame(between));
  ASSERT_EQ(responses().size(), 1u);
  EXPECT_EQ(responses()[0].response, changed);
  EXPECT_EQ(tally()[8], 1u);
  EXPECT_EQ(score::total(tally()), 1u);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Filed, AWithdrawnResponseIsKeptAndCountedNowhere) {
  TestKiosk kiosk("till-1");
  take(kiosk.frame(said(1, 10, clock_.wall_now())));
  auto withdrawn = said(1, 10, clock_.wall_now());
  withdrawn.revision = 2;
  withdrawn.withdrawn = true;
  take(kiosk.frame(withdrawn));
  EXPECT_EQ(responses().size(), 1u);
  EXPECT_EQ(score::total(tally()), 0u);
  // Headquarters hears of the cell in which nobody counts any more, with a newer version, and that
  // it was heard of.
  score::CellValue nobody;
  nobody.heard = 1;
  nobody.revisions = 2;
  ASSERT_EQ(stored_cells().size(), 1u);
  EXPECT_EQ(stored_cells().begin()->second, nobody);
  const auto cells = sent_up<wire::CellRecord>(Stream::cells);
  ASSERT_EQ(cells.size(), 2u);
  EXPECT_EQ(cells[1].first.value, nobody);
  EXPECT_GT(cells[1].first.version, cells[0].first.version);
}

TEST_F(Filed, ACellIsSentOncePerTransactionAndTheWeightsAddUpToTheResponses) {
  TestKiosk kiosk("till-1");
  std::vector<std::string> records;
  for (int i = 0; i < 40; ++i) {
    auto response = said(i, i % 11, clock_.wall_now());
    response.touchpoint = TouchpointId::trusted(i % 2 == 0 ? "checkout" : "fitting-room");
    records.push_back(record_of(response));
  }
  take(kiosk.frame(records));
  const auto cells = sent_up<wire::CellRecord>(Stream::cells);
  ASSERT_EQ(cells.size(), 2u);
  EXPECT_EQ(cells[0].first.value.responses + cells[1].first.value.responses, 40u);
  EXPECT_EQ(cells[0].second + cells[1].second, 40u);
}

TEST_F(Filed, AVersionGrowsEvenWhenTheClockGoesBack) {
  TestKiosk kiosk("till-1");
  const auto at = clock_.wall_now();
  take(kiosk.frame(said(1, 9, at)));
  clock_.set_wall({1000});
  take(kiosk.frame(said(2, 9, at)));
  const auto cells = sent_up<wire::CellRecord>(Stream::cells);
  ASSERT_EQ(cells.size(), 2u);
  EXPECT_EQ(cells[1].first.version, cells[0].first.version + 1);
}

TEST_F(Filed, AResponseOfAnotherLocationIsSetAsideAndItsSourceNamed) {
  TestKiosk kiosk("till-1");
  const auto forged = record_of(said(1, 0, clock_.wall_now()), LocationId::trusted("store-8"));
  const auto receipt = take(kiosk.frame({forged}));
  EXPECT_EQ(receipt.verdict, relay::Verdict::accepted);  // it never blocks the ones behind it
  EXPECT_EQ(count("responses"), 0);
  EXPECT_EQ(count("alerts"), 0);
  EXPECT_EQ(edge_->filing_counts().forged, 1u);
  const auto view = edge_->view();
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->quarantined, 1u);
  EXPECT_EQ(view->incidents, 1u);
  const std::string detail =
      database_->raw().execAndGet("SELECT group_concat(detail) FROM incident").getString();
  EXPECT_NE(detail.find("till-1"), std::string::npos) << detail;
  EXPECT_NE(detail.find("store-8"), std::string::npos) << detail;
}

TEST_F(Filed, AnotherKioskCannotChangeAResponse) {
  TestKiosk kiosk("till-1");
  TestKiosk other("till-2");
  take(kiosk.frame(said(1, 10, clock_.wall_now())));
  auto changed = said(1, 0, clock_.wall_now());
  changed.revision = 2;
  take(other.frame(changed));
  EXPECT_EQ(tally()[10], 1u);
  EXPECT_EQ(edge_->filing_counts().forged, 1u);
  // Sent again unchanged by a kiosk with a new identity it is a repetition, no forgery.
  take(other.frame(said(1, 10, clock_.wall_now())));
  EXPECT_EQ(edge_->filing_counts().forged, 1u);
}

TEST_F(Filed, PoisonIsSetAsideWhileItsNeighboursFlow) {
  TestKiosk kiosk("till-1");
  const auto now = clock_.wall_now();
  auto off_scale = said(2, 10, now);
  off_scale.answers[0].rating = 11;
  wire::CellRecord cell;
  cell.location = kHere;
  cell.version = 1;
  cell.key.touchpoint = TouchpointId::trusted("checkout");
  cell.key.question = QuestionId::trusted("recommend");
  cell.key.language = LanguageTag::trusted("en");
  const auto receipt =
      take(kiosk.frame({record_of(said(1, 9, now)), "no record at all", record_of(off_scale),
                        std::string(), wire::encode_record(cell), record_of(said(3, 8, now))}));
  EXPECT_EQ(receipt.verdict, relay::Verdict::accepted);
  EXPECT_EQ(receipt.cursor.seq, 6u);
  EXPECT_EQ(count("responses"), 2);
  EXPECT_EQ(edge_->view()->quarantined, 4u);
  EXPECT_EQ(edge_->receiver_counts().records_quarantined, 4u);
  EXPECT_EQ(stored_cells(), recount());
}

TEST_F(Filed, WordsStayWhereThePolicyKeepsThem) {
  verbatims_ = false;
  restart();
  TestKiosk kiosk("till-1");
  take(kiosk.frame(said(1, 2, clock_.wall_now(), "My name is Kim")));
  EXPECT_TRUE(sent_up<wire::ResponseRecord>(Stream::verbatims).empty());
  const auto up = sent_up<wire::AlertRecord>(Stream::urgent);
  ASSERT_EQ(up.size(), 1u);
  EXPECT_EQ(up[0].first.alert.words, "");
  ASSERT_EQ(alerts().size(), 1u);
  EXPECT_EQ(alerts()[0].words, "My name is Kim");
}

TEST_F(Filed, ContactDetailsNeverLeaveTheLocation) {
  TestKiosk kiosk("till-1");
  auto response = said(1, 2, clock_.wall_now(), "Call me");
  response::Answer contact;
  contact.question = QuestionId::trusted("contact");
  contact.kind = survey::QuestionKind::contact;
  contact.text = "sealed bytes";
  response.answers.push_back(contact);
  take(kiosk.frame(response));
  const auto up = sent_up<wire::ResponseRecord>(Stream::verbatims);
  ASSERT_EQ(up.size(), 1u);
  EXPECT_EQ(up[0].first.response.answers.size(), 2u);
  EXPECT_EQ(responses()[0].response.answers.size(), 3u);
}

TEST_F(Filed, CommentsThatGrowWhenRepairedAreFiledAndKeptBackFromHeadquarters) {
  TestKiosk kiosk("till-1");
  auto response = said(1, 9, clock_.wall_now());
  for (int i = 0; i < 8; ++i) {
    response::Answer why;
    why.question = QuestionId::trusted("why-" + std::to_string(i));
    why.kind = survey::QuestionKind::comment;
    why.text = std::string(1999, '\xff');  // three bytes each, once made valid
    response.answers.push_back(why);
  }
  take(kiosk.frame(response));
  EXPECT_EQ(count("responses"), 1);
  EXPECT_EQ(tally()[9], 1u);
  EXPECT_EQ(edge_->filing_counts().words_kept_back, 1u);
  EXPECT_TRUE(sent_up<wire::ResponseRecord>(Stream::verbatims).empty());
}

TEST_F(Filed, ASessionOfAYearCannotDrownTheSumOfDurations) {
  TestKiosk kiosk("till-1");
  auto response = said(1, 9, clock_.wall_now());
  response.duration_ms = INT64_MAX;
  take(kiosk.frame(response));
  ASSERT_EQ(stored_cells().size(), 1u);
  EXPECT_EQ(stored_cells().begin()->second.duration_ms, 3'600'000u);
  response.revision = 2;
  response.duration_ms = 5;
  take(kiosk.frame(response));
  EXPECT_EQ(stored_cells().begin()->second.duration_ms, 5u);
  restart();
  EXPECT_EQ(tally()[9], 1u);
}

TEST_F(Filed, KiosksAreRememberedAcrossARestart) {
  TestKiosk kiosk("till-1");
  auto frame = kiosk.frame(said(1, 9, clock_.wall_now()));
  frame.pending_responses = 38;
  frame.pending_since = clock_.wall_now() - std::chrono::minutes(5);
  take(frame);
  clock_.advance(std::chrono::minutes(1));
  auto probe = kiosk.frame(std::vector<std::string>{});
  probe.pending_responses = 37;
  probe.pending_since = frame.pending_since;
  take(probe);
  const auto probed_at = clock_.wall_now();
  clock_.advance(KioskBook::kWriteEvery);
  auto last = kiosk.frame(said(2, 9, clock_.wall_now()));
  last.pending_responses = 36;
  last.pending_since = frame.pending_since;
  take(last);  // its transaction writes what the probe said
  const auto before = edge_->view()->kiosks;
  ASSERT_EQ(before.size(), 1u);
  EXPECT_EQ(before.begin()->second.touchpoint.str(), "checkout");
  restart();
  const auto after = edge_->view()->kiosks;
  ASSERT_EQ(after.size(), 1u);
  EXPECT_EQ(after.begin()->second.pending, 37u);
  EXPECT_EQ(after.begin()->second.last_heard, probed_at);
}

TEST_F(Filed, NobodyWaitsForAKioskThatWasTakenOffTheList) {
  TestKiosk kiosk("till-1");
  auto frame = kiosk.frame(said(1, 9, clock_.wall_now()));
  frame.pending_responses = 38;
  take(frame);
  clock_.advance(KioskBook::kWriteEvery);
  take(kiosk.frame(said(2, 9, clock_.wall_now())));
  listed_ = {DeviceId::trusted("till-2")};
  restart();
  EXPECT_TRUE(edge_->view()->kiosks.empty());
  listed_ = {DeviceId::trusted("till-1")};
  restart();
  EXPECT_EQ(edge_->view()->kiosks.size(), 1u);
}

TEST_F(Filed, WhatWaitsAtKiosksIsToldToHeadquarters) {
  TestKiosk kiosk("till-1");
  auto frame = kiosk.frame(said(1, 9, clock_.wall_now()));
  frame.pending_responses = 38;
  frame.pending_since = clock_.wall_now() - std::chrono::minutes(5);
  take(frame);
  edge_->on_headquarters_connected(20);
  ASSERT_TRUE(edge_->pump().has_value());
  const auto up = headquarters_.take();
  ASSERT_TRUE(up.has_value());
  EXPECT_EQ(up->pending_responses, 39u);  // 38 at the kiosk, and the one filed here
  EXPECT_EQ(up->pending_since, frame.pending_since);
}

}  // namespace
}  // namespace earshot::edge
