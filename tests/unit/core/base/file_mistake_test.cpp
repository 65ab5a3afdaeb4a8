#include "core/base/file_mistake.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(FileMistake, IsToldWithFileLineReasonAndHint) {
  const auto error = error_of({12, "the kind 'stars' is unknown", "Write smiley"}, "survey.toml");
  EXPECT_EQ(error.code, ErrorCode::invalid);
  EXPECT_EQ(error.message, "survey.toml:12: the kind 'stars' is unknown. Write smiley.");
  EXPECT_EQ(error_of({1, "a", "Did you mean 'b'?"}, "f").message, "f:1: a. Did you mean 'b'?");
}

TEST(FileMistake, QuotesTheFileInertAndShort) {
  const auto error = error_of({1, std::string(5000, 'x') + "\n\x1b[2J", ""}, "f");
  EXPECT_LT(error.message.size(), 400u);
  EXPECT_EQ(error_of({1, "a\n\x1b[2Jb", "c"}, "f").message.find('\x1b'), std::string::npos);
}

TEST(UnreadableToml, IsToldBeforeAParserSeesIt) {
  EXPECT_FALSE(unreadable_toml("a = 1\n", 100, "a survey"));
  const auto large = unreadable_toml("aaaaaa", 5, "a survey");
  ASSERT_TRUE(large);
  EXPECT_EQ(large->reason, "the file has 6 bytes");
  EXPECT_EQ(large->hint, "Write a survey of at most 5");
  const auto bytes = unreadable_toml("a = 1\nb = \"\xff\"\nc = 2", 100, "a survey");
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->line, 2u);
  const auto deep = unreadable_toml("\na.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = 1", 100, "a survey");
  ASSERT_TRUE(deep);
  EXPECT_EQ(deep->line, 2u);
}

}  // namespace
}  // namespace earshot
