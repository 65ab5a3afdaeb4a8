// The simulator itself: it repeats, it shrinks without changing the story, and its checks see what
// is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "core/wire/codec.h"
#include "edge-agent/alert_book.h"
#include "tests/fakes/temp_folder.h"
#include "tests/sim/apart.h"
#include "tests/sim/checks_hq.h"
#include "tests/sim/hearing.h"
#include "tests/sim/leeway.h"
#include "tests/sim/report.h"
#include "tests/sim/shrink.h"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

Limits calm() {
  Limits limits;
  limits.only = FaultSet{};
  limits.locations = 1;
  limits.kiosks = 2;
  limits.visits = 8;
  limits.lives = 20min;
  return limits;
}

/// A calm world that has come to rest.
class Rested : public ::testing::Test {
 protected:
  Rested() {
    world_.live();
    world_.heal();
    EXPECT_TRUE(world_.settle());
  }
  SQLite::Database& at_edge() { return world_.sites.front().edge().database().raw(); }
  SQLite::Database& at_hq() { return world_.hq->database().raw(); }
  std::string broken() {
    const auto failure = check_all(world_);
    return failure ? failure->check : "";
  }
  fakes::TempFolder folder_;
  const system::TimeZone zone_ = *system::TimeZone::load("Europe/London");
  std::string unheard() {
    const auto failure = check_hearing(world_);
    return failure ? failure->check : "";
  }
  Plan plan_ = draw(7, calm());
  World world_{plan_, folder_.path() / "world", zone_};
};

TEST(Sim, TheSameSeedIsTheSameStoryAlsoInAnotherProcess) {
  for (const std::uint64_t seed : {3U, 14U, 15U}) {
    const Plan plan = draw(seed);
    const Outcome first = run(plan, 0);
    EXPECT_EQ(run(plan, 100'000).figures.hash, first.figures.hash) << "seed " << seed;
    EXPECT_EQ(run_apart(plan).figures.hash, first.figures.hash) << "seed " << seed;
  }
}

TEST(Sim, ARunThatDoesNotEndIsEndedAndToldAsThat) {
  Limits limits;
  limits.days = 10'000;
  const auto outcome = run_apart(draw(7, limits), 1);
  ASSERT_TRUE(outcome.failure.has_value());
  EXPECT_EQ(outcome.failure->check, "comes to an end") << outcome.failure->words;
}

TEST(Sim, AnotherSeedIsAnotherStory) {
  EXPECT_NE(run(draw(1, calm()), 0).figures.hash, run(draw(2, calm()), 0).figures.hash);
}

TEST(Sim, AStoreThatComesWithTheMachineTellsTheStoryOfOneThatWasMadeThere) {
  for (std::uint64_t seed = 1; seed < 4; ++seed) {
    Plan plan = draw(seed, calm());
    plan.empty_disks = true;
    const auto made = run(plan, 0).figures.hash;
    plan.empty_disks = false;
    EXPECT_EQ(run(plan, 0).figures.hash, made) << "seed " << seed;
  }
}

TEST(Sim, TakesAwayWhatAKilledRunLeftBehind) {
  const auto left = run_folders() / fmt::format("earshot-sim-{}-left", ::getpid());
  std::filesystem::create_directories(left / "hq");
  remove_run_folders(::getpid());
  EXPECT_FALSE(std::filesystem::exists(left));
}

TEST(Plan, LosesNothingButWhatIsTakenOut) {
  for (std::uint64_t seed = 1; seed < 200; ++seed) {
    const Plan whole = draw(seed);
    if (whole.mishaps.size() < 2) continue;
    Limits limits;
    limits.only = whole.faults;
    limits.skip.insert(whole.mishaps.front().number);
    const Plan less = draw(seed, limits);
    ASSERT_EQ(less.mishaps.size() + 1, whole.mishaps.size());
    for (std::size_t i = 0; i < less.mishaps.size(); ++i) {
      EXPECT_EQ(less.mishaps[i].number, whole.mishaps[i + 1].number);
      EXPECT_EQ(less.mishaps[i].at, whole.mishaps[i + 1].at);
      EXPECT_EQ(less.mishaps[i].where, whole.mishaps[i + 1].where);
    }
    EXPECT_EQ(less.drop, whole.drop);
  }
}

TEST(Report, NamesWhatNoSeedHasReached) {
  Outcome outcome;
  outcome.figures.faults.took_effect(Fault::kill);
  outcome.figures.coverage.reach(Mark::receipts);
  Report report;
  report.add(outcome);
  const auto missing = report.unreached();
  const auto is_missing = [&](std::string_view name) {
    return std::any_of(missing.begin(), missing.end(),
                       [&](const Unreached& one) { return one.name == name; });
  };
  EXPECT_EQ(missing.size(), kFaultCount + kMarkCount - 2);
  EXPECT_TRUE(is_missing("edge: hole") && is_missing("kill-midway"));
  EXPECT_FALSE(is_missing("kill") || is_missing("receipts"));
}

TEST(Lines, AreFoundWholeOrNotAtAll) {
  const std::string_view text = "store till q smiley 0,0,17 h1=2\nstore till r csat 1,2\n";
  EXPECT_TRUE(has_line(text, "store till q smiley 0,0,17"));
  EXPECT_TRUE(has_line(text, "store till r csat 1,2"));
  EXPECT_FALSE(has_line(text, "store till q smiley 0,0,1"));
  EXPECT_FALSE(has_line(text, "till r csat 1,2"));
}

TEST(Faults, AreParsedByTheirNames) {
  for (const Fault fault : all_faults()) EXPECT_EQ(parse_fault(to_string(fault)), fault);
  EXPECT_FALSE(parse_fault("gremlins").has_value());
}

TEST(EventQueue, DoesWhatIsDueByTimeAndThenInTheOrderOfAsking) {
  EventQueue queue;
  std::string done;
  queue.at(20, [&] { done += 'c'; });
  queue.at(10, [&] {
    done += 'a';
    queue.at(5, [&] { done += 'b'; });  // has passed: now
  });
  queue.at(20, [&] { done += 'd'; });
  while (queue.step(20)) {
  }
  EXPECT_EQ(done, "abcd");
  EXPECT_FALSE(queue.step(100));
  EXPECT_EQ(queue.now(), 100);
}

TEST(BrokerFilters, AreMqtts) {
  EXPECT_TRUE(matches("a/+/c", "a/b/c"));
  EXPECT_TRUE(matches("a/b", "a/b"));
  EXPECT_FALSE(matches("a/+", "a/b/c"));
  EXPECT_FALSE(matches("a/b/c", "a/b"));
  EXPECT_FALSE(matches("a/+/d", "a/b/c"));
}

TEST_F(Rested, HasEverybodyAndNoAlarms) {
  EXPECT_GT(world_.scene.oracle.thanked_count(), 4U);
  EXPECT_EQ(broken(), "");
  EXPECT_TRUE(world_.alarms.empty());
}

TEST_F(Rested, NoticesALostResponse) {
  at_edge().exec("DELETE FROM responses WHERE number = (SELECT max(number) FROM responses)");
  EXPECT_EQ(broken(), "everything thanked for");
}

TEST_F(Rested, NoticesAResponseThatNobodyGave) {
  response::Response made_up = visits(plan_, "nobody", 0).front().steps.front().response;
  made_up.touchpoint = TouchpointId::trusted("checkout");
  SQLite::Statement row(at_edge(),
                        "UPDATE responses SET id = ?, revision = 1, record = ? "
                        "WHERE number = (SELECT max(number) FROM responses)");
  const std::string record =
      wire::encode_record(wire::ResponseRecord{world_.sites.front().id, made_up});
  row.bind(1, made_up.id.str());
  row.bind(2, record.data(), static_cast<int>(record.size()));
  row.exec();
  EXPECT_EQ(broken(), "nothing that nobody said");
}

/// Its clock was wrong, and it had a look at the edge agent's: no excuse for another hour.
TEST_F(Rested, NoticesATimeThatCouldBeKnownAndIsWrong) {
  for (const auto& kiosk : world_.sites.front().kiosks) {
    world_.scene.happened.note(Fault::clock_forward, kiosk->device().str(), 0);
  }
  EXPECT_EQ(broken(), "");
  ASSERT_EQ(at_edge().exec("UPDATE responses SET at_ms = ifnull(at_ms, tapped_at_ms) + 3600000 "
                           "WHERE number = (SELECT max(number) FROM responses)"),
            1);
  EXPECT_EQ(broken(), "the right time");
}

TEST_F(Rested, LeavesNoLeewayWhereNothingWasLost) {
  const Leeway none(world_, world_.sites.front());
  std::size_t covered = 0;
  for (const auto& [key, most] : none.most()) covered += none.covers(key) ? 1 : 0;
  EXPECT_GT(none.most().size(), 0U);
  EXPECT_EQ(covered, 0U);
  // A lost edge agent and a restored kiosk move nobody while all clocks are right.
  const auto device = world_.sites.front().kiosks.front()->device().str();
  world_.scene.happened.note(Fault::edge_reimaged, world_.sites.front().id.str(), 1);
  world_.scene.happened.note(Fault::kiosk_restored, device, 2);
  EXPECT_EQ(Leeway(world_, world_.sites.front()).most(), none.most());
  world_.scene.happened.note(Fault::clock_back, device, 3);
  EXPECT_NE(Leeway(world_, world_.sites.front()).most(), none.most());
}

TEST_F(Rested, NoticesALostCellOfTheEdge) {
  at_edge().exec("DELETE FROM cells WHERE number = (SELECT max(number) FROM cells)");
  EXPECT_EQ(broken(), "edge cells");
}

TEST_F(Rested, NoticesAnAlertThatHeadquartersDoesNotHave) {
  EXPECT_EQ(unheard(), "");
  ASSERT_GT(at_hq().exec("DELETE FROM hq_alert"), 0);
  EXPECT_EQ(unheard(), "alerts");
}

TEST_F(Rested, NoticesAnAlertThatIsNoLongerTakenUp) {
  const auto alerts = edge::list_alerts(at_edge(), false, 1);
  ASSERT_FALSE(alerts->empty() || alerts->front().acknowledged());
  world_.scene.acknowledged[alerts->front().id] = alerts->front().severity;
  EXPECT_EQ(unheard(), "alerts");
}

TEST_F(Rested, NoticesAnUnhappyCustomerOfWhomNobodyWasTold) {
  ASSERT_GT(at_edge().exec("DELETE FROM alerts"), 0);
  EXPECT_EQ(unheard(), "owed alerts");
}

TEST_F(Rested, NoticesAnAlertAboutHistory) {
  ASSERT_GT(at_edge().exec("UPDATE responses SET received_at_ms = received_at_ms + 7200000"), 0);
  EXPECT_EQ(unheard(), "owed alerts");
}

TEST_F(Rested, NoticesTwoMachinesThatNobodyTellsOf) {
  const auto device = world_.sites.front().kiosks.front()->device().str();
  auto& turns = world_.scene.turns[{world_.sites.front().id.str(), device}];
  turns = {{"one", 0, 60'000}, {"other", 20'000, 100'000}, {"one", 300'000, 300'000}};
  EXPECT_EQ(broken(), "");  // the other may have been the same machine, started again
  turns[1].last_ms = 260'000;
  EXPECT_EQ(broken(), "alarm");
  turns.insert(turns.begin() + 1, Turn{});  // the edge agent began anew meanwhile
  EXPECT_EQ(broken(), "");
}

TEST_F(Rested, NoticesWordsThatHeadquartersDoesNotHave) {
  ASSERT_GT(at_hq().exec("DELETE FROM hq_response"), 0);
  EXPECT_EQ(unheard(), "words are heard");
}

TEST_F(Rested, NoticesWordsThatWereToStay) {
  plan_.verbatims = false;
  EXPECT_EQ(unheard(), "words stay");
}

TEST_F(Rested, NoticesAnAlarmForNothing) {
  at_hq().exec(
      "INSERT INTO incident (at, kind, device, stream, detail) "
      "VALUES (1, 1, 'store-1', 'cells', 'made up')");
  EXPECT_EQ(broken(), "no false alarm");
}

TEST_F(Rested, NoticesAnAlarmThatWasNotRaised) {
  world_.scene.alarms_due.push_back({1, "hq", {relay::Incident::Kind::fork}, "store-1"});
  EXPECT_EQ(broken(), "alarm");
}

}  // namespace
}  // namespace earshot::sim
