// The kiosk's store when the power goes at every moment of its life, and when the disk fails.
#include "tests/crash/crash_points.h"
#include "tests/crash/fault_sweep.h"
#include "tests/crash/kiosk/kiosk_subject.h"

namespace earshot::crash {
namespace {

TEST(KioskPowerCut, AtAnyMomentKeepsEveryThankedResponseOnceAndWhole) {
  const auto figures =
      cut_lives([](std::uint64_t seed) { return std::make_unique<KioskSubject>(seed); }, 4, 3);
  EXPECT_GT(figures.points, 10'000u);
}

TEST(KioskDiskFaults, AtTheNthCallAreSaidHonestlyAndOvercomeWithoutARestart) {
  KioskSubject subject(1);
  const auto figures = FaultSweep(subject, 2).run(60, 2);
  EXPECT_GT(figures.refused, 100u);
  if (!HasFailure()) print("kiosk", figures);
}

}  // namespace
}  // namespace earshot::crash
