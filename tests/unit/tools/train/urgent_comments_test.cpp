#include "tools/train/models/urgent_comments.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace earshot::train {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

std::vector<UrgentComment> written(std::string_view patterns, std::uint64_t seed = 1,
                                   std::string_view whole = {}) {
  const auto comments = write_out(patterns, whole, "xx", seed);
  EXPECT_TRUE(comments.has_value()) << comments.error().message;
  return comments ? *comments : std::vector<UrgentComment>();
}

std::string mistake_in(std::string_view patterns, std::string_view whole = {}) {
  const auto comments = write_out(patterns, whole, "xx", 1);
  return comments ? "" : comments.error().message;
}

TEST(UrgentComments, AreWrittenOutWithTheirKindAndPattern) {
  const auto comments = written("# names\n@who = Ann | Bob\n== injury\n$who [fell|tripped]\n");
  ASSERT_FALSE(comments.empty());
  for (const UrgentComment& comment : comments) {
    EXPECT_THAT(comment.text, AnyOf(HasSubstr("nn "), HasSubstr("ob ")));
    EXPECT_EQ(comment.kind, "injury");
    EXPECT_EQ(comment.pattern, "xx.txt:4");
  }
}

TEST(UrgentComments, AWholeOneIsTakenAsItIs) {
  const auto comments = written("", 1, "fire\tsmoke [a] | $5 lost\nnone\t12 345\n");
  const auto is = [](const char* text, const char* kind, const char* pattern) {
    return testing::AllOf(testing::Field(&UrgentComment::text, text),
                          testing::Field(&UrgentComment::kind, kind),
                          testing::Field(&UrgentComment::pattern, pattern));
  };
  EXPECT_THAT(comments, testing::Contains(is("smoke [a] | $5 lost", "fire", "xx.tsv:1")));
  EXPECT_THAT(comments, testing::Contains(is("12 345", "", "xx.tsv:2")));
}

TEST(UrgentComments, WhatCanWaitHasNoKind) {
  for (const UrgentComment& comment : written("== none\nNice shop\n== around\nI came on Monday\n"))
    EXPECT_EQ(comment.kind, "");
}

TEST(UrgentComments, AStarSaysHowManyAreWritten) {
  const auto comments =
      written("@n = 1|2|3|4|5|6|7|8|9\n== none\n*20 $n $n is fine\n$n $n is not\n");
  const auto of = [&](const char* pattern) {
    return std::ranges::count(comments, pattern, &UrgentComment::pattern);
  };
  EXPECT_EQ(of("xx.txt:3"), 20);
  EXPECT_LT(of("xx.txt:4"), 20);
}

TEST(UrgentComments, TheSameSeedWritesTheSame) {
  constexpr std::string_view kPatterns =
      "@a = one|two|three|four\n== fire\n$a $a $a burned\n== around\nAll $a were there\n";
  const auto texts = [&](std::uint64_t seed) {
    std::vector<std::string> all;
    for (const UrgentComment& comment : written(kPatterns, seed)) all.push_back(comment.text);
    return all;
  };
  EXPECT_EQ(texts(7), texts(7));
  EXPECT_NE(texts(7), texts(8));
}

TEST(UrgentComments, AMistakeIsNamedWithItsLine) {
  EXPECT_EQ(mistake_in("== plague\n"), "xx.txt, line 1: there is no kind \"plague\"");
  EXPECT_THAT(mistake_in("It burns\n"), HasSubstr("line 1: no kind above it"));
  EXPECT_THAT(mistake_in("@who\n"), HasSubstr("line 1: '=' is missing"));
  EXPECT_THAT(mistake_in("== fire\n\n$who burns\n"), HasSubstr("line 3: a name after '$'"));
  EXPECT_THAT(mistake_in("== fire\nIt [burns\n"), HasSubstr("line 2: ']' is missing"));
  EXPECT_THAT(mistake_in("== fire\n*900 It burns\n"), HasSubstr("line 2: after '*'"));
  EXPECT_EQ(mistake_in("", "fire\tIt burns\nIt rains\n"),
            "xx.tsv, line 2: a kind or \"none\", a tab and a comment are expected");
  EXPECT_THAT(mistake_in("@a = $a\n== fire\n$a burns\n"), HasSubstr("without an end"));
}

}  // namespace
}  // namespace earshot::train
