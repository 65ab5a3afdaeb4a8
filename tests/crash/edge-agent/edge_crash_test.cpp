// The edge agent's store when the power goes at every moment of its life, and when the disk fails.
#include "tests/crash/crash_points.h"
#include "tests/crash/edge-agent/edge_subject.h"
#include "tests/crash/fault_sweep.h"
#include "tests/crash/update_subject.h"

namespace earshot::crash {
namespace {

TEST(EdgePowerCut, AtAnyMomentKeepsWhatItGaveReceiptsForAndCellsThatAddUp) {
  cut_lives([](std::uint64_t seed) { return std::make_unique<EdgeSubject>(seed); }, 3, 2);
}

/// What an edge agent of the first version had filed.
UpdateSubject::Plan first_edge() {
  auto rows = first_relay_rows(90);
  for (int i = 1; i <= 60; ++i) {
    rows.push_back(fmt::format(
        "INSERT INTO responses (id, revision, device, business_day, received_at_ms, historical, "
        "record) VALUES ('{:032x}', 0, 'till-{}', 20500, {}, 0, zeroblob({}))",
        i, i % 3, 1'772'000'000'000 + i, i * 61 % 900));
    rows.push_back(fmt::format("INSERT OR REPLACE INTO cells VALUES ({}, 'cell {}', zeroblob({}))",
                               i % 9, i % 9, i));
    rows.push_back(fmt::format("INSERT OR REPLACE INTO kiosks VALUES ('till-{}', 'exit', {}, 0, 0)",
                               i % 3, i));
  }
  auto content = relay_content();
  content.insert(content.end(),
                 {"SELECT id || ' ' || device || ' ' || received_at_ms || ' ' || words_gone || "
                  "' ' || hex(record) FROM responses ORDER BY number",
                  "SELECT key || ' ' || hex(record) FROM cells ORDER BY number",
                  "SELECT device || ' ' || last_heard_ms || ' ' || clock_told_ms FROM kiosks",
                  "SELECT counted FROM cells_heard", "SELECT words_removed_up_to FROM retention",
                  "SELECT up_to FROM rereading"});
  return {"an edge agent", edge::migrations(), std::move(rows), std::move(content)};
}

TEST(EdgePowerCut, AtAnyMomentOfAnUpdateKeepsEverythingAndTheNextStartGoesOn) {
  cut_lives([](std::uint64_t) { return std::make_unique<UpdateSubject>(first_edge()); }, 1, 2);
}

TEST(EdgePowerCut, OnADiskThatLiesAboutItsSyncsIsNoticed) {
  EdgeSubject subject(1, 25);
  EXPECT_GT(failures_on_a_lying_disk(subject), 20);
}

TEST(EdgeDiskFaults, AtTheNthCallAreSaidHonestlyAndOvercomeWithoutARestart) {
  EdgeSubject subject(1);
  FaultSweep sweep(subject, 2);
  auto figures = sweep.run(8, 1, true);
  if (!kSanitized) figures = sweep.run(45, 1, false);
  EXPECT_GT(figures.refused, 100u);
  if (!HasFailure()) print("edge", figures);
}

}  // namespace
}  // namespace earshot::crash
