// When a kiosk's boots were: judged once, kept before anything leaves, and the same for every edge
// agent that ever files its answers.
#include "kiosk/store/boot_clocks.h"

#include <gtest/gtest.h>

#include <map>

#include "core/relay/receiver.h"
#include "core/wire/codec.h"
#include "kiosk/store/answer_keeper.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::kiosk {
namespace {

using response::BootTime;
using response::ClockVerdict;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// An edge agent with a disk of its own: when it files what, by the kiosk's judgement.
class FilingEdge final : public relay::RecordSink {
 public:
  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override {
    const auto record = wire::decode_record(payload);
    const auto& said = std::get<wire::ResponseRecord>(*record).response;
    filed[said.id.str()] = response::time_said(said, origin.boot_times);
    most_boots = std::max(most_boots, origin.boot_times.size());
    return {};
  }
  relay::Receipt take(const relay::Frame& frame, WallTime now) {
    return receiver.take(std::span(&frame, 1), now)->front();
  }
  std::map<std::string, std::optional<response::TimeSaid>> filed;
  std::size_t most_boots = 0;
  fakes::MemoryInbox inbox;
  relay::Receiver receiver{inbox, *this};
};

class BootClocksTest : public testing::Test {
 protected:
  BootClocksTest() { reboot(); }
  void open() {
    keeper.reset();
    link.sent.clear();
    auto opened = AnswerKeeper::open(
        folder / "kiosk.db", DeviceId::trusted("kiosk-1"), LocationId::trusted("store-14"),
        {clock, random, link, [this] { return stamp(); }}, {}, retention);
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    keeper = *std::move(opened);
  }
  void reboot() {
    keeper.reset();
    boot = random_hex(random);
    booted = clock.mono_now();
    clock.advance(seconds(20));
    open();
  }
  relay::Courier::Stamp stamp() {
    return {std::max(WallTime{0}, clock.wall_now() + ahead), boot,
            (clock.mono_now() - booted).count()};
  }
  /// Somebody taps now; returns the answer's id.
  std::string save() {
    response::Response response;
    response.id = *ResponseId::parse(random_hex(random));
    response.touchpoint = TouchpointId::trusted("checkout");
    response.survey = SurveyId::trusted("shop");
    response.language = LanguageTag::trusted("en");
    response.at = stamp().wall;
    response.boot_id = boot;
    response.uptime_ms = stamp().uptime_ms;
    response::Answer answer;
    answer.question = QuestionId::trusted("recommend");
    answer.rating = 9;
    response.answers.push_back(answer);
    EXPECT_TRUE(keeper->save(response).has_value());
    truth[response.id.str()] = clock.wall_now();
    return response.id.str();
  }
  void connect() {
    keeper->on_disconnected();
    link.sent.clear();
    keeper->on_connected(20);
    EXPECT_TRUE(keeper->pump().has_value());
  }
  /// Carries frames over and receipts back, each way so long, until nothing moves.
  void carry(FilingEdge& edge, Duration there = {}, Duration back = {}) {
    for (int i = 0; i < 300; ++i) {
      const auto frame = link.take();
      if (!frame) return;
      clock.advance(there);
      auto receipt = edge.take(*frame, clock.wall_now() + edge_ahead);
      if (edge_is_old) receipt.now = {};
      clock.advance(back);
      EXPECT_TRUE(keeper->on_receipt(receipt).has_value());
      EXPECT_TRUE(keeper->pump().has_value());
    }
  }
  void deliver(FilingEdge& edge, Duration there = {}, Duration back = {}) {
    connect();
    carry(edge, there, back);
  }
  [[nodiscard]] std::uint64_t waiting() { return keeper->health()->pending.responses; }
  [[nodiscard]] std::span<const BootTime> judged(const std::string& of) {
    return keeper->boot_clocks().of(of);
  }
  void sql(const std::string& statement) {
    SQLite::Database(folder / "kiosk.db", SQLite::OPEN_READWRITE).exec(statement);
  }

  fakes::TempFolder folder{fakes::memory_folder()};
  fakes::FakeClock clock;
  fakes::SeededRandom random{5};
  fakes::FakeFrameLink link;
  Retention retention;
  std::string boot;
  MonoTime booted;
  Duration ahead{0};       ///< the kiosk's clock
  Duration edge_ahead{0};  ///< the edge agent's
  bool edge_is_old = false;
  std::map<std::string, WallTime> truth;
  std::unique_ptr<AnswerKeeper> keeper;
  FilingEdge edge, other_edge;
};

TEST_F(BootClocksTest, ALostEdgeStoreIsRefilledIntoTheSameHoursAlthoughTheClockWasWrong) {
  ahead = hours(24);
  save();
  clock.advance(hours(3));
  save();
  deliver(edge);
  ASSERT_EQ(edge.filed.size(), 2u);
  for (const auto& [id, said] : edge.filed) {
    ASSERT_TRUE(said);
    EXPECT_EQ(said->verdict, ClockVerdict::corrected);
    EXPECT_EQ(said->at, truth.at(id));
  }
  ahead = -hours(5);
  save();  // within the boot the clock may do what it likes
  carry(edge);
  clock.advance(hours(2));
  reboot();
  ahead = hours(700);
  save();
  deliver(edge);
  ASSERT_EQ(edge.filed.size(), 4u);
  clock.advance(hours(1));
  ahead = Duration{0};
  reboot();
  deliver(other_edge);
  clock.advance(minutes(1));
  EXPECT_TRUE(keeper->pump().has_value());
  carry(other_edge);
  ASSERT_EQ(other_edge.filed.size(), 4u);
  for (const auto& [id, said] : edge.filed) {
    EXPECT_EQ(other_edge.filed.at(id)->at, said->at);
    EXPECT_EQ(other_edge.filed.at(id)->verdict, said->verdict);
    EXPECT_EQ(said->at, truth.at(id));
  }
}

TEST_F(BootClocksTest, NoRecordLeavesBeforeItsBootIsJudgedAndAJudgedOneAtOnce) {
  save();
  connect();
  for (const auto& frame : link.sent) EXPECT_TRUE(frame.records.empty());
  EXPECT_TRUE(judged(boot).empty());
  carry(edge);
  ASSERT_EQ(judged(boot).size(), 1u);
  EXPECT_EQ(waiting(), 0u);
  save();
  EXPECT_TRUE(keeper->pump().has_value());
  ASSERT_EQ(link.sent.size(), 1u) << "no question goes before it";
  EXPECT_EQ(link.sent.front().records.size(), 1u);
  EXPECT_EQ(link.sent.front().boot_times.size(), 1u);
}

TEST_F(BootClocksTest, ACrashAfterJudgingAndBeforeSendingChangesNothing) {
  ahead = hours(24);
  const auto id = save();
  connect();
  const auto probe = link.take();
  ASSERT_TRUE(probe);
  ASSERT_TRUE(keeper->on_receipt(edge.take(*probe, clock.wall_now())).has_value());
  const std::vector before(judged(boot).begin(), judged(boot).end());
  ASSERT_EQ(before.size(), 1u);
  open();  // it was not asked to finish anything
  ahead = -hours(300);
  deliver(edge, seconds(3), seconds(4));
  EXPECT_EQ(std::vector(judged(boot).begin(), judged(boot).end()), before);
  EXPECT_EQ(edge.filed.at(id)->at, truth.at(id));
}

TEST_F(BootClocksTest, AJudgementThatCannotBeKeptHoldsRecordsBackAndNothingElse) {
  save();
  sql("CREATE TRIGGER full BEFORE INSERT ON kiosk_boot_time BEGIN SELECT RAISE(ABORT, 'no'); END");
  deliver(edge);
  EXPECT_TRUE(edge.filed.empty());
  EXPECT_EQ(waiting(), 1u);
  save();  // may be thanked for
  EXPECT_EQ(waiting(), 2u);
  sql("DROP TRIGGER full");
  clock.advance(seconds(16));  // the next probe at rest
  EXPECT_TRUE(keeper->pump().has_value());
  carry(edge);
  EXPECT_EQ(edge.filed.size(), 2u);
  EXPECT_EQ(waiting(), 0u);
}

TEST_F(BootClocksTest, AReceiptThatWaitedSomewhereIsNotJudgedByWhenAQuickOneComes) {
  ahead = hours(24);
  const auto id = save();
  connect();
  const auto slow = link.take();
  clock.advance(minutes(2));
  auto receipt = edge.take(*slow, clock.wall_now());
  ASSERT_TRUE(keeper->on_receipt(receipt).has_value());
  EXPECT_TRUE(judged(boot).empty());
  link.sent.clear();
  EXPECT_TRUE(keeper->pump().has_value());
  ASSERT_FALSE(link.sent.empty()) << "it asks again at once";
  EXPECT_TRUE(link.sent.front().records.empty());
  carry(edge, seconds(1), seconds(1));
  ASSERT_TRUE(edge.filed.contains(id));
  EXPECT_LE(std::chrono::abs(edge.filed.at(id)->at - truth.at(id)), seconds(1));
}

TEST_F(BootClocksTest, WhereEveryReceiptIsSlowTheBestOfAFewHasToDo) {
  ahead = hours(24);
  const auto id = save();
  deliver(edge, seconds(20), seconds(40));
  EXPECT_EQ(waiting(), 0u);
  ASSERT_TRUE(edge.filed.contains(id));
  EXPECT_LE(std::chrono::abs(edge.filed.at(id)->at - truth.at(id)), seconds(30));
}

TEST_F(BootClocksTest, AReceiptForAnotherBootsFrameJudgesNothing) {
  connect();
  const auto probe = link.take();
  auto receipt = edge.take(*probe, clock.wall_now());
  receipt.boot_id = "of-a-twin";
  save();
  ASSERT_TRUE(keeper->on_receipt(receipt).has_value());
  EXPECT_TRUE(judged(boot).empty());
}

TEST_F(BootClocksTest, AnEdgeAgentThatDoesNotTellTheTimeGetsEverythingAndJudgesItself) {
  edge_is_old = true;
  const auto id = save();
  deliver(edge);
  ASSERT_TRUE(edge.filed.contains(id));
  EXPECT_FALSE(edge.filed.at(id).has_value());
  edge_is_old = false;  // it was replaced by a newer one
  deliver(other_edge);
  ASSERT_TRUE(other_edge.filed.contains(id));
  EXPECT_EQ(other_edge.filed.at(id)->at, truth.at(id));
}

TEST_F(BootClocksTest, AMachineThatDoesNotKnowItsBootSendsAllTheSame) {
  const auto id = save();
  boot.clear();
  open();
  save();
  deliver(edge);
  EXPECT_EQ(edge.filed.size(), 2u);
  EXPECT_FALSE(edge.filed.at(id).has_value());
  EXPECT_EQ(waiting(), 0u);
}

TEST_F(BootClocksTest, AnEdgeAgentWhoseClockWasNeverSetLeavesItAsSaidAndIsHeardOnceItIs) {
  edge_ahead = WallTime{0} - clock.wall_now();
  clock.advance(seconds(50));
  ahead = hours(24);
  const auto early = save();
  deliver(edge);
  ASSERT_TRUE(edge.filed.contains(early));
  EXPECT_EQ(edge.filed.at(early)->at, truth.at(early) + hours(24));
  edge_ahead = Duration{0};
  clock.advance(minutes(1));
  EXPECT_TRUE(keeper->pump().has_value());
  carry(edge);
  clock.advance(minutes(1));
  const auto late = save();
  EXPECT_TRUE(keeper->pump().has_value());
  carry(edge);
  EXPECT_EQ(edge.filed.at(late)->at, truth.at(late));
  deliver(other_edge);
  EXPECT_EQ(other_edge.filed.at(early)->at, edge.filed.at(early)->at) << "what was sent stays";
  EXPECT_EQ(other_edge.filed.at(late)->at, truth.at(late));
}

TEST_F(BootClocksTest, AnEdgeAgentsClockThatJumpsToAndFroDoesNotFillTheDisk) {
  for (int i = 0; i < 500; ++i) {
    edge_ahead = i % 2 == 0 ? hours(24) : Duration{0};
    clock.advance(minutes(1));
    deliver(edge);
  }
  EXPECT_GT(judged(boot).size(), 10u);
  EXPECT_LE(judged(boot).size(), 51u) << "one in ten minutes";
  for (int i = 0; i < 60; ++i) {
    edge_ahead = i % 2 == 0 ? hours(24) : Duration{0};
    clock.advance(minutes(11));
    deliver(edge);
  }
  EXPECT_EQ(judged(boot).size(), BootClocks::kPiecesMax);
}

TEST_F(BootClocksTest, ManyRestartsWithoutANetworkArriveAndAFrameStaysWithinItsBounds) {
  std::vector<std::string> said;
  for (int i = 0; i < 70; ++i) {
    said.push_back(save());
    clock.advance(minutes(1));
    reboot();
  }
  deliver(edge);
  EXPECT_EQ(edge.filed.size(), said.size());
  EXPECT_EQ(edge.most_boots, relay::kFrameBootTimesMax);
  for (const auto& id : said) {
    EXPECT_EQ(edge.filed.at(id)->verdict, ClockVerdict::as_said);
    EXPECT_EQ(edge.filed.at(id)->at, truth.at(id));
  }
}

TEST_F(BootClocksTest, AFormerBootWhoseClockCannotBeBelievedEndsWhereThisOneBegan) {
  ahead = WallTime{0} - clock.wall_now();  // no battery
  const auto id = save();
  clock.advance(hours(8));
  reboot();
  deliver(edge);
  EXPECT_EQ(edge.filed.at(id)->verdict, ClockVerdict::uncertain);
  const auto first = edge.filed.at(id)->at;
  clock.advance(hours(8));
  ahead = Duration{0};
  reboot();
  deliver(other_edge);
  EXPECT_EQ(other_edge.filed.at(id)->at, first);
}

TEST_F(BootClocksTest, JudgementsGoWithTheLastRecordOfTheirBoot) {
  const auto first = boot;
  save();
  deliver(edge);
  reboot();
  const auto second = boot;
  deliver(edge);
  save();
  carry(edge);
  clock.advance(hours(1));
  ASSERT_TRUE(keeper->tidy().has_value());
  EXPECT_EQ(judged(first).size(), 1u) << "its record may be asked for again";
  retention.keep_received_bytes = 0;
  reboot();
  save();
  deliver(edge);
  save();  // without a receipt: stays
  ASSERT_TRUE(keeper->tidy().has_value());
  EXPECT_TRUE(judged(first).empty());
  EXPECT_TRUE(judged(second).empty());
  EXPECT_EQ(judged(boot).size(), 1u);
  open();
  EXPECT_TRUE(judged(first).empty());
  EXPECT_EQ(judged(boot).size(), 1u);
}

}  // namespace
}  // namespace earshot::kiosk
