// Text: whatever a person typed or a stranger sent, before it is kept or shown.
#include "core/base/check.h"
#include "core/base/utf8.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(text) {
  const std::size_t most = input.empty() ? 0 : static_cast<unsigned char>(input.front());
  constexpr MemoryBound kBound{8, 256};
  const std::string repaired =
      within_memory(kBound, input.size(), [&] { return repair_utf8(input); });
  EARSHOT_CHECK(is_utf8(repaired));
  EARSHOT_CHECK(repair_utf8(repaired) == repaired);
  EARSHOT_CHECK(!is_utf8(input) || repaired == input);
  for (const std::size_t code_points_max : {most, input.size()}) {
    const std::string clean =
        within_memory(kBound, input.size(), [&] { return clean_text(input, code_points_max); });
    expect_inert(clean, code_points_max);
    EARSHOT_CHECK(clean_text(clean, code_points_max) == clean);
    EARSHOT_CHECK(clean_text(repaired, code_points_max) == clean);
  }
}

}  // namespace earshot::fuzz
