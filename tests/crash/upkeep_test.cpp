// A store's upkeep when the power goes at every moment of it, and when the disk fails.
#include "tests/crash/crash_points.h"
#include "tests/crash/fault_sweep.h"
#include "tests/crash/upkeep_subject.h"

namespace earshot::crash {
namespace {

TEST(UpkeepPowerCut, AtAnyMomentLeavesAWholeNumberOfSteps) {
  cut_lives([](std::uint64_t seed) { return std::make_unique<UpkeepSubject>(seed); }, 3, 3);
}

TEST(UpkeepPowerCut, OnADiskThatLiesAboutItsSyncsIsNoticed) {
  UpkeepSubject subject(1, 40);
  EXPECT_GT(failures_on_a_lying_disk(subject), 20);
}

}  // namespace
}  // namespace earshot::crash
