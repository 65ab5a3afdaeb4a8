// Headquarters' store when the power goes at every moment of its life, and when the disk fails.
#include "tests/crash/aggregator/hq_subject.h"
#include "tests/crash/crash_points.h"
#include "tests/crash/fault_sweep.h"

namespace earshot::crash {
namespace {

TEST(HqPowerCut, AtAnyMomentLeavesWholeTransactionsAndNumbersThatAddUp) {
  const auto figures =
      cut_lives([](std::uint64_t seed) { return std::make_unique<HqSubject>(seed); }, 3, 3);
  EXPECT_GT(figures.points, 5'000u);
}

TEST(HqDiskFaults, AtTheNthCallAreSaidHonestlyAndOvercomeWithoutARestart) {
  HqSubject subject(1);
  const auto figures = FaultSweep(subject, 2).run(30, 2);
  EXPECT_GT(figures.refused, 100u);
  if (!HasFailure()) print("HQ", figures);
}

}  // namespace
}  // namespace earshot::crash
