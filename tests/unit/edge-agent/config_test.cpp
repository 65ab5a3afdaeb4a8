// Configuration: read whole, or refused with file, line, reason and hint; and surveys likewise.
#include "edge-agent/config.h"

#include <gmock/gmock.h>

#include <fstream>

#include "edge-agent/question_texts.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::edge {
namespace {

using ::testing::HasSubstr;

constexpr const char* kGood = R"(location = "store-7"
name = "High Street"
timezone = "Europe/London"
data = "data"
verbatims = true
surveys = ["surveys/visit.toml"]
kiosks = ["till-1", "till-2"]
[site_broker]
host = "127.0.0.1"
port = 1884
password_file = "secret"
[hq_broker]
host = "hq.example"
port = 8883
password_file = "secret"
[http]
host = "127.0.0.1"
port = 0
)";

class EdgeConfig : public ::testing::Test {
 protected:
  EdgeConfig() { write("secret", "s3cret\n"); }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }
  Result<Config> load(const std::string& text) {
    write("edge.toml", text);
    return load_config(folder_ / "edge.toml");
  }
  /// The good one with `line` (counted from 1) replaced.
  Result<Config> with_line(int line, const std::string& by) {
    std::istringstream in(kGood);
    std::string text;
    std::string one;
    for (int i = 1; std::getline(in, one); ++i) text += (i == line ? by : one) + "\n";
    return load(text);
  }
  void expect_refused(int line, const std::string& by, const std::string& words) {
    const auto config = with_line(line, by);
    ASSERT_FALSE(config.has_value()) << by;
    EXPECT_THAT(config.error().message, HasSubstr(words));
    EXPECT_THAT(config.error().message, HasSubstr("edge.toml:"));
  }
  fakes::TempFolder folder_;
};

TEST_F(EdgeConfig, PatternsAreWatchedAndContactsKeptThirtyDaysUnlessItSaysOtherwise) {
  const auto plain = load(kGood);
  ASSERT_TRUE(plain.has_value());
  EXPECT_TRUE(plain->misuse_patterns);
  EXPECT_TRUE(plain->opening_hours.empty());
  EXPECT_EQ(plain->keep_contacts_days, 30);
  const auto other = with_line(5,
                               "misuse_patterns = false\nkeep_contacts_days = 0\n"
                               "opening_hours = [\"mon-fri 09:00-18:00\"]");
  ASSERT_TRUE(other.has_value()) << other.error().message;
  EXPECT_FALSE(other->misuse_patterns);
  EXPECT_EQ(other->keep_contacts_days, 0);
  EXPECT_EQ(other->opening_hours, (std::vector<survey::Hours>{{0x1F, 9 * 60, 18 * 60}}));
  expect_refused(5, "opening_hours = [\"always\"]", "always");
}

TEST_F(EdgeConfig, CommentsAreReadWithWhatCameWithTheProgramUnlessItSaysOtherwise) {
  const auto plain = load(kGood);
  ASSERT_TRUE(plain.has_value());
  EXPECT_TRUE(plain->reading.taxonomy.empty());
  const std::string section = "[reading]\ntaxonomy = \"topics.toml\"\nmodel = \"ours.model\"\n";
  const auto other = load(kGood + section);
  ASSERT_TRUE(other.has_value()) << other.error().message;
  EXPECT_EQ(other->reading.taxonomy, folder_ / "topics.toml");
  EXPECT_EQ(other->reading.model, folder_ / "ours.model");
  EXPECT_TRUE(other->reading.weights.empty());
  const auto wrong = load(kGood + std::string("[reading]\ntaxonomie = \"topics.toml\"\n"));
  ASSERT_FALSE(wrong.has_value());
  EXPECT_THAT(wrong.error().message, HasSubstr("'taxonomie' is not a key of [reading]"));
}

TEST_F(EdgeConfig, BurstsAreWatchedAndWordsKeptFourHundredDaysUnlessItSaysOtherwise) {
  const auto plain = load(kGood);
  ASSERT_TRUE(plain.has_value());
  EXPECT_TRUE(plain->misuse_bursts);
  EXPECT_EQ(plain->keep_words_days, 400);
  const auto other = with_line(5, "misuse_bursts = false\nkeep_words_days = 30");
  ASSERT_TRUE(other.has_value());
  EXPECT_FALSE(other->misuse_bursts);
  EXPECT_EQ(other->keep_words_days, 30);
  expect_refused(5, "keep_words_days = -1", "number of days from 0");
  expect_refused(5, "keep_words_days = \"a year\"", "number of days from 0");
  expect_refused(5, "misuse_bursts = 1", "true or false");
}

TEST_F(EdgeConfig, AGoodOneIsReadWhole) {
  const auto config = load(kGood);
  ASSERT_TRUE(config.has_value()) << config.error().message;
  EXPECT_EQ(config->location.str(), "store-7");
  EXPECT_EQ(config->data, folder_ / "data");
  EXPECT_TRUE(config->verbatims);
  EXPECT_EQ(config->kiosks.size(), 2u);
  EXPECT_EQ(config->site_broker.password, "s3cret");
  ASSERT_TRUE(config->hq_broker.has_value());
  EXPECT_EQ(config->hq_broker->port, 8883);
  EXPECT_EQ(config->surveys.at(0), folder_ / "surveys/visit.toml");
}

TEST_F(EdgeConfig, WordsStayAtTheLocationUnlessTheFileSaysOtherwise) {
  const auto config = with_line(5, "");
  ASSERT_TRUE(config.has_value());
  EXPECT_FALSE(config->verbatims);
}

TEST_F(EdgeConfig, MistakesAreNamedByLineReasonAndHint) {
  expect_refused(1, "location = \"Store 7\"", "edge.toml:1:");
  expect_refused(2, "nmae = \"x\"", "edge.toml:2: 'nmae' is not a key of this file. Known are:");
  expect_refused(5, "verbatims = \"yes\"", "edge.toml:5: 'verbatims' must be true or false");
  expect_refused(6, "surveys = \"visit.toml\"", "edge.toml:6: 'surveys' must be a list");
  expect_refused(7, "kiosks = [\"till 1\"]", "edge.toml:7:");
  expect_refused(9, "hots = \"x\"", "edge.toml:9: 'hots' is not a key of [site_broker]");
  expect_refused(10, "port = 99999", "edge.toml:10: 'port' must be a number from 1 to 65535");
  expect_refused(11, "password_file = \"gone\"", "edge.toml:11:");
  expect_refused(4, "data = ", "edge.toml:4:");
  expect_refused(1, "", "'location' is missing");
}

TEST_F(EdgeConfig, AMissingFileIsNamed) {
  const auto config = load_config(folder_ / "nothing.toml");
  ASSERT_FALSE(config.has_value());
  EXPECT_THAT(config.error().message, HasSubstr("nothing.toml"));
}

TEST_F(EdgeConfig, ABrokenSurveyIsRefusedAndTheOthersStayInUse) {
  write("broken.toml", "id = \"visit\"\nversion = 0\n");
  write("good.toml", R"(id = "visit"
version = 1
audience = "customer"
languages = ["en"]
[title]
en = "Hello"
[thanks]
en = "Thank you"
[[question]]
id = "recommend"
kind = "nps"
text.en = "Would you recommend us?"
)");
  std::vector<std::string> refused;
  const auto texts = QuestionTexts::load(
      {folder_ / "broken.toml", folder_ / "gone.toml", folder_ / "good.toml"}, refused);
  ASSERT_EQ(refused.size(), 2u) << ::testing::PrintToString(refused);
  EXPECT_THAT(refused[0], HasSubstr("broken.toml"));
  EXPECT_THAT(refused[1], HasSubstr("gone.toml"));
  EXPECT_EQ(texts.text_of(QuestionId::trusted("recommend")), "Would you recommend us?");
  EXPECT_EQ(texts.text_of(QuestionId::trusted("other")), "other");
}

}  // namespace
}  // namespace earshot::edge
