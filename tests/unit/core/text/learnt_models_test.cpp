#include "core/text/learnt_models.h"

#include <gmock/gmock.h>

#include "core/text/training.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::shared_ptr<const Model> taught(LabelTask task, std::vector<std::string> labels,
                                    const std::vector<std::pair<std::string, int>>& words) {
  TrainingSet set;
  set.labels = std::move(labels);
  for (int i = 0; i < 30; ++i) {
    for (const auto& [word, label] : words) {
      set.examples.push_back({word + " thing number" + std::to_string(i),
                              "",
                              {static_cast<std::uint16_t>(label)},
                              "",
                              1});
    }
  }
  TrainingOptions options;
  options.name = "test-" + set.labels.front();
  options.task = task;
  options.bits = 10;
  options.hidden = 0;
  options.folds = 2;
  return std::make_shared<const Model>(train(set, options, WordTable())->model);
}

/// Flames and what is stolen cannot wait, in whatever clause; plain things can.
std::shared_ptr<const Model> taught_urgent() {
  TrainingSet set;
  set.labels = {"urgent"};
  for (int i = 0; i < 60; ++i) {
    const std::string number = "number" + std::to_string(i);
    const std::string grave = i % 2 == 0 ? "flames in the room" : "my bag was stolen";
    set.examples.push_back({"plain thing " + number + ", " + grave, "", {0}, "", 1});
    set.examples.push_back({grave + " " + number, "", {0}, "", 1});
    set.examples.push_back({"plain thing " + number + ", plain thing there", "", {}, "", 1});
    set.examples.push_back({"my bag of things " + number, "", {}, "", 1});
  }
  TrainingOptions options;
  options.bits = 12;
  options.hidden = 0;
  options.folds = 2;
  return std::make_shared<const Model>(train(set, options, WordTable())->model);
}

LearntModelParts parts() {
  LearntModelParts parts;
  parts.words = std::make_shared<const WordTable>();
  parts.sentiment = taught(LabelTask::one, {"negative", "neutral", "positive"},
                           {{"awful", 0}, {"plain", 1}, {"lovely", 2}});
  return parts;
}

Learnt read(const LearntModels& models, std::string_view text, std::string_view question = {}) {
  Tokens tokens;
  tokenise(text, tokens);
  Learnt learnt;
  models.read(tokens, tokens, question, learnt);
  return learnt;
}

TEST(LearntModels, ReadSentimentWithItsConfidence) {
  const auto models = LearntModels::make(parts());
  ASSERT_TRUE(models.has_value()) << models.error().message;
  const Learnt learnt = read(**models, "an awful thing");
  ASSERT_TRUE(learnt.sentiment.has_value());
  EXPECT_EQ(learnt.sentiment->label, Polarity::negative);
  EXPECT_LT(learnt.sentiment->score, 0);
  EXPECT_GT(learnt.sentiment->confidence, 0.5F);
  EXPECT_EQ(learnt.sentiment->five, 1);
}

TEST(LearntModels, ThePartOfACommentHasAPolarityOfItsOwn) {
  const auto models = LearntModels::make(parts());
  Tokens tokens;
  tokenise("a lovely thing but an awful thing", tokens);
  EXPECT_GT((*models)->polarity(tokens, 0, 3), 0);
  EXPECT_LT((*models)->polarity(tokens, 3, 7), 0);
}

TEST(LearntModels, FiveClassesAgreeWithThree) {
  LearntModelParts both = parts();
  both.sentiment_five =
      taught(LabelTask::ordinal, {"1", "2", "3", "4", "5"},
             {{"awful", 0}, {"bad", 1}, {"plain", 2}, {"fine", 3}, {"lovely", 4}});
  const auto models = LearntModels::make(both);
  EXPECT_LE(read(**models, "an awful thing").sentiment->five, 2);
}

TEST(LearntModels, SumASentimentOverTheOriginsOfItsExamples) {
  LearntModelParts many = parts();
  many.sentiment =
      taught(LabelTask::one, {"negative shop", "negative bank", "neutral shop", "positive shop"},
             {{"awful", 0}, {"awful", 1}, {"dreadful", 1}, {"plain", 2}, {"lovely", 3}});
  const auto models = LearntModels::make(many);
  ASSERT_TRUE(models.has_value()) << models.error().message;
  EXPECT_EQ(read(**models, "an awful thing").sentiment->label, Polarity::negative);
  EXPECT_EQ(read(**models, "a lovely thing").sentiment->label, Polarity::positive);
}

TEST(LearntModels, ATaughtModelSpeaksItsOwnLabels) {
  LearntModelParts own = parts();
  own.taught = taught(LabelTask::many, {"till", "café"}, {{"checkout", 0}, {"coffee", 1}});
  const auto models = LearntModels::make(own);
  const Learnt learnt = read(**models, "the coffee was cold", "Why?");
  ASSERT_EQ(learnt.labels.size(), 1U);
  EXPECT_EQ(learnt.labels[0].label, "café");
}

/// Two topics, each told by one of its words or by what phrases named.
std::shared_ptr<const Model> taught_topics() {
  TrainingSet set;
  set.labels = {"staff", "waiting"};
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    set.examples.push_back({"plain thing " + number + ", smiled", "", {0}, "", 1});
    set.examples.push_back({"ages " + number, "", {1}, "", 1});
    set.examples.push_back({"somebody " + number, "", {0}, "", 1, {aside_of("staff")}});
    set.examples.push_back({"plain thing " + number + ", plain thing", "", {}, "", 1});
  }
  TrainingOptions options;
  options.bits = 12;
  options.folds = 2;
  options.networks = 0;
  return std::make_shared<const Model>(train(set, options, WordTable())->model);
}

TEST(LearntModels, HearTopicsWithWhatThePhrasesSayAndTellTheClause) {
  LearntModelParts own = parts();
  own.topics = taught_topics();
  const auto models = LearntModels::make(own);
  ASSERT_TRUE(models.has_value()) << models.error().message;
  const Learnt smiled = read(**models, "plain thing here, smiled");
  ASSERT_EQ(smiled.topics.size(), 2U);
  EXPECT_EQ(smiled.topics[0].id, "staff");
  EXPECT_GT(smiled.topics[0].probability, kTopicHeard);
  EXPECT_EQ(smiled.topics[0].first, 4U);
  EXPECT_EQ(smiled.topics[0].end, 5U);
  EXPECT_LT(smiled.topics[1].probability, kTopicDoubted);
  EXPECT_TRUE(smiled.labels.empty());

  Tokens tokens;
  tokenise("somebody here", tokens);
  Tokens with_asides = tokens;
  { AsideWriter(with_asides).add(aside_of("staff")); }
  Learnt named;
  (*models)->read(tokens, with_asides, "", named);
  EXPECT_EQ(named.topics[0].id, "staff");
  EXPECT_GT(named.topics[0].probability, kTopicHeard);
  EXPECT_EQ(named.topics[0].first, named.topics[0].end) << "the comment itself does not tell";
  EXPECT_LT(read(**models, "plain thing").topics[0].probability, kTopicHeard);
}

TEST(LearntModels, HearWhatCannotWaitInTheClauseThatSaysIt) {
  LearntModelParts grave = parts();
  grave.urgent = taught_urgent();
  grave.urgent_kinds = taught(LabelTask::one, {"fire", "theft"}, {{"flames", 0}, {"stolen", 1}});
  const auto models = LearntModels::make(grave);
  ASSERT_TRUE(models.has_value()) << models.error().message;
  const Learnt learnt = read(**models, "plain thing here, my bag was stolen, plain thing there");
  ASSERT_TRUE(learnt.urgency.has_value());
  EXPECT_GT(learnt.urgency->probability, kUrgencyHeard);
  EXPECT_EQ(learnt.urgency->kind, UrgentKind::theft);
  EXPECT_EQ(learnt.urgency->first, 4U);
  EXPECT_EQ(learnt.urgency->end, 9U);
  EXPECT_LT(read(**models, "plain thing here").urgency->probability, kUrgencyHeard);
  EXPECT_EQ(read(**models, "").urgency->probability, 0);
}

TEST(LearntModels, RefuseLabelsThatAreNoUrgencyOrKind) {
  LearntModelParts wrong = parts();
  wrong.urgent = taught_urgent();
  EXPECT_THAT(LearntModels::make(wrong).error().message, HasSubstr("go together"));
  wrong.urgent_kinds = taught(LabelTask::one, {"fire", "plague"}, {{"hot", 0}, {"frogs", 1}});
  EXPECT_THAT(LearntModels::make(wrong).error().message, HasSubstr("plague"));
  std::swap(wrong.urgent, wrong.urgent_kinds);
  EXPECT_THAT(LearntModels::make(wrong).error().message, HasSubstr("other labels than"));
}

TEST(LearntModels, AreNamedInAnalyses) {
  const auto models = LearntModels::make(parts());
  EXPECT_THAT(std::string((*models)->version()),
              testing::MatchesRegex("test-negative@[0-9a-f]{8}"));
}

TEST(LearntModels, WeightsThatWereTaughtAnewAreAnotherVersion) {
  LearntModelParts anew = parts();
  anew.sentiment = taught(LabelTask::one, {"negative", "neutral", "positive"},
                          {{"dreadful", 0}, {"plain", 1}, {"lovely", 2}});
  const std::string before((*LearntModels::make(parts()))->version());
  EXPECT_EQ((*LearntModels::make(parts()))->version(), before);
  EXPECT_NE((*LearntModels::make(anew))->version(), before);
}

TEST(LearntModels, RefuseAModelOfAnotherWordTable) {
  LearntModelParts other = parts();
  other.words = std::make_shared<const WordTable>(
      WordTable({{hash_of("queue"), -1, 1, std::vector<float>(kWordDimensions, 1)}}));
  const auto refused = LearntModels::make(other);
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().message, HasSubstr("another word table"));
}

TEST(LearntModels, RefuseLabelsThatAreNoSentimentsOrEmotions) {
  LearntModelParts wrong = parts();
  wrong.sentiment = taught(LabelTask::one, {"good", "bad"}, {{"lovely", 0}, {"awful", 1}});
  EXPECT_FALSE(LearntModels::make(wrong).has_value());
  wrong = parts();
  wrong.emotions = taught(LabelTask::many, {"hungry", "grateful"}, {{"food", 0}, {"thanks", 1}});
  EXPECT_THAT(LearntModels::make(wrong).error().message, HasSubstr("hungry"));
}

TEST(LearntModels, GiveEmotionsBestFirstAndMarkWeakOnes) {
  LearntModelParts felt = parts();
  felt.emotions = taught(LabelTask::many, {"grateful", "valued"}, {{"thanks", 0}, {"noticed", 1}});
  const auto models = LearntModels::make(felt);
  const Learnt learnt = read(**models, "noticed at last");
  ASSERT_FALSE(learnt.emotions.empty());
  EXPECT_EQ(learnt.emotions[0].id, Emotion::valued);
  EXPECT_TRUE(learnt.emotions[0].weak);
}

}  // namespace
}  // namespace earshot::text
