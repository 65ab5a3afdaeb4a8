// Faults 12, 13 and 14: an edge agent that is replaced, put back from a backup, or there twice. The
// kiosks are the relay's own senders; what no longer exists is named.
#include <gmock/gmock.h>

#include <functional>

#include "core/relay/receiver.h"
#include "edge-agent/health.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/memory_outbox.h"
#include "tests/unit/edge-agent/location_fixture.h"

namespace earshot::edge {
namespace {

using relay::Stream;
using std::chrono::hours;
using std::chrono::seconds;
using ::testing::HasSubstr;

/// A kiosk: an outbox and a courier, whose frames go to whoever answers.
class SendingKiosk {
 public:
  using Receiver = std::function<std::optional<relay::Receipt>(const relay::Frame&)>;
  SendingKiosk(fakes::FakeClock& clock, Random& random, const std::string& name)
      : clock_(clock),
        outbox_(DeviceId::trusted(name), 4711),
        courier_(DeviceId::trusted(name), {Stream::urgent, Stream::responses}, outbox_, link_,
                 random) {}

  void say(const response::Response& response) {
    EARSHOT_CHECK(
        outbox_.append(Stream::responses, record_of(response), 1, clock_.wall_now()).has_value());
  }
  /// A fresh connection, and everything is sent until all is still.
  void settle(const Receiver& receiver) {
    courier_.on_disconnected();
    link_.sent.clear();
    courier_.on_connected(clock_.mono_now(), 20);
    for (int round = 0; round < 200; ++round) {
      EARSHOT_CHECK(courier_.pump(clock_.mono_now(), {clock_.wall_now(), "", 0}).has_value());
      if (link_.sent.empty() && outbox_.pending()->records == 0 && round > 3) return;
      if (link_.sent.empty()) clock_.advance(seconds(1));
      while (const auto frame = link_.take()) {
        const auto receipt = receiver(*frame);
        if (!receipt) continue;
        EARSHOT_CHECK(courier_.on_receipt(*receipt, clock_.mono_now()).has_value());
      }
    }
  }
  [[nodiscard]] std::uint64_t waiting() { return outbox_.pending()->records; }
  [[nodiscard]] relay::Epoch epoch() { return outbox_.head(Stream::responses)->epoch; }
  /// As after thirty days: what has a receipt is let go of.
  void let_go_up_to(relay::Seq seq) { outbox_.prune(Stream::responses, seq); }

 private:
  fakes::FakeClock& clock_;
  fakes::MemoryOutbox outbox_;
  fakes::FakeFrameLink link_;
  relay::Courier courier_;
};

class Refilled : public Location {
 protected:
  SendingKiosk::Receiver here() {
    return [this](const relay::Frame& frame) -> std::optional<relay::Receipt> {
      const auto receipts = edge_->take(std::span(&frame, 1));
      return receipts ? std::optional(receipts->front()) : std::nullopt;
    };
  }
  void say(int first, int last) {
    for (int i = first; i <= last; ++i) {
      kiosk_.say(said(i, 9, clock_.wall_now()));
      clock_.advance(seconds(30));
    }
  }
  void close() {
    edge_.reset();
    database_.reset();
  }
  /// The store's file, without what only its log has.
  void copy_store(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
  }
  void forget_store() {
    for (const char* name : {"edge.db", "edge.db-wal", "edge.db-shm"}) {
      std::filesystem::remove(folder_ / name);
    }
  }
  SendingKiosk kiosk_{clock_, random_, "till-1"};
};

// Fault 12.
TEST_F(Refilled, AReplacedEdgeIsFilledAgainByItsKiosks) {
  say(1, 40);
  kiosk_.settle(here());
  ASSERT_EQ(count("responses"), 40);
  const auto cells = stored_cells();
  close();
  forget_store();
  start();
  kiosk_.settle(here());
  EXPECT_EQ(count("responses"), 40);
  EXPECT_EQ(stored_cells(), cells);
  EXPECT_EQ(score::total(tally()), 40u);
  EXPECT_EQ(kiosk_.waiting(), 0u);
  EXPECT_TRUE(incidents().empty());
}

TEST_F(Refilled, WhatTheKioskNoLongerHasIsNamed) {
  say(1, 40);
  kiosk_.settle(here());
  kiosk_.let_go_up_to(15);
  close();
  forget_store();
  start();
  kiosk_.settle(here());
  EXPECT_EQ(count("responses"), 25);
  ASSERT_EQ(incidents().size(), 1u);
  EXPECT_THAT(incidents()[0], HasSubstr("records 1 to 15 no longer exist at the device"));
  // On the page and in the API, by device.
  const auto view = edge_->view();
  ASSERT_EQ(view->last_incidents.size(), 1u);
  EXPECT_EQ(view->last_incidents[0].incident.kind, relay::Incident::Kind::hole);
  EXPECT_EQ(view->last_incidents[0].incident.device.str(), "till-1");
  EXPECT_THAT(view->last_incidents[0].incident.detail, HasSubstr("1 to 15"));
}

// Fault 13.
TEST_F(Refilled, AnEdgePutBackFromYesterdayIsBroughtUpToDate) {
  say(1, 20);
  kiosk_.settle(here());
  ASSERT_TRUE(database_->scrub().has_value());
  copy_store(store(), folder_ / "backup.db");
  say(21, 40);
  kiosk_.settle(here());
  close();
  forget_store();
  copy_store(folder_ / "backup.db", store());
  start();
  EXPECT_EQ(count("responses"), 20);
  say(41, 45);
  kiosk_.settle(here());
  EXPECT_EQ(count("responses"), 45);
  EXPECT_EQ(stored_cells(), recount());
  EXPECT_EQ(score::total(tally()), 45u);
  EXPECT_EQ(kiosk_.epoch(), 4711u);  // the kiosk's own history is whole: no new epoch for it
}

// Fault 13, the way up: headquarters has more of this edge than it remembers itself.
TEST_F(Refilled, AnEdgePutBackBeginsANewEpochTowardsHeadquartersAndSendsAll) {
  say(1, 5);
  kiosk_.settle(here());
  ASSERT_TRUE(database_->scrub().has_value());
  copy_store(store(), folder_ / "backup.db");
  say(6, 10);
  kiosk_.settle(here());
  const auto before = edge_->headquarters_health();
  ASSERT_TRUE(before.has_value());
  edge_->on_headquarters_connected(20);
  ASSERT_TRUE(edge_->pump().has_value());
  const auto probe = headquarters_.take();
  ASSERT_TRUE(probe.has_value());
  const relay::Epoch old_epoch = probe->epoch;

  close();
  forget_store();
  copy_store(folder_ / "backup.db", store());
  headquarters_.sent.clear();
  start();
  edge_->on_headquarters_connected(20);
  ASSERT_TRUE(edge_->pump().has_value());
  // It was at record 1,000 of the cells, with a digest that this store never had.
  relay::Cursor ahead{old_epoch, 1000, {}};
  ahead.digest.fill(std::byte{7});
  ASSERT_TRUE(edge_
                  ->on_headquarters_receipt({DeviceId::trusted("store-7"), Stream::cells,
                                             relay::Verdict::accepted, ahead, ""})
                  .has_value());
  EXPECT_EQ(edge_->headquarters_health()->forks, 1u);
  headquarters_.sent.clear();
  ASSERT_TRUE(edge_->pump().has_value());
  const auto again = headquarters_.take();
  ASSERT_TRUE(again.has_value());
  EXPECT_NE(again->epoch, old_epoch);
  EXPECT_GT(edge_->headquarters_health()->pending.records, 0u);  // all that has no receipt
}

/// Headquarters, as far as it keeps what it is sent.
class Keeping {
 public:
  /// A fresh connection, and everything is sent until all is still.
  void settle(Edge& edge, fakes::FakeFrameLink& link, fakes::FakeClock& clock) {
    edge.on_headquarters_disconnected();
    link.sent.clear();
    edge.on_headquarters_connected(20);
    for (int round = 0; round < 100; ++round) {
      EARSHOT_CHECK(edge.tidy().has_value() && edge.pump().has_value());
      clock.advance(seconds(1));
      while (const auto frame = link.take()) {
        const auto receipts = receiver_.take(std::span(&*frame, 1), clock.wall_now());
        EARSHOT_CHECK(receipts.has_value());
        EARSHOT_CHECK(edge.on_headquarters_receipt(receipts->front()).has_value());
      }
    }
  }
  [[nodiscard]] std::map<score::CellKey, score::CellValue> cells() const {
    std::map<score::CellKey, std::pair<std::uint64_t, score::CellValue>> newest;
    for (const auto& applied : inbox_.state().applied) {
      if (applied.stream != Stream::cells) continue;
      const auto any = wire::decode_record(applied.payload);
      const auto& cell = std::get<wire::CellRecord>(*any);
      auto& known = newest[cell.key];
      if (cell.version > known.first) known = {cell.version, cell.value};
    }
    std::map<score::CellKey, score::CellValue> cells;
    for (const auto& [key, value] : newest) cells.emplace(key, value.second);
    return cells;
  }

 private:
  fakes::MemoryInbox inbox_;
  fakes::RecordingSink sink_{
      inbox_, [](const relay::RecordOrigin&, std::string_view) { return Result<void>(); }};
  relay::Receiver receiver_{inbox_, sink_};
};

TEST_F(Refilled, AHeadquartersThatLostWhatTheStreamNoLongerHasIsToldEveryCellAgain) {
  for (int i = 1; i <= 5; ++i) {
    say(i, i);
    clock_.advance(std::chrono::hours(2));
  }
  kiosk_.settle(here());
  Keeping first;
  first.settle(*edge_, headquarters_, clock_);
  EXPECT_EQ(first.cells(), stored_cells());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(edge_->tidy().has_value());
  clock_.advance(kKeepReceived * 2);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(edge_->tidy().has_value());
  say(6, 6);
  kiosk_.settle(here());
  Keeping second;
  second.settle(*edge_, headquarters_, clock_);
  EXPECT_EQ(second.cells(), stored_cells());
  const auto last = edge_->headquarters_health()->pending.records;
  second.settle(*edge_, headquarters_, clock_);
  EXPECT_EQ(edge_->headquarters_health()->pending.records, last) << "and that is all";
}

// Fault 14: both histories are kept, each is whole, and neither throws the other out of its counts.
TEST_F(Refilled, TwoEdgesWithOneIdBothKeepWhatTheyHeard) {
  fakes::TempFolder other_folder;
  auto opened = sqlite::Database::open(other_folder / "edge.db", migrations(), clock_.wall_now());
  ASSERT_TRUE(opened.has_value());
  auto other = Edge::open({kHere, "High Street", verbatims_, listed_},
                          {*opened->database, zone_, clock_, random_, headquarters_, [this] {
                             return relay::Courier::Stamp{clock_.wall_now(), "", 0};
                           }});
  ASSERT_TRUE(other.has_value());
  const SendingKiosk::Receiver there = [&](const relay::Frame& frame) {
    const auto receipts = (*other)->take(std::span(&frame, 1));
    return receipts ? std::optional(receipts->front()) : std::nullopt;
  };
  // The broker lets now one, now the other have the frames.
  for (int turn = 0; turn < 6; ++turn) {
    say(turn * 10 + 1, turn * 10 + 10);
    kiosk_.settle(turn % 2 == 0 ? here() : there);
  }
  kiosk_.settle(here());
  kiosk_.settle(there);
  EXPECT_EQ(kiosk_.waiting(), 0u);
  EXPECT_EQ(count("responses"), 60);
  EXPECT_EQ(opened->database->raw().execAndGet("SELECT count(*) FROM responses").getInt(), 60);
  EXPECT_EQ(stored_cells(), recount());
  // A kiosk with one sound history is never taken for a clone, however often it changes receivers.
  EXPECT_EQ(kiosk_.epoch(), 4711u);
  EXPECT_EQ(edge_->receiver_counts().forks, 0u);
}

}  // namespace
}  // namespace earshot::edge
