// What an edge agent says of its kiosks on its status topic, retained by the broker.
#include "aggregator/site_status.h"

#include "core/base/check.h"
#include "core/wire/bounds.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(site_status) {
  constexpr MemoryBound kBound{128, 64 * 1024};
  const auto status =
      within_memory(kBound, input.size(), [&] { return hq::parse_site_status(input); });
  if (!status) return;
  EARSHOT_CHECK(status->at.ms >= 0 && status->at.ms <= wire::kWallMsMax);
  EARSHOT_CHECK(status->kiosks.size() <= hq::kKiosksToldMax);
  EARSHOT_CHECK(status->kiosks_all >= status->kiosks.size());
  EARSHOT_CHECK(status->tells || status->kiosks.empty());
  constexpr Duration kAgeMax = std::chrono::hours(24 * 400);
  for (const auto& kiosk : status->kiosks) {
    EARSHOT_CHECK(DeviceId::parse(kiosk.device.str()).has_value());
    expect_inert(kiosk.words, 400);
    expect_inert(kiosk.reason, 32);
    EARSHOT_CHECK(kiosk.reason.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") ==
                  std::string::npos);
    EARSHOT_CHECK(!kiosk.heard || (*kiosk.heard >= Duration{0} && *kiosk.heard <= kAgeMax));
    for (const auto& [stream, age] : kiosk.waiting) {
      EARSHOT_CHECK(age >= Duration{0} && age <= kAgeMax);
    }
  }
}

}  // namespace earshot::fuzz
