#include "core/text/phrases.h"

#include <gtest/gtest.h>

namespace earshot::text {
namespace {

/// How often `phrase` is found in `comment`.
std::size_t found(std::string_view phrase, std::string_view comment) {
  Phrases phrases;
  EXPECT_TRUE(phrases.add(phrase, 7)) << phrase;
  phrases.build();
  Tokens tokens;
  tokenise(comment, tokens);
  std::vector<PhraseMatch> matches;
  phrases.find(tokens, matches);
  for (const auto& match : matches) EXPECT_EQ(match.payload, 7U);
  return matches.size();
}

TEST(Phrases, MeetAWordWithASmallEndingOnly) {
  EXPECT_EQ(found("queue", "Queues and QUEUE and queued"), 3U);
  EXPECT_EQ(found("queue", "queueing-machine"), 0U);
  EXPECT_EQ(found("till", "tills till tilled"), 2U);
  EXPECT_EQ(found("car", "cars card"), 1U);
  EXPECT_EQ(found("no", "nos not"), 0U);
}

TEST(Phrases, TakeAStarAnEqualSignAndAccents) {
  EXPECT_EQ(found("clean*", "cleanliness cleaner"), 2U);
  EXPECT_EQ(found("queue=", "queue queues"), 1U);
  EXPECT_EQ(found("café", "CAFE cafés"), 2U);
}

TEST(Phrases, OfSeveralWordsMustFollowOneAnotherInOneClause) {
  EXPECT_EQ(found("out of stock", "It was out of stock."), 1U);
  EXPECT_EQ(found("out of stock", "out of, stock"), 0U);
  EXPECT_EQ(found("self checkout", "the self-checkout"), 1U);
}

TEST(Phrases, LeapOverUpToFiveWords) {
  EXPECT_EQ(found("fire exit ~ blocked", "the fire exit is blocked"), 1U);
  EXPECT_EQ(found("fire exit ~ blocked", "fire exit at the very back is blocked"), 1U);
  EXPECT_EQ(found("fire exit ~ blocked", "fire exit a b c d e f blocked"), 0U);
  EXPECT_EQ(found("fire exit ~ blocked", "the fire exit. All blocked"), 0U);
}

TEST(Phrases, MayHaveAlternatives) {
  EXPECT_EQ(found("lost/missing ~ child/boy", "a missing little boy, a lost child"), 2U);
}

TEST(Phrases, LookBehindArabicParticles) { EXPECT_EQ(found("موظف*", "والموظفون"), 1U); }

TEST(Phrases, RefuseWhatCannotBeLookedFor) {
  Phrases phrases;
  for (const auto* phrase :
       {"", "  ", "~ word", "word ~", "a b c d e f g h i", "wo*rd", "*", "a//b"}) {
    EXPECT_FALSE(phrases.add(phrase, 1)) << phrase;
  }
}

}  // namespace
}  // namespace earshot::text
