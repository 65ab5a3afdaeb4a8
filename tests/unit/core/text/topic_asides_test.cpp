#include "core/text/topic_asides.h"

#include <gmock/gmock.h>

#include "core/text/features.h"

namespace earshot::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Taxonomy taxonomy() {
  return *parse_taxonomy(R"(
id = "small"
version = 1
[[topic]]
id = "staff"
name = { en = "Staff" }
keywords = { en = ["waiter"] }
[[topic]]
id = "quality"
name = { en = "Quality" }
keywords = { en = ["fresh"] }
things = { en = ["soup"] }
)",
                         "small.toml");
}

std::vector<TopicMention> found_in(const Tokens& tokens) {
  static const Taxonomy kTaxonomy = taxonomy();
  std::vector<TopicMention> mentions;
  kTaxonomy.find(tokens, "en", mentions);
  return mentions;
}

std::vector<std::string> words_behind(std::string_view comment) {
  Tokens tokens;
  tokenise(comment, tokens);
  const std::size_t spoken = tokens.tokens.size();
  TopicAsides(taxonomy()).append(found_in(tokens), tokens);
  std::vector<std::string> words;
  for (std::size_t i = spoken; i < tokens.tokens.size(); ++i)
    words.emplace_back(tokens.word(tokens.tokens[i]));
  return words;
}

TEST(TopicAsides, AreAWordForEachTopicThatPhrasesName) {
  EXPECT_THAT(words_behind("the waiter, another waiter and fresh soup"),
              ElementsAre("~staff", "~quality", "~thing quality"));
  EXPECT_THAT(words_behind("nothing of that"), IsEmpty());
  EXPECT_THAT(words_behind(""), IsEmpty());
}

TEST(TopicAsides, AreOneMoreSentenceOfTheComment) {
  Tokens tokens;
  tokenise("the soup, the waiter", tokens);
  const std::size_t clauses = tokens.clauses.size();
  TopicAsides(taxonomy()).append(found_in(tokens), tokens);
  ASSERT_EQ(tokens.clauses.size(), clauses + 1);
  EXPECT_EQ(tokens.clauses.back().sentence, tokens.clauses[clauses - 1].sentence + 1);
  EXPECT_EQ(tokens.clauses.back().end, tokens.tokens.size());
}

/// What is learnt from is what is read: asides of training and those of reading are the same.
TEST(TopicAsides, AreTheSameWordsInTrainingAndInReading) {
  Tokens read;
  tokenise("fresh soup from the waiter", read);
  Tokens taught = read;
  const auto mentions = found_in(read);
  TopicAsides(taxonomy()).append(mentions, read);
  {
    AsideWriter writer(taught);
    for (const Aside& aside : TopicAsides(taxonomy()).of(mentions)) writer.add(aside);
  }
  FeatureReader first;
  FeatureReader second;
  first.read(read, {});
  second.read(taught, {});
  ASSERT_EQ(first.hashed().size(), second.hashed().size());
  for (std::size_t i = 0; i < first.hashed().size(); ++i)
    EXPECT_EQ(first.hashed()[i].id, second.hashed()[i].id);
}

}  // namespace
}  // namespace earshot::text
