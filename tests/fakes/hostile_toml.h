// Files that once harmed whoever read them (found by fuzzing, tests/fuzz), the same for every
// reader of TOML. Owner: the tests. Threads: plain functions.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/base/result.h"
#include "core/base/utf8.h"

namespace earshot::test {

/// `read` takes the text of a file and gives a Result.
template <typename Read>
void expect_hostile_toml_is_refused_inertly(Read read) {
  // Ended in a stack overflow when toml++ freed it.
  std::string deep = "a";
  for (int i = 0; i < 100'000; ++i) deep += ".a";
  // Were quoted as they stand, into the log and onto the screen.
  const std::string files[] = {
      deep + " = 1\n",        "\"\\u001b[2J\\nowned\" = 1\n",
      "\"\\u202Eabc\" = 1\n", std::string(10'000, 'k') + " = 1\n",
      "x = \x1b[2J\n",
  };
  for (const auto& file : files) {
    const auto result = read(file);
    ASSERT_FALSE(result.has_value()) << file.substr(0, 40);
    const std::string& message = result.error().message;
    EXPECT_EQ(one_line(message, message.size()), message) << file.substr(0, 40);
    EXPECT_LT(message.size(), 1500U) << file.substr(0, 40);
  }
}

}  // namespace earshot::test
