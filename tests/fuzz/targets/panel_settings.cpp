// How loud and how bright, as a power cut may have left the file.
#include "kiosk/store/panel_settings.h"

#include "core/base/check.h"
#include "tests/fuzz/config_folder.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(panel_settings) {
  constexpr MemoryBound kBound{4, 64 * 1024};
  static ConfigFolder folder;
  const auto path = folder.put(input);
  const auto settings =
      within_memory(kBound, input.size(), [&] { return kiosk::load_panel_settings(path, {}); });
  EARSHOT_CHECK(settings.volume >= 0 && settings.volume <= 100);
  EARSHOT_CHECK(settings.brightness >= kiosk::kBrightnessMin && settings.brightness <= 100);
}

}  // namespace earshot::fuzz
