// What a kiosk says of itself on its status topic, retained by the broker.
#include "edge-agent/kiosk_status.h"

#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(kiosk_status) {
  constexpr MemoryBound kBound{64, 64 * 1024};
  const auto status =
      within_memory(kBound, input.size(), [&] { return edge::parse_kiosk_status(input); });
  if (!status) return;
  expect_inert(status->words, 200);
}

}  // namespace earshot::fuzz
