// What a kiosk closed, as it arrives: nothing but what the key's own public half closed opens, and
// nothing that is no key or no hash of a PIN passes for one.
#include "platform/crypto/sealed_box.h"

#include "core/base/check.h"
#include "core/wire/care_records.h"
#include "core/wire/codec.h"
#include "platform/crypto/pin.h"
#include "tests/fuzz/chooser.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(sealed_box) {
  constexpr MemoryBound kBound{16, 16 * 1024};
  static const auto kPair = crypto::KeyPair::make();
  Chooser choose(input);
  const auto kind = choose.below(4);
  if (kind == 0) {
    // Closed, and then changed in one place or not at all.
    const auto at = choose.below(65536);
    const auto change = static_cast<char>(choose.byte());
    const auto plain = choose.rest();
    auto sealed = kPair.public_key().seal(plain);
    sealed[at % sealed.size()] = static_cast<char>(sealed[at % sealed.size()] ^ change);
    const auto opened = kPair.open(sealed);
    EARSHOT_CHECK(opened.has_value() == (change == 0));
    EARSHOT_CHECK(!opened || *opened == plain);
    return;
  }
  const auto bytes = choose.rest();
  if (kind == 1) {
    const auto opened = within_memory(kBound, bytes.size(), [&] { return kPair.open(bytes); });
    EARSHOT_CHECK(!opened);
    if (const auto key = crypto::PublicKey::parse(bytes)) {
      EARSHOT_CHECK(crypto::PublicKey::parse(key->text()) == *key);
    }
    (void)crypto::check_pin_hash(bytes);
    return;
  }
  // What is inside of records: read, bounded, and the same again once it was read.
  if (const auto box = wire::box_of(bytes)) EARSHOT_CHECK(box->size() <= bytes.size());
  const auto call =
      within_memory(kBound, bytes.size(), [&] { return wire::decode_help_call(bytes); });
  if (call && *call) {
    const auto again = wire::decode_help_call(wire::encode_record(**call));
    EARSHOT_CHECK(again && *again == *call);
  }
  const auto contact =
      within_memory(kBound, bytes.size(), [&] { return wire::decode_contact(bytes); });
  if (contact) {
    const auto again = wire::decode_contact(wire::encode_contact(*contact));
    EARSHOT_CHECK(again && *again == *contact);
  }
}

}  // namespace earshot::fuzz
