// The edge agent's configuration file.
#include "core/base/check.h"
#include "edge-agent/config.h"
#include "tests/fuzz/config_folder.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/toml_bound.h"

namespace earshot::fuzz {

FUZZ_TARGET(edge_config) {
  static ConfigFolder folder;
  const auto path = folder.put(input);
  const auto config =
      within_memory(kTomlBound, input.size(), [&] { return edge::load_config(path); });
  if (!config) return expect_readable(config.error());
  EARSHOT_CHECK(!config->location.empty() && !config->data.empty());
  EARSHOT_CHECK(!config->timezone.empty() && !config->site_broker.host.empty());
  EARSHOT_CHECK(config->site_broker.port != 0);
  expect_inert(config->name, 100);
  for (const auto& kiosk : config->kiosks) EARSHOT_CHECK(!kiosk.empty());
}

}  // namespace earshot::fuzz
