// Headquarters' store when the power goes at every moment of its life, and when the disk fails.
#include "tests/crash/aggregator/hq_subject.h"
#include "tests/crash/crash_points.h"
#include "tests/crash/fault_sweep.h"

namespace earshot::crash {
namespace {

TEST(HqPowerCut, AtAnyMomentLeavesWholeTransactionsAndNumbersThatAddUp) {
  cut_lives([](std::uint64_t seed) { return std::make_unique<HqSubject>(seed); }, 4, 3);
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
