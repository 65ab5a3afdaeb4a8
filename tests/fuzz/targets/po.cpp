// Translators' files.
#include "core/base/check.h"
#include "kiosk/app/po_file.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(po) {
  constexpr MemoryBound kBound{64, 64 * 1024};
  const auto file =
      within_memory(kBound, input.size(), [&] { return kiosk::parse_po(input, "de.po"); });
  if (!file) return expect_readable(file.error());
  EARSHOT_CHECK(file->messages.size() <= kiosk::kPoMessagesMax);
  for (const auto& message : file->messages) {
    EARSHOT_CHECK(message.line >= 1 && !message.id.empty() && !message.translations.empty());
  }
}

}  // namespace earshot::fuzz
