// The kiosk's store when the power goes at every moment of its life, and when the disk fails.
#include "tests/crash/crash_points.h"
#include "tests/crash/fault_sweep.h"
#include "tests/crash/kiosk/kiosk_subject.h"
#include "tests/crash/update_subject.h"

namespace earshot::crash {
namespace {

TEST(KioskPowerCut, AtAnyMomentKeepsEveryThankedResponseOnceAndWhole) {
  cut_lives([](std::uint64_t seed) { return std::make_unique<KioskSubject>(seed); }, 5, 3);
}

TEST(KioskPowerCut, AtAnyMomentOfAnUpdateKeepsEverythingAndTheNextStartGoesOn) {
  cut_lives(
      [](std::uint64_t) {
        return std::make_unique<UpdateSubject>(UpdateSubject::Plan{
            "a kiosk", kiosk::keeper_migrations(), first_relay_rows(180), relay_content()});
      },
      1, 4);
}

TEST(KioskPowerCut, OnADiskThatLiesAboutItsSyncsIsNoticed) {
  KioskSubject subject(1, 25);
  EXPECT_GT(failures_on_a_lying_disk(subject), 20);
}

TEST(KioskDiskFaults, AtTheNthCallAreSaidHonestlyAndOvercomeWithoutARestart) {
  KioskSubject subject(1);
  FaultSweep sweep(subject, 2);
  auto figures = sweep.run(20, 2, true);
  if (!kSanitized) figures = sweep.run(115, 1, false);
  EXPECT_GT(figures.refused, 100u);
  if (!HasFailure()) print("kiosk", figures);
}

}  // namespace
}  // namespace earshot::crash
