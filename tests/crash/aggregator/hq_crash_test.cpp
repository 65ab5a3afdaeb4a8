// Headquarters' store when the power goes at every moment of its life, and when the disk fails.
#include "tests/crash/aggregator/hq_subject.h"
#include "tests/crash/crash_points.h"
#include "tests/crash/fault_sweep.h"
#include "tests/crash/update_subject.h"

namespace earshot::crash {
namespace {

TEST(HqPowerCut, AtAnyMomentLeavesWholeTransactionsAndNumbersThatAddUp) {
  cut_lives([](std::uint64_t seed) { return std::make_unique<HqSubject>(seed); }, 4, 3);
}

/// What a headquarters of the first version had been told: cells of two locations, the second of
/// which began anew once.
UpdateSubject::Plan first_headquarters() {
  auto rows = first_relay_rows(60);
  rows.emplace_back(
      "INSERT INTO hq_location VALUES (1, 'store-1', 5, 0, 0), (2, 'store-2', 6, 0, 0)");
  rows.emplace_back(
      "INSERT INTO hq_series VALUES (1, 1, 'exit', 'visit', 0, 0, 1, 'en', '', ''), "
      "(2, 1, 'exit', 'visit', 0, 0, 1, 'en', '', 'queue')");
  for (int i = 1; i <= 120; ++i) {
    rows.push_back(
        fmt::format("INSERT INTO hq_cell VALUES ({}, {}, {}, 20500, {}, {}, {}, 0, 900, "
                    "{}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, {})",
                    1 + i % 2, 1 + i / 2 % 2, 492'000 + i, i % 2 == 1 && i > 90 ? 99 : 77, i, i,
                    i - 1, i % 3 == 0 ? "zeroblob(30)" : "NULL"));
  }
  auto content = relay_content();
  const std::string cell =
      "SELECT location || ' ' || hour || ' ' || series || ' ' || life || ' ' || version || ' ' || "
      "responses || ' ' || r0 || ' ' || r10 || ' ' || ifnull(hex(more), '-') || ' ' || heard FROM ";
  content.insert(content.end(), {cell + "hq_total ORDER BY hour", cell + "hq_topic ORDER BY hour",
                                 "SELECT location || ' ' || life || ' ' || epoch FROM hq_life",
                                 "SELECT number || id || last_heard_ms FROM hq_location"});
  const auto relay = sqlite::relay_migrations();
  std::vector<sqlite::Migration> migrations(relay.begin(), relay.end());
  const auto own = hq::hq_migrations();
  migrations.insert(migrations.end(), own.begin(), own.end());
  return {"headquarters", std::move(migrations), std::move(rows), std::move(content)};
}

TEST(HqPowerCut, AtAnyMomentOfAnUpdateKeepsEverythingAndTheNextStartGoesOn) {
  cut_lives([](std::uint64_t) { return std::make_unique<UpdateSubject>(first_headquarters()); }, 1,
            3);
}

TEST(HqPowerCut, OnADiskThatLiesAboutItsSyncsIsNoticed) {
  HqSubject subject(1, 25);
  EXPECT_GT(failures_on_a_lying_disk(subject), 20);
}

TEST(HqDiskFaults, AtTheNthCallAreSaidHonestlyAndOvercomeWithoutARestart) {
  HqSubject subject(1);
  FaultSweep sweep(subject, 2);
  auto figures = sweep.run(8, 1, true);
  if (!kSanitized) figures = sweep.run(45, 1, false);
  EXPECT_GT(figures.refused, 100u);
  if (!HasFailure()) print("HQ", figures);
}

}  // namespace
}  // namespace earshot::crash
