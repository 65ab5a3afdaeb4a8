#include "core/base/toml_keys.h"

#include <gtest/gtest.h>

#include <string>

namespace earshot {
namespace {

std::string key_of(std::size_t parts) {
  std::string key = "a";
  for (std::size_t i = 1; i < parts; ++i) key += ".a";
  return key;
}
const std::string kWide = key_of(kTomlKeyPartsMax);
const std::string kTooDeep = key_of(kTomlKeyPartsMax + 1);

TEST(TomlKeys, ThatPeopleWritePass) {
  EXPECT_EQ(line_of_too_deep_key(""), 0U);
  EXPECT_EQ(line_of_too_deep_key(
                "a = 1\n[b.c]\nd.e = 2.5 # 1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18"),
            0U);
  EXPECT_EQ(line_of_too_deep_key(kWide + " = 1"), 0U);
}

// A quarter of a megabyte of "a.a.a" ended in a stack overflow when toml++ freed it.
TEST(TomlKeys, TooDeepOnesAreFoundWithTheirLine) {
  EXPECT_EQ(line_of_too_deep_key(kTooDeep + " = 1"), 1U);
  EXPECT_EQ(line_of_too_deep_key("x = 1\n\n[" + kTooDeep + "]"), 3U);
  EXPECT_EQ(line_of_too_deep_key("x = { " + kTooDeep + " = 1 }"), 1U);
  EXPECT_EQ(line_of_too_deep_key("[[" + kTooDeep + "]]"), 1U);
  EXPECT_EQ(line_of_too_deep_key(key_of(125'000)), 1U);
}

TEST(TomlKeys, QuotedPartsCountAndWhatTheyHoldDoesNot) {
  std::string quoted = "\"a.b\"";
  for (std::size_t i = 1; i <= kTomlKeyPartsMax; ++i)
    quoted += i % 2 == 0 ? " . 'a.b'" : ".\"\\\"\"";
  EXPECT_EQ(line_of_too_deep_key(quoted + " = 1"), 1U);
  EXPECT_EQ(line_of_too_deep_key("a = \"" + kTooDeep + "\""), 0U);
  EXPECT_EQ(line_of_too_deep_key("a = '''\n" + kTooDeep + "\n'''"), 0U);
}

TEST(TomlKeys, NumbersInAListAreNoKeys) {
  std::string list = "a = [1.5";
  for (int i = 0; i < 100; ++i) list += ", 1.5";
  EXPECT_EQ(line_of_too_deep_key(list + "]"), 0U);
}

TEST(TomlKeys, NothingHidesBehindTheEndOfAString) {
  for (const std::string text :
       {R"("""a"""")", R"("""a""""")", R"("""\"""")", R"("\\")", "'\\'", R"("""a
b""")",
        "''", "\"\""}) {
    EXPECT_EQ(line_of_too_deep_key("x = {y = " + text + ", " + kTooDeep + " = 1}") > 0, true)
        << text;
  }
  EXPECT_EQ(line_of_too_deep_key("x = \"never closed\n" + kTooDeep + " = 1"), 2U);
}

}  // namespace
}  // namespace earshot
