#include "core/text/taxonomy.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <sstream>

namespace earshot::text {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kGood = R"(id = "pets"
version = 3

[[topic]]
id = "cats"
name = { en = "Cats", de = "Katzen" }
keywords = { en = ["cat"], de = ["katze*"] }
things = { en = ["milk"] }
bad = { any = ["scratched"] }

[[topic]]
id = "dogs"
name = { en = "Dogs" }
good = { en = ["wagged ~ tail"] }
)";

std::string error_of(const std::string& toml) {
  const auto taxonomy = parse_taxonomy(toml, "pets.toml");
  return taxonomy ? "" : taxonomy.error().message;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::vector<std::string> topics_of(const Taxonomy& taxonomy, std::string_view comment,
                                   std::string_view language) {
  Tokens tokens;
  tokenise(comment, tokens);
  std::vector<TopicMention> mentions;
  taxonomy.find(tokens, language, mentions);
  std::vector<std::string> found;
  for (const auto& mention : mentions) {
    found.push_back(taxonomy.topics()[mention.topic].id.str() + (mention.lean > 0   ? "+"
                                                                 : mention.lean < 0 ? "-"
                                                                 : mention.thing    ? "?"
                                                                                    : ""));
  }
  return found;
}

TEST(Taxonomy, FindsItsPhrases) {
  const auto taxonomy = parse_taxonomy(kGood, "pets.toml");
  ASSERT_TRUE(taxonomy) << taxonomy.error().message;
  EXPECT_EQ(taxonomy->version(), "pets-3");
  EXPECT_THAT(topics_of(*taxonomy, "The cats scratched me, the dog wagged its tail; milk", "en"),
              ElementsAre("cats", "cats-", "dogs+", "cats?"));
}

TEST(Taxonomy, KeepsLanguagesApartWhereTheLanguageIsKnown) {
  const auto taxonomy = parse_taxonomy(kGood, "pets.toml");
  ASSERT_TRUE(taxonomy);
  EXPECT_THAT(topics_of(*taxonomy, "Katzenfutter", "de"), ElementsAre("cats"));
  EXPECT_THAT(topics_of(*taxonomy, "Katzenfutter", "en"), ElementsAre());
  EXPECT_THAT(topics_of(*taxonomy, "Katzenfutter", ""), ElementsAre("cats"));
  EXPECT_THAT(topics_of(*taxonomy, "scratched", "fi"), ElementsAre("cats-"));
}

TEST(TaxonomyFile, RefusesMistakesWithLineReasonAndHint) {
  EXPECT_EQ(error_of(replaced(kGood, "keywords", "keyword")),
            "pets.toml:7: a topic has the unknown key 'keyword'. Did you mean 'keywords'?");
  EXPECT_EQ(error_of(replaced(kGood, "\"dogs\"", "\"cats\"")),
            "pets.toml:12: the topic 'cats' is there twice. Give each an id of its own.");
  EXPECT_THAT(error_of(replaced(kGood, "[\"cat\"]", "[\"cat ~\"]")),
              StartsWith("pets.toml:7: the phrase 'cat ~' of topic 'cats' cannot be looked for."));
  EXPECT_THAT(error_of(replaced(kGood, "version = 3", "version = 0")),
              StartsWith("pets.toml:2: version is not a whole number from 1."));
  EXPECT_THAT(error_of(replaced(kGood, "de = [\"katze*\"]", "De = [\"katze*\"]")),
              StartsWith("pets.toml:7: 'De' is not a language."));
  EXPECT_THAT(error_of(replaced(kGood, "name = { en = \"Dogs\" }", "")),
              HasSubstr("the topic 'dogs' has no name. Add name = { en = "));
  EXPECT_THAT(error_of("id = \"x\"\nversion = 1\n"), HasSubstr("the taxonomy has no topics."));
  EXPECT_THAT(error_of("id = \"x"), StartsWith("pets.toml:1: this is not TOML"));
  EXPECT_THAT(error_of("id = \"x\"\nversion = \"\xFF\""),
              StartsWith("pets.toml:2: this line is not"));
  EXPECT_THAT(error_of(std::string(kTaxonomyFileBytesMax + 1, '#')),
              HasSubstr("bytes. Write a taxonomy"));
}

TEST(TaxonomyFile, RefusesMoreTopicsThanThereMayBe) {
  std::string toml = "id = \"x\"\nversion = 1\n";
  for (std::size_t i = 0; i <= kTopicsMax; ++i) {
    toml += "[[topic]]\nid = \"t" + std::to_string(i) + "\"\nname = { en = \"T\" }\n";
  }
  EXPECT_THAT(error_of(toml), HasSubstr("the taxonomy has 65 topics. Use at most 64."));
}

RC_GTEST_PROP(TaxonomyFile, AnswersAnyEditWithATaxonomyOrALineToRead, ()) {
  std::string text(kGood);
  const auto edits = *rc::gen::inRange(1, 6);
  for (int i = 0; i < edits; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
    const auto length = *rc::gen::inRange<std::size_t>(0, 20);
    text.replace(at, length, *rc::gen::arbitrary<std::string>());
  }
  const auto taxonomy = parse_taxonomy(text, "pets.toml");
  if (taxonomy) return;
  const auto& message = taxonomy.error().message;
  RC_ASSERT(message.starts_with("pets.toml:"));
  RC_ASSERT(std::stoi(message.substr(10)) >= 1);
  RC_ASSERT(message.ends_with(".") || message.ends_with("?"));
}

TEST(BuiltInTaxonomy, HasTheSixteenTopicsInNineLanguages) {
  std::ostringstream toml;
  toml << std::ifstream(EARSHOT_FIRMWARE_CONFIG "/topics/built-in.toml").rdbuf();
  const auto taxonomy = parse_taxonomy(toml.str(), "built-in.toml");
  ASSERT_TRUE(taxonomy) << taxonomy.error().message;
  std::vector<std::string> ids;
  for (const auto& topic : taxonomy->topics()) {
    ids.push_back(topic.id.str());
    for (const auto* language : {"en", "es", "fr", "de", "pt", "it", "pl", "fi", "ar"}) {
      EXPECT_TRUE(topic.names.contains(language)) << topic.id << " " << language;
    }
  }
  EXPECT_THAT(ids,
              ElementsAre("staff", "competence", "waiting", "availability", "price", "quality",
                          "cleanliness", "facilities", "checkout", "information", "organisation",
                          "access", "digital", "safety", "fairness", "returns"));
}

}  // namespace
}  // namespace earshot::text
