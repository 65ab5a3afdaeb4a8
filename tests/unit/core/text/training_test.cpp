#include "core/text/training.h"

#include <gmock/gmock.h>

#include "core/text/training_parts.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr std::array kThings = {"floor", "shelf", "counter", "washroom", "window", "basket"};
constexpr std::array kWhen = {"today",   "on monday", "in the morning", "again",
                              "at noon", "last week", "before lunch",   "this evening"};

/// Texts whose label one word tells: dirty or clean, slow or not.
TrainingSet clear_cut() {
  TrainingSet set;
  set.labels = {"dirt", "waiting", "rare"};
  for (const char* thing : kThings) {
    for (const char* when : kWhen) {
      const std::string end = std::string(thing) + " " + when;
      set.examples.push_back({"dirty " + end, "", {0}, "", 1});
      set.examples.push_back({"slow queue near the " + end, "", {1}, "", 1});
      set.examples.push_back({"dirty and slow at the " + end, "", {0, 1}, "", 1});
      set.examples.push_back({"a lovely " + end, "", {}, "", 1});
    }
  }
  set.examples.push_back({"something nobody else says", "", {2}, "", 1});
  return set;
}

TrainingOptions quick() {
  TrainingOptions options;
  options.bits = 12;
  options.folds = 3;
  options.networks = 1;
  options.hidden = 8;
  options.network_rounds = 2;
  return options;
}

Trained trained(const TrainingSet& set, const TrainingOptions& options) {
  auto result = train(set, options, WordTable());
  EXPECT_TRUE(result.has_value()) << result.error().message;
  return *std::move(result);
}

TEST(Training, LearnsWhatOneWordTells) {
  const Trained made = trained(clear_cut(), quick());
  EXPECT_GT(made.report.micro_f1, 0.97);
  EXPECT_GT(made.report.macro_f1, 0.97);
  EXPECT_LE(made.report.micro_interval.low, made.report.micro_f1);
  EXPECT_GE(made.report.micro_interval.high, made.report.micro_f1);
  FeatureReader reader;
  Tokens tokens;
  tokenise("the stairs were dirty", tokens);
  reader.read(tokens, {});
  std::array<float, 2> p{};
  made.model.probabilities(reader, p);
  std::array<std::uint8_t, 2> said{};
  made.model.decide(p, said);
  EXPECT_THAT(said, testing::ElementsAre(1, 0));
}

TEST(Training, OneClauseOfManyTellsALabel) {
  TrainingSet set = clear_cut();
  const std::string chat = "we walked about, looked at this and that, met a friend, sat down, ";
  for (const char* thing : kThings)
    set.examples.push_back({chat + "the " + thing + " was dirty, then we left", "", {0}, "", 1});
  const Trained made = trained(set, quick());
  EXPECT_GT(made.model.parts().rules[0].clause, 0);
  FeatureReader reader;
  Tokens tokens;
  tokenise(chat + "the door was dirty, then it rained, so we went home, and that was that", tokens);
  std::array<float, 2> whole{};
  std::array<float, 2> by_clause{};
  reader.read(tokens, {});
  made.model.probabilities(reader, whole);
  std::array<std::uint32_t, 2> loudest{};
  made.model.probabilities(reader, tokens, {}, by_clause, loudest);
  EXPECT_GT(by_clause[0], whole[0]);
  EXPECT_EQ(loudest[0], 4U);
  const auto again = Model::parse(made.model.bytes());
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(again->bytes(), made.model.bytes());
  TrainingOptions plain = quick();
  plain.clauses = false;
  EXPECT_EQ(trained(set, plain).model.parts().rules[0].clause, 0);
}

TEST(Training, LeavesOutWhatIsTooRareAndSaysSo) {
  const Trained made = trained(clear_cut(), quick());
  EXPECT_THAT(made.report.left_out, testing::ElementsAre("rare"));
  EXPECT_THAT(made.model.labels(), testing::ElementsAre("dirt", "waiting"));
}

TEST(Training, GivesTheSameBytesForTheSameSeed) {
  const TrainingSet set = clear_cut();
  TrainingOptions options = quick();
  const std::string first = trained(set, options).model.bytes();
  EXPECT_EQ(first, trained(set, options).model.bytes());
  options.seed = 2;
  EXPECT_NE(first, trained(set, options).model.bytes());
}

TEST(Training, GivesTheSameBytesInWhateverOrderTheWorkIsDone) {
  const TrainingSet set = clear_cut();
  const auto backwards = [](std::size_t count, const std::function<void(std::size_t)>& job) {
    for (std::size_t i = count; i > 0; --i) job(i - 1);
  };
  const auto made = train(set, quick(), WordTable(), backwards);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->model.bytes(), trained(set, quick()).model.bytes());
}

TEST(Training, FaintWeightsTakeNoRoomAndChangeNoAnswer) {
  TrainingOptions options = quick();
  const Trained all = trained(clear_cut(), options);
  options.faint_max = 2;
  const Trained fewer = trained(clear_cut(), options);
  EXPECT_LT(fewer.model.bytes().size(), all.model.bytes().size());
  EXPECT_NEAR(fewer.report.micro_f1, all.report.micro_f1, 0.01);
}

TEST(Training, TakesDuplicatesOutSoThatNoTextIsOnBothSides) {
  TrainingSet set = clear_cut();
  const std::size_t different = set.examples.size();
  for (std::size_t i = 0; i < different; ++i) {
    Example again = set.examples[i];
    again.text[0] = static_cast<char>(std::toupper(again.text[0]));
    again.text += ".";
    set.examples.push_back(again);
  }
  const TrainingReport report = trained(set, quick()).report;
  EXPECT_EQ(report.duplicates, different);
  EXPECT_EQ(report.used, different);
}

/// Labels drawn by lot for each group: only a model that saw the group could know them.
TEST(Training, AGroupIsNeverOnBothSidesOfASplit) {
  TrainingSet set;
  set.labels = {"yes", "no"};
  Dice dice(5);
  for (int group = 0; group < 60; ++group) {
    const auto label = static_cast<std::uint16_t>(dice.below(2));
    for (const char* when : kWhen) {
      const std::string name = "customer" + std::to_string(group);
      set.examples.push_back({name + " " + name + " " + when, "", {label}, name, 1});
    }
  }
  TrainingOptions options = quick();
  options.task = LabelTask::one;
  options.hidden = 0;
  EXPECT_LT(trained(set, options).report.accuracy, 0.75);
  for (Example& example : set.examples) example.group.clear();
  EXPECT_GT(trained(set, options).report.accuracy, 0.9);
}

TEST(Training, CopiesThatWereLabelledDifferentlyTakeTheMajority) {
  TrainingSet set = clear_cut();
  for (int i = 0; i < 2; ++i) set.examples.push_back({"dirty floor today!", "", {0, 1}, "", 1});
  set.examples.push_back({"Dirty floor today", "", {0}, "", 1});
  const Trained made = trained(set, quick());
  const auto& dirt = made.report.labels[0];
  const auto& waiting = made.report.labels[1];
  EXPECT_EQ(waiting.examples, dirt.examples + 1);  // two of the four copies say "waiting"
}

TEST(Training, TheQuestionDecidesWhereTheWordsDoNot) {
  TrainingSet set;
  set.labels = {"praise", "blame"};
  for (const char* thing : kThings) {
    for (const char* when : kWhen) {
      const std::string text = std::string(thing) + " " + when;
      set.examples.push_back({text, "what was good?", {0}, "", 1});
      set.examples.push_back({text, "what was bad?", {1}, "", 1});
    }
  }
  TrainingOptions options = quick();
  options.task = LabelTask::one;
  EXPECT_GT(trained(set, options).report.accuracy, 0.95);
}

TEST(Training, SaysWhatIsMissingWhenThereIsTooLittle) {
  TrainingSet set;
  set.labels = {"a"};
  set.examples = {{"one text", "", {0}, "", 1}};
  const auto refused = train(set, quick(), WordTable());
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().message, testing::HasSubstr("label more texts"));
}

TEST(Training, ConfidenceIsHowOftenItIsRight) {
  // One text in five is labelled wrongly at random: nobody can be surer than 0.8.
  TrainingSet set;
  set.labels = {"good", "bad"};
  Dice dice(3);
  for (int i = 0; i < 1500; ++i) {
    const bool good = dice.below(2) == 0;
    const bool told = dice.below(5) == 0 ? !good : good;
    set.examples.push_back({(good ? "lovely " : "awful ") + std::to_string(i) + "th " +
                                kThings[dice.below(kThings.size())] + " n" + std::to_string(i) +
                                "x",
                            "",
                            {static_cast<std::uint16_t>(told ? 0 : 1)},
                            "",
                            1});
  }
  TrainingOptions options = quick();
  options.task = LabelTask::one;
  const Trained made = trained(set, options);
  double sure = 0;
  for (std::size_t i = 0; i < made.kept.size(); ++i)
    sure += std::max(made.probabilities[i * 2], made.probabilities[i * 2 + 1]);
  EXPECT_NEAR(sure / static_cast<double>(made.kept.size()), made.report.accuracy, 0.05);
}

}  // namespace
}  // namespace earshot::text
