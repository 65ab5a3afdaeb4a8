// The edge agent's store when the power goes at every moment of its life, and when the disk fails.
#include "tests/crash/crash_points.h"
#include "tests/crash/edge-agent/edge_subject.h"
#include "tests/crash/fault_sweep.h"

namespace earshot::crash {
namespace {

TEST(EdgePowerCut, AtAnyMomentKeepsWhatItGaveReceiptsForAndCellsThatAddUp) {
  const auto figures =
      cut_lives([](std::uint64_t seed) { return std::make_unique<EdgeSubject>(seed); }, 2, 2);
  EXPECT_GT(figures.points, 5'000u);
}

TEST(EdgeDiskFaults, AtTheNthCallAreSaidHonestlyAndOvercomeWithoutARestart) {
  EdgeSubject subject(1);
  const auto figures = FaultSweep(subject, 2).run(30, 2);
  EXPECT_GT(figures.refused, 100u);
  if (!HasFailure()) print("edge", figures);
}

}  // namespace
}  // namespace earshot::crash
