// The aggregator's configuration file.
#include "aggregator/config.h"
#include "core/base/check.h"
#include "tests/fuzz/config_folder.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/toml_bound.h"

namespace earshot::fuzz {

FUZZ_TARGET(aggregator_config) {
  static ConfigFolder folder;
  const auto path = folder.put(input);
  const auto config =
      within_memory(kTomlBound, input.size(), [&] { return hq::load_config(path); });
  if (!config) return expect_readable(config.error());
  EARSHOT_CHECK(!config->device.empty() && !config->data.empty() && !config->org.empty());
  EARSHOT_CHECK(!config->broker_host.empty() && config->broker_port != 0);
}

}  // namespace earshot::fuzz
