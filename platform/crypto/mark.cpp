#include "platform/crypto/mark.h"

#include <sodium.h>

#include <array>
#include <span>

#include "core/base/hex.h"

namespace earshot::crypto {

std::string mark_of(std::string_view bytes) {
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  return to_hex(std::as_bytes(std::span(hash).first(4)));
}

}  // namespace earshot::crypto
