#include "core/survey/nearest_word.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace earshot::survey {
namespace {

constexpr std::array<std::string_view, 4> kKnown{"id", "kind", "text", "low_label"};

TEST(EditDistance, CountsOneForEachSlipOfTheFinger) {
  EXPECT_EQ(edit_distance("kind", "kind"), 0U);
  EXPECT_EQ(edit_distance("kin", "kind"), 1U) << "forgotten";
  EXPECT_EQ(edit_distance("kinde", "kind"), 1U) << "added";
  EXPECT_EQ(edit_distance("kint", "kind"), 1U) << "replaced";
  EXPECT_EQ(edit_distance("knid", "kind"), 1U) << "swapped";
  EXPECT_EQ(edit_distance("", "kind"), 4U);
}

RC_GTEST_PROP(EditDistance, IsTheSameBothWays, (const std::string& a, const std::string& b)) {
  RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
}

RC_GTEST_PROP(EditDistance, IsZeroOnlyForTheSameWord,
              (const std::string& a, const std::string& b)) {
  RC_ASSERT((edit_distance(a, b) == 0) == (a == b));
}

TEST(NearestWord, IsTheOneThatWasMeant) {
  EXPECT_EQ(nearest_word("txet", kKnown), "text");
  EXPECT_EQ(nearest_word("lowlabel", kKnown), "low_label");
}

TEST(NearestWord, IsNoneWhenNothingIsNear) {
  EXPECT_EQ(nearest_word("colour", kKnown), "");
  EXPECT_EQ(nearest_word("anything", {}), "");
}

TEST(NearestWord, IsNoneForSomethingThatIsNoWord) {
  EXPECT_EQ(nearest_word(std::string(65, 'k'), kKnown), "");
}

}  // namespace
}  // namespace earshot::survey
