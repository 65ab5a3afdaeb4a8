#include "core/text/gist.h"

#include <gmock/gmock.h>

#include "core/text/learnt_models.h"
#include "core/text/training.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

/// One of `labels` holds of every comment, with the logit given for each.
std::shared_ptr<const Model> always(std::vector<std::string> labels, std::vector<float> logits,
                                    std::uint64_t words = 0) {
  ModelParts parts;
  parts.name = "gist";
  parts.task = LabelTask::one;
  parts.words = words;
  parts.labels = std::move(labels);
  const std::size_t n = parts.labels.size();
  parts.linear.bits = kRowBitsMin;
  parts.linear.weights.assign(n << kRowBitsMin, 0);
  parts.linear.scales.assign(n, 1);
  parts.linear.biases = std::move(logits);
  parts.rules.assign(n, {});
  return std::make_shared<const Model>(std::move(parts));
}

Tokens with_gist(const Gist& gist, std::string_view text) {
  Tokens tokens;
  tokenise(text, tokens);
  FeatureReader reader;
  reader.read(tokens, {});
  gist.append(reader, tokens);
  return tokens;
}

TEST(Gist, PutsWordsOfItsOwnBehindTheComment) {
  const Gist gist(always({"food", "staff"}, {1, 0}));  // 0.73 and 0.27
  const Tokens tokens = with_gist(gist, "Soup, cold.");
  ASSERT_EQ(tokens.clauses.size(), 3U);
  const Clause& last = tokens.clauses.back();
  EXPECT_EQ(last.sentence, tokens.clauses[1].sentence + 1);
  std::vector<std::string> words;
  for (std::uint32_t i = last.first; i < last.end; ++i) {
    words.emplace_back(tokens.word(tokens.tokens[i]));
    EXPECT_EQ(tokens.tokens[i].hash, hash_of(words.back()));
    EXPECT_EQ(tokens.tokens[i].clause, 2U);
    EXPECT_EQ(tokens.original(tokens.tokens[i]), "");
  }
  EXPECT_THAT(words, testing::ElementsAre("~food", "~food~", "~staff"));
  EXPECT_EQ(tokens.text, "Soup, cold.");
}

TEST(Gist, SaysNothingOfWhatIsUnlikely) {
  const Gist gist(always({"a", "b", "c", "d", "e", "f", "g", "h"}, std::vector<float>(8, 0)));
  EXPECT_EQ(with_gist(gist, "Soup, cold.").clauses.size(), 2U);
  EXPECT_EQ(with_gist(gist, "").clauses.size(), 0U);
}

constexpr std::array kSweet = {"cake", "honey", "toffee", "jam", "candy", "fudge"};
constexpr std::array kTools = {"hammer", "pliers", "saw", "chisel", "wrench", "drill"};
constexpr std::array kTells = {"bought", "saw", "returned", "wanted", "found", "compared"};

/// Knows which things are sweet; what is taught with it knows them not.
std::shared_ptr<const Gist> of_things() {
  TrainingSet set;
  set.labels = {"sweet", "tool"};
  for (const char* tell : kTells) {
    for (std::size_t i = 0; i < kSweet.size(); ++i) {
      set.examples.push_back({std::string("they ") + tell + " some " + kSweet[i], "", {0}, "", 1});
      set.examples.push_back({std::string("they ") + tell + " some " + kTools[i], "", {1}, "", 1});
    }
  }
  TrainingOptions options;
  options.task = LabelTask::one;
  options.bits = 12;
  options.folds = 2;
  options.hidden = 0;
  return std::make_shared<const Gist>(
      std::make_shared<const Model>(train(set, options, WordTable())->model));
}

/// Each thing belongs to one respondent, so that no fold knows the things of another. The last ones
/// are not in it.
Trained taught(const Gist* gist) {
  TrainingSet set;
  set.labels = {"kitchen", "cellar"};
  for (const char* tell : kTells) {
    for (std::size_t i = 0; i + 1 < kSweet.size(); ++i) {
      const std::string begin = std::string("a friend ") + tell + " a ";
      set.examples.push_back({begin + kSweet[i], "", {0}, kSweet[i], 1});
      set.examples.push_back({begin + kTools[i], "", {1}, kTools[i], 1});
    }
  }
  TrainingOptions options;
  options.name = "rooms";
  options.bits = 12;
  options.folds = 3;
  options.hidden = 0;
  return *train(set, options, WordTable(), one_after_the_other, gist);
}

TEST(Gist, WhatIsTaughtWithItFindsCommentsAlikeThatShareNoWord) {
  const auto gist = of_things();
  EXPECT_LT(taught(nullptr).report.micro_f1, 0.8);
  EXPECT_GT(taught(gist.get()).report.micro_f1, 0.95);
  EXPECT_EQ(taught(gist.get()).model.bytes(), taught(gist.get()).model.bytes());
}

TEST(Gist, AModelThatWasTaughtWithItReadsWithItAloneAndSaysSo) {
  LearntModelParts parts;
  parts.words = std::make_shared<const WordTable>();
  parts.gist = of_things();
  parts.taught = std::make_shared<const Model>(taught(parts.gist.get()).model);
  const auto models = LearntModels::make(parts);
  ASSERT_TRUE(models.has_value()) << models.error().message;
  for (const auto& [text, room] :
       {std::pair("my aunt likes fudge", "kitchen"), std::pair("my aunt likes drill", "cellar")}) {
    Tokens tokens;
    tokenise(text, tokens);
    Learnt learnt;
    (*models)->read(tokens, tokens, "", learnt);
    ASSERT_EQ(learnt.labels.size(), 1U) << text;
    EXPECT_EQ(learnt.labels[0].label, room);
  }

  parts.gist = nullptr;
  const auto refused = LearntModels::make(parts);
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().message, testing::HasSubstr("or gist"));
}

TEST(Gist, OneOfAnotherWordTableIsRefused) {
  LearntModelParts parts;
  parts.words = std::make_shared<const WordTable>();
  parts.gist = std::make_shared<const Gist>(always({"a", "b"}, {0, 0}, 7));
  EXPECT_THAT(LearntModels::make(parts).error().message, testing::HasSubstr("word table"));
}

TEST(Gist, AModelOfBeforeReadsAsItDid) {
  LearntModelParts parts;
  parts.words = std::make_shared<const WordTable>();
  parts.gist = of_things();
  parts.taught = std::make_shared<const Model>(taught(nullptr).model);
  EXPECT_TRUE(LearntModels::make(parts).has_value());
}

}  // namespace
}  // namespace earshot::text
