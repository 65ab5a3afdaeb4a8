#include "core/base/packed.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace earshot {
namespace {

RC_GTEST_PROP(Packed, GivesBackWhatWasPacked, (const std::string& plain)) {
  const std::string small = pack(plain, 3);
  RC_ASSERT(is_packed(small));
  const auto back = unpack(small, plain.size());
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == plain);
}

RC_GTEST_PROP(Packed, RefusesBytesThatWereNotPacked, (const std::string& bytes)) {
  const auto plain = unpack(bytes, 1000);
  RC_ASSERT(!plain.has_value() || plain->size() <= 1000);
}

TEST(Packed, WhatIsTooLargeIsRefusedByItsClaim) {
  const auto plain = unpack(pack(std::string(5000, 'a'), 19), 4999);
  ASSERT_FALSE(plain.has_value());
  EXPECT_EQ(plain.error().message, "what is packed has 5000 bytes; 4999 are allowed");
}

TEST(Packed, DamageIsSeen) {
  std::string bytes = pack("so many words, so many words, so many", 19);
  EXPECT_FALSE(unpack(bytes.substr(0, bytes.size() - 3), 1000).has_value());
  bytes[4] = '\x7F';
  EXPECT_FALSE(unpack(bytes, 1000).has_value());
  EXPECT_FALSE(unpack("", 1000).has_value());
  EXPECT_FALSE(is_packed("EARSHOT"));
}

}  // namespace
}  // namespace earshot
