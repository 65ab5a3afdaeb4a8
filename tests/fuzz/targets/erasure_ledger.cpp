// The ledger of erasures, as a person may have edited it or a power cut left it.
#include "platform/system/erasure_ledger.h"
#include "core/base/check.h"
#include "tests/fuzz/config_folder.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(erasure_ledger) {
  constexpr MemoryBound kBound{16, 64 * 1024};
  static ConfigFolder folder;
  const auto path = folder.put(input);
  auto ledger =
      within_memory(kBound, input.size(), [&] { return system::ErasureLedger::open(path); });
  EARSHOT_CHECK(ledger.has_value());
  // What is added stands there the next time, and hides nothing that stood there before.
  const auto added = *ResponseId::parse("00112233445566778899aabbccddeeff");
  EARSHOT_CHECK(ledger->add(added, WallTime{1}).has_value());
  const auto again = system::ErasureLedger::open(path);
  EARSHOT_CHECK(again.has_value() && again->contains(added));
  EARSHOT_CHECK(again->entries() == ledger->entries());
}

}  // namespace earshot::fuzz
