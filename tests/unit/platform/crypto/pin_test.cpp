#include "platform/crypto/pin.h"

#include <gtest/gtest.h>

namespace earshot::crypto {
namespace {

TEST(Pin, IsRecognisedByItsHashAlone) {
  const auto hash = hash_pin("480917");
  ASSERT_TRUE(hash) << hash.error().message;
  EXPECT_TRUE(is_pin("480917", *hash));
  EXPECT_FALSE(is_pin("480918", *hash));
  EXPECT_FALSE(is_pin("", *hash));
  EXPECT_FALSE(is_pin("48091", *hash));
  EXPECT_EQ(hash->find("480917"), std::string::npos);
}

TEST(Pin, HasASaltOfItsOwn) {
  const auto once = hash_pin("480917"), again = hash_pin("480917");
  ASSERT_TRUE(once && again);
  EXPECT_NE(*once, *again);
}

TEST(Pin, ThatAnybodyTriesFirstIsRefused) {
  for (const auto* pin : {"111111", "123456", "654321", "12345", "1234567890123", "48a917", ""}) {
    EXPECT_FALSE(hash_pin(pin)) << pin;
  }
}

TEST(PinHash, ThatCostsTooMuchIsRefused) {
  const auto hash = *hash_pin("480917");
  EXPECT_TRUE(check_pin_hash(hash));
  const auto with = [&](const std::string& from, const std::string& to) {
    auto changed = hash;
    changed.replace(changed.find(from), from.size(), to);
    return changed;
  };
  EXPECT_FALSE(check_pin_hash(with("m=32768", "m=4194304")));
  EXPECT_FALSE(check_pin_hash(with("m=32768", "m=99999999999999999999")));
  EXPECT_FALSE(check_pin_hash(with("t=3", "t=1000")));
  EXPECT_FALSE(check_pin_hash(with("argon2id", "argon2i")));
  EXPECT_FALSE(check_pin_hash("480917"));
  EXPECT_FALSE(is_pin("480917", with("m=32768", "m=4194304")));
}

}  // namespace
}  // namespace earshot::crypto
