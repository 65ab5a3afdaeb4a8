#include "core/base/ports.h"

#include <array>

#include "core/base/check.h"
#include "core/base/hex.h"

namespace earshot {

std::uint64_t random_below(Random& random, std::uint64_t bound) {
  EARSHOT_CHECK(bound >= 1);
  // Rejection keeps the distribution even; the loop ends after two draws on average at worst.
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  for (;;) {
    std::uint64_t value = 0;
    random.fill(std::as_writable_bytes(std::span(&value, 1)));
    if (value < limit) return value % bound;
  }
}

std::string random_hex(Random& random) {
  std::array<std::byte, 16> bytes{};
  random.fill(bytes);
  return to_hex(bytes);
}

}  // namespace earshot
