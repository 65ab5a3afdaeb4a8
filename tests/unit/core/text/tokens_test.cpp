#include "core/text/tokens.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "core/base/utf8.h"

namespace earshot::text {
namespace {

using ::testing::ElementsAre;

Tokens cut(std::string_view text) {
  Tokens tokens;
  tokenise(text, tokens);
  return tokens;
}

std::vector<std::string> words_of(const Tokens& tokens) {
  std::vector<std::string> words;
  for (const Token& token : tokens.tokens) {
    if (token.kind == TokenKind::word) words.emplace_back(tokens.word(token));
  }
  return words;
}

TEST(Tokens, AreWordsInLowerCaseWithoutAccents) {
  EXPECT_THAT(words_of(cut("Très BON café, Straße und Łódź")),
              ElementsAre("tres", "bon", "cafe", "strasse", "und", "lodz"));
}

TEST(Tokens, KeepAnInnerApostropheAndPartAnElidedArticle) {
  EXPECT_THAT(words_of(cut("I don’t like l'attente dell'anno")),
              ElementsAre("i", "don't", "like", "l'", "attente", "dell'", "anno"));
}

TEST(Tokens, FoldArabicLettersThatPeopleWriteInSeveralWays) {
  EXPECT_EQ(cut("الأسعار").word(cut("الأسعار").tokens[0]), "الاسعار");
  EXPECT_EQ(words_of(cut("غالِيَة")), words_of(cut("غاليه")));
}

TEST(Tokens, SayWhereTheyAreInBytesAndInCodePoints) {
  const auto tokens = cut("é👍🏽 zu teuer");
  ASSERT_EQ(tokens.tokens.size(), 4U);
  EXPECT_EQ(tokens.tokens[1].kind, TokenKind::emoji);
  EXPECT_EQ(tokens.tokens[1].first_code_point, 1U);
  EXPECT_EQ(tokens.tokens[1].end_code_point, 3U);  // the thumb and the colour of its skin
  EXPECT_EQ(tokens.tokens[3].first_code_point, 7U);
  EXPECT_EQ(tokens.original(tokens.tokens[3]), "teuer");
}

TEST(Tokens, TakeDecimalsAndTimesAsOneNumber) {
  const auto tokens = cut("It cost 3.50 at 10:30.");
  std::vector<std::string> numbers;
  for (const auto& token : tokens.tokens) {
    if (token.kind == TokenKind::number) numbers.emplace_back(tokens.word(token));
  }
  EXPECT_THAT(numbers, ElementsAre("3.50", "10:30"));
}

TEST(Tokens, KnowEmoticons) {
  const auto tokens = cut("nice :-) bad :( http://x");
  EXPECT_EQ(tokens.tokens[1].kind, TokenKind::emoticon);
  EXPECT_EQ(tokens.tokens[3].kind, TokenKind::emoticon);
}

TEST(Clauses, EndAtStopsAndTurnAtBut) {
  const auto tokens = cut("Kind staff but slow. Never again!");
  ASSERT_EQ(tokens.clauses.size(), 3U);
  EXPECT_FALSE(tokens.clauses[0].contrast);
  EXPECT_TRUE(tokens.clauses[1].contrast);
  EXPECT_EQ(tokens.clauses[0].sentence, tokens.clauses[1].sentence);
  EXPECT_NE(tokens.clauses[1].sentence, tokens.clauses[2].sentence);
}

TEST(Clauses, ASpanishMasWithAnAccentIsNoBut) {
  EXPECT_EQ(cut("quiero más pan").clauses.size(), 1U);
  EXPECT_EQ(cut("bom mas caro").clauses.size(), 2U);
}

TEST(Tokens, RepairBytesThatAreNoUtf8AndSayThatTheyDid) {
  const auto tokens = cut("caf\xE9 good");
  EXPECT_TRUE(tokens.repaired);
  EXPECT_EQ(tokens.text, "caf\xEF\xBF\xBD good");
  EXPECT_FALSE(cut("café").repaired);
}

RC_GTEST_PROP(Tokens, OfAnyBytesLieInOrderWithinTheText, (const std::string& bytes)) {
  const auto tokens = cut(bytes);
  RC_ASSERT(is_utf8(tokens.text));
  RC_ASSERT(tokens.code_points == count_code_points(tokens.text));
  std::uint32_t end = 0;
  for (const Token& token : tokens.tokens) {
    RC_ASSERT(token.begin >= end && token.end > token.begin && token.end <= tokens.text.size());
    RC_ASSERT(count_code_points(std::string_view(tokens.text).substr(0, token.begin)) ==
              token.first_code_point);
    RC_ASSERT(token.clause < tokens.clauses.size());
    end = token.end;
  }
  std::uint32_t next = 0;
  for (const Clause& clause : tokens.clauses) {
    RC_ASSERT(clause.first == next && clause.end > clause.first);
    next = clause.end;
  }
  RC_ASSERT(next == tokens.tokens.size());
}

}  // namespace
}  // namespace earshot::text
