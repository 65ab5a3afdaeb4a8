#include "platform/crypto/mark.h"

#include <gtest/gtest.h>

namespace earshot::crypto {
namespace {

TEST(Mark, IsTheBeginningOfTheBytesHash) {
  EXPECT_EQ(mark_of(""), "0e5751c0");  // BLAKE2b, 256 bits, of nothing
  EXPECT_NE(mark_of("a"), mark_of("b"));
}

}  // namespace
}  // namespace earshot::crypto
