#include "tools/traffic/identity.h"

#include <sodium.h>

#include <array>
#include <cstdint>

#include "core/base/check.h"
#include "core/base/hex.h"

namespace earshot::traffic {

std::string digest_hex(std::initializer_list<std::string_view> parts) {
  std::array<unsigned char, 16> digest{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  for (const std::string_view part : parts) {
    std::array<unsigned char, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i) {
      length[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(part.size()) >> (8 * i));
    }
    crypto_generichash_update(&state, length.data(), length.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  }
  crypto_generichash_final(&state, digest.data(), digest.size());
  return to_hex(std::as_bytes(std::span(digest)));
}

ResponseId replayed_id(std::string_view map_id, const LocationId& location,
                       std::string_view respondent) {
  auto id = ResponseId::parse(digest_hex({"earshot-replay-1", map_id, location.str(), respondent}));
  EARSHOT_CHECK(id.has_value());
  return *std::move(id);
}

}  // namespace earshot::traffic
