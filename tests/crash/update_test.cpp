// The store that all programs share, made by the first version and opened by this one, when the
// power goes at every moment of it. The programs' own are with each.
#include "platform/sqlite/relay_store.h"
#include "tests/crash/crash_points.h"
#include "tests/crash/update_subject.h"

namespace earshot::crash {
namespace {

TEST(UpdatePowerCut, AtAnyMomentOfAnUpdateKeepsEverythingAndTheNextStartGoesOn) {
  cut_lives(
      [](std::uint64_t) {
        const auto steps = sqlite::relay_migrations();
        return std::make_unique<UpdateSubject>(UpdateSubject::Plan{
            "a store", {steps.begin(), steps.end()}, first_relay_rows(180), relay_content()});
      },
      1, 4);
}

}  // namespace
}  // namespace earshot::crash
