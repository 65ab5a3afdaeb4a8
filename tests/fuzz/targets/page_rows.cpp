// A page of a damaged store: rows of its outbox are found in any bytes within bounds, and nothing
// of a row lies outside of its page.
#include "core/base/check.h"
#include "platform/sqlite/salvage.h"
#include "tests/fuzz/chooser.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(page_rows) {
  constexpr MemoryBound kBound{1, 64 * 1024};
  constexpr std::size_t kPage = 4096;
  Chooser choose(input);
  const std::size_t header_at = choose.flag() ? 100 : 0;
  // What the fuzzer says stands at the page's end, where cells are; its last bytes point there.
  std::string page(kPage, '\0');
  const auto rest = choose.rest().substr(0, kPage - 200);
  page[header_at] = 0x0d;
  page[header_at + 4] = 3;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto at = kPage - rest.size() + i * rest.size() / 3;
    page[header_at + 8 + 2 * i] = static_cast<char>(at >> 8);
    page[header_at + 9 + 2 * i] = static_cast<char>(at);
  }
  page.replace(kPage - rest.size(), rest.size(), rest);
  const auto look = [&](std::string_view bytes) {
    const auto rows = sqlite::rows_on_page(bytes, header_at);
    for (const auto& row : rows.records) {
      EARSHOT_CHECK(row.payload.empty() ||
                    (row.payload.data() >= bytes.data() &&
                     row.payload.data() + row.payload.size() <= bytes.data() + bytes.size()));
      EARSHOT_CHECK(row.payload.size() <= row.payload_bytes);
    }
    for (const auto& row : rows.streams) EARSHOT_CHECK(row.stream >= 1 && row.stream <= 4);
    return rows.records.size();
  };
  (void)within_memory(kBound, input.size(), [&] { return look(page); });
  (void)look(input);  // any bytes, of any length
}

}  // namespace earshot::fuzz
