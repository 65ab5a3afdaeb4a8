#include <sodium.h>

#include "core/base/check.h"
#include "core/relay/types.h"

namespace earshot::relay {
namespace {

class Hash {
 public:
  Hash() {
    EARSHOT_CHECK(crypto_generichash_init(&state_, nullptr, 0, std::tuple_size_v<Digest>) == 0);
  }
  Hash& add(const void* bytes, std::size_t size) {
    crypto_generichash_update(&state_, static_cast<const unsigned char*>(bytes), size);
    return *this;
  }
  Hash& add(std::string_view bytes) { return add(bytes.data(), bytes.size()); }
  Digest finish() {
    Digest digest;
    crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(digest.data()),
                             digest.size());
    return digest;
  }

 private:
  crypto_generichash_state state_;
};

}  // namespace

Digest chain_start(const DeviceId& device, Epoch epoch, Stream stream) {
  // Fixed-width parts first, the name last: no two inputs give the same bytes.
  unsigned char fixed[9];
  for (int i = 0; i < 8; ++i) fixed[i] = static_cast<unsigned char>(epoch >> (8 * i));
  fixed[8] = static_cast<unsigned char>(stream);
  return Hash().add("earshot-relay-1").add(fixed, sizeof fixed).add(device.str()).finish();
}

Digest chain_next(const Digest& before, std::string_view record) {
  return Hash().add(before.data(), before.size()).add(record).finish();
}

}  // namespace earshot::relay
