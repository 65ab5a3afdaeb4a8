// The kiosk's configuration file.
#include <cmath>

#include "core/base/check.h"
#include "kiosk/app/config.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/toml_bound.h"

namespace earshot::fuzz {

FUZZ_TARGET(kiosk_config) {
  const auto config = within_memory(kTomlBound, input.size(), [&] {
    return kiosk::parse_config(input, "kiosk.toml", "/etc/earshot");
  });
  if (!config) return expect_readable(config.error());
  EARSHOT_CHECK(!config->device.empty() && !config->location.empty());
  EARSHOT_CHECK(!config->touchpoint.empty() && !config->broker.host.empty());
  EARSHOT_CHECK(config->survey.is_absolute() && config->data.is_absolute());
  EARSHOT_CHECK(config->broker.port != 0);
  const auto& screen = config->screen;
  EARSHOT_CHECK(screen.width >= 320 && screen.width <= 7680);
  EARSHOT_CHECK(screen.height >= 320 && screen.height <= 7680);
  EARSHOT_CHECK(std::isfinite(screen.width_mm));
  for (const auto* list : {&screen.night, &config->opening_hours}) {
    for (const auto& hours : *list) {
      EARSHOT_CHECK(hours.days != 0 && hours.days <= 0x7F);
      EARSHOT_CHECK(hours.from >= 0 && hours.from < survey::kMinutesInDay);
      EARSHOT_CHECK(hours.to >= 1 && hours.to <= survey::kMinutesInDay);
    }
  }
  for (const auto& survey : config->more_surveys) EARSHOT_CHECK(survey.is_absolute());
  EARSHOT_CHECK(screen.width_mm == 0 || (screen.width_mm >= 50 && screen.width_mm <= 3000));
}

}  // namespace earshot::fuzz
