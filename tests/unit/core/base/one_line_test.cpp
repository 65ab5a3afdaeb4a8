#include <gtest/gtest.h>

#include "core/base/utf8.h"

namespace earshot {
namespace {

TEST(OneLine, QuotesAFileWithoutLettingItWriteToATerminal) {
  EXPECT_EQ(one_line("'shop\n\x1b[2J'", 40), "'shop [2J'");
  EXPECT_EQ(one_line("\xE2\x80\xAE"
                     "abc\xFF",
                     40),
            "abc\xEF\xBF\xBD");
  EXPECT_EQ(one_line(std::string(1000, 'x'), 40), std::string(40, 'x'));
}

}  // namespace
}  // namespace earshot
