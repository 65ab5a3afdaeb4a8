#include "tools/analyse/command.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/text/tokens.h"
#include "core/text/training.h"
#include "platform/system/files.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::analyse {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

struct Outcome {
  int exit_code = -1;
  std::vector<Json> lines;
  std::string complaints;
};

/// With the built-in taxonomy and, in an empty folder, no weights at all.
Outcome analysed(const std::string& input, Options options = {}) {
  const fakes::TempFolder folder;
  if (options.weights.empty()) options.weights = folder.path();
  if (options.taxonomy.empty()) options.taxonomy = EARSHOT_FIRMWARE_CONFIG "/topics/built-in.toml";
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream complaints;
  Outcome outcome;
  outcome.exit_code = run(options, in, out, complaints);
  outcome.complaints = complaints.str();
  std::istringstream printed(out.str());
  for (std::string line; std::getline(printed, line);) outcome.lines.push_back(Json::parse(line));
  return outcome;
}

TEST(Analyse, PrintsOneObjectALineWithOffsetsInCodePoints) {
  const auto outcome = analysed("Été: too expensive 👍, call 0161 496 0000\n\nfire in the kitchen");
  EXPECT_EQ(outcome.exit_code, kDone);
  ASSERT_EQ(outcome.lines.size(), 3U);
  const auto& first = outcome.lines[0];
  EXPECT_EQ(first["topics"][0]["id"], "price");
  EXPECT_EQ(first["topics"][0]["polarity"], "negative");
  EXPECT_EQ(first["topics"][0]["start"], 9);
  EXPECT_EQ(first["topics"][0]["end"], 18);
  EXPECT_EQ(first["redacted"], "Été: too expensive 👍, call [phone]");
  EXPECT_EQ(first["urgent"], nullptr);
  EXPECT_EQ(first["usable"], true);
  EXPECT_EQ(first["taxonomy"], "built-in-1");
  for (const auto* key : {"language", "sentiment", "emotions", "model"}) {
    EXPECT_TRUE(first.contains(key)) << key;
  }
  EXPECT_EQ(outcome.lines[1]["usable"], false);
  EXPECT_EQ(outcome.lines[2]["urgent"]["kind"], "fire");
}

TEST(Analyse, RefusesAnEndlessLineAndGoesOn) {
  const auto outcome = analysed(std::string(10'000'000, 'a') + "\nclean\n");
  EXPECT_EQ(outcome.exit_code, kFailed);
  ASSERT_EQ(outcome.lines.size(), 2U);
  EXPECT_EQ(outcome.lines[0]["error"],
            "line 1: it has 10000000 bytes. A comment has at most 1048576");
  EXPECT_THAT(outcome.complaints, HasSubstr("line 1: it has 10000000 bytes"));
  EXPECT_EQ(outcome.lines[1]["usable"], true);
}

TEST(Analyse, TakesALineOfTheLargestSizeAndItsCarriageReturn) {
  const auto outcome = analysed(std::string(text::kCommentBytesMax, ' ') + "\r\nok\r\n");
  EXPECT_EQ(outcome.exit_code, kDone);
  ASSERT_EQ(outcome.lines.size(), 2U);
  EXPECT_EQ(outcome.lines[1]["redacted"], "ok");
}

TEST(Analyse, TakesAnyBytes) {
  std::string bytes;
  for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c == '\n' ? 'x' : c);
  const auto outcome = analysed(bytes + "\n\xC3");
  EXPECT_EQ(outcome.exit_code, kDone);
  ASSERT_EQ(outcome.lines.size(), 2U);
  EXPECT_EQ(outcome.lines[1]["repaired"], true);
}

TEST(Analyse, ReadsJsonLines) {
  Options options;
  options.jsonl = true;
  const auto outcome = analysed(R"({"text": "too d\u00e9ar, expensive", "context": "Why?"}
{"text": "ok", "context": null}
{"texts": "x"}
nonsense
{"text": "ok", "context": 3}
)",
                                options);
  EXPECT_EQ(outcome.exit_code, kFailed);
  ASSERT_EQ(outcome.lines.size(), 5U);
  EXPECT_EQ(outcome.lines[0]["redacted"], "too déar, expensive");
  EXPECT_EQ(outcome.lines[1]["usable"], true);
  EXPECT_THAT(outcome.lines[2]["error"].get<std::string>(), HasSubstr("line 3: it is no object"));
  EXPECT_TRUE(outcome.lines[3].contains("error"));
  EXPECT_THAT(outcome.lines[4]["error"].get<std::string>(), HasSubstr("context"));
}

TEST(Analyse, PrintsTopicsAlone) {
  Options options;
  options.topics_only = true;
  const auto outcome = analysed("clean but expensive\n", options);
  ASSERT_EQ(outcome.lines.size(), 1U);
  EXPECT_EQ(outcome.lines[0].size(), 1U);
  EXPECT_EQ(outcome.lines[0]["topics"].size(), 2U);
}

/// A model that tells two labels apart, one by its words and one by the question.
std::string small_model() {
  text::TrainingSet set;
  set.labels = {"dirt", "praise"};
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    set.examples.push_back({"dirty table " + number, "Why?", {0}, "", 1});
    set.examples.push_back({"nothing " + number, "What could be better?", {1}, "", 1});
    set.examples.push_back({"nothing " + number, "Why?", {}, "", 1});
  }
  text::TrainingOptions how;
  how.name = "own";
  how.bits = 10;
  how.folds = 2;
  how.hidden = 0;
  return text::train(set, how, text::WordTable())->model.bytes();
}

TEST(Analyse, PrintsTheLabelsOfAModelThatWasTaught) {
  const fakes::TempFolder folder;
  Options options;
  options.model = folder.path() / "own.model";
  ASSERT_TRUE(system::write_file_atomically(options.model, small_model()));
  options.topics_only = true;
  options.jsonl = true;
  const auto outcome = analysed(R"({"text": "a dirty table", "context": "Why?"}
{"text": "nothing much", "context": "What could be better?"}
{"text": "nothing much", "context": "Why?"}
)",
                                options);
  EXPECT_EQ(outcome.exit_code, kDone) << outcome.complaints;
  ASSERT_EQ(outcome.lines.size(), 3U);
  EXPECT_EQ(outcome.lines[0]["topics"][0]["id"], "dirt");
  EXPECT_EQ(outcome.lines[1]["topics"][0]["id"], "praise");
  EXPECT_TRUE(outcome.lines[2]["topics"].empty());
  options.topics_only = false;
  const auto whole = analysed(R"({"text": "a dirty table"})", options);
  ASSERT_EQ(whole.lines.size(), 1U);
  EXPECT_EQ(whole.lines[0]["labels"][0]["id"], "dirt");
  EXPECT_THAT(whole.lines[0]["model"].get<std::string>(), testing::StartsWith("own@"));
}

TEST(Analyse, RefusesAFileThatIsNoModel) {
  const fakes::TempFolder folder;
  Options options;
  options.model = folder.path() / "own.model";
  EXPECT_EQ(analysed("", options).exit_code, kFailed);
  std::ofstream(options.model) << "comment,label\n";
  const auto refused = analysed("", options);
  EXPECT_EQ(refused.exit_code, kFailed);
  EXPECT_THAT(refused.complaints, HasSubstr("own.model: this is not a model of Earshot"));
}

TEST(Analyse, TakesATaxonomyOfOnesOwnAndTellsItsMistakes) {
  const fakes::TempFolder folder;
  const auto file = folder.path() / "pets.toml";
  std::ofstream(file) << "id = \"pets\"\nversion = 2\n[[topic]]\nid = \"cats\"\nname = { en = "
                         "\"Cats\" }\nkeywords = { en = [\"cats\"] }\n";
  Options options;
  options.taxonomy = file;
  const auto outcome = analysed("cats!\n", options);
  ASSERT_EQ(outcome.lines.size(), 1U);
  EXPECT_EQ(outcome.lines[0]["topics"][0]["id"], "cats");
  EXPECT_EQ(outcome.lines[0]["taxonomy"], "pets-2");

  std::ofstream(file) << "id = \"pets\"\nversion = 2\n[[topics]]\n";
  const auto wrong = analysed("cats!\n", options);
  EXPECT_EQ(wrong.exit_code, kWrong);
  EXPECT_THAT(wrong.complaints,
              HasSubstr("pets.toml:3: the taxonomy has the unknown key 'topics'"));

  options.taxonomy = folder.path() / "none.toml";
  EXPECT_EQ(analysed("", options).exit_code, kFailed);
}

}  // namespace
}  // namespace earshot::analyse
