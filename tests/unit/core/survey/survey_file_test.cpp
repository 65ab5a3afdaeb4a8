#include "core/survey/survey_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/utf8.h"

namespace earshot::survey {
namespace {

using testing::HasSubstr;

/// A survey with every feature and, line by line, what the mistakes below change.
constexpr std::string_view kGood = R"(id = "shop"
version = 3
audience = "customer"
languages = ["en", "fr"]
title = { en = "How was it today?", fr = "Alors ?" }
thanks = { en = "Thank you.", fr = "Merci." }

[[question]]
id = "recommend"
kind = "nps"
text = { en = "How likely are you to recommend us?", fr = "Nous recommanderiez-vous ?" }
low_label = { en = "Not at all", fr = "Pas du tout" }
high_label = { en = "Very likely", fr = "Très probable" }

[[question]]
id = "why"
kind = "topics"
text = { en = "What made it so?", fr = "Pourquoi ?" }
[[question.option]]
id = "staff"
text = { en = "Staff", fr = "Le personnel" }
[[question.option]]
id = "price"
text = { en = "Prices", fr = "Les prix" }

[[question]]
id = "words"
kind = "comment"
text = { en = "Tell us more?", fr = "Racontez ?" }
)";

/// The good survey with the first `from` replaced by `to`.
std::string good_with(std::string_view from, std::string_view to) {
  std::string text(kGood);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string error_of(std::string_view toml) {
  const auto survey = parse_survey(toml, "shop.toml");
  if (survey) return "no error";
  EXPECT_EQ(survey.error().code, ErrorCode::invalid);
  return survey.error().message;
}

TEST(SurveyFile, IsReadWhole) {
  const auto survey = parse_survey(kGood, "shop.toml");
  ASSERT_TRUE(survey) << survey.error().message;
  const auto fr = LanguageTag::trusted("fr");
  EXPECT_EQ(survey->id.str(), "shop");
  EXPECT_EQ(survey->version, 3U);
  EXPECT_EQ(survey->audience, Audience::customer);
  EXPECT_EQ(survey->languages, (std::vector{LanguageTag::trusted("en"), fr}));
  EXPECT_EQ(survey->title.at(fr), "Alors ?");
  EXPECT_EQ(survey->thanks.at(fr), "Merci.");
  ASSERT_EQ(survey->questions.size(), 3U);
  const auto& recommend = survey->questions[0];
  EXPECT_EQ(recommend.id.str(), "recommend");
  EXPECT_EQ(recommend.kind, QuestionKind::nps);
  EXPECT_EQ(recommend.texts.at(fr), "Nous recommanderiez-vous ?");
  EXPECT_EQ(recommend.low_label.at(fr), "Pas du tout");
  EXPECT_EQ(recommend.high_label.at(fr), "Très probable");
  EXPECT_TRUE(recommend.options.empty());
  const auto& why = survey->questions[1];
  ASSERT_EQ(why.options.size(), 2U);
  EXPECT_EQ(why.options[1].id.str(), "price");
  EXPECT_EQ(why.options[1].texts.at(fr), "Les prix");
  EXPECT_TRUE(why.low_label.empty());
}

TEST(SurveyFile, MayAskEmployees) {
  auto text = good_with("\"customer\"", "\"employee\"");
  text.replace(text.find("\"nps\""), 5, "\"enps\"");
  const auto survey = parse_survey(text, "staff.toml");
  ASSERT_TRUE(survey) << survey.error().message;
  EXPECT_EQ(survey->audience, Audience::employee);
  EXPECT_EQ(survey->questions[0].kind, QuestionKind::enps);
}

TEST(SurveyFile, MistakeIsToldWithFileLineReasonAndHint) {
  EXPECT_EQ(error_of(good_with("kind = \"nps\"", "kind = \"npss\"")),
            "shop.toml:10: question 'recommend' is of the unknown kind 'npss'. "
            "Did you mean 'nps'?");
  EXPECT_EQ(error_of(good_with("version = 3", "version = 0")),
            "shop.toml:2: version is not a whole number from 1. "
            "Write version = 1, and raise it with every change.");
}

struct Slip {
  std::string_view name;
  std::string_view from, to;      ///< what is changed in the good survey
  std::string_view line, reason;  ///< what the message must begin with, and hold
};

std::ostream& operator<<(std::ostream& out, const Slip& slip) { return out << slip.name; }

class SurveyFileRefuses : public testing::TestWithParam<Slip> {};

TEST_P(SurveyFileRefuses, TheMistake) {
  const auto& slip = GetParam();
  const auto message = error_of(good_with(slip.from, slip.to));
  EXPECT_THAT(message, testing::StartsWith("shop.toml:" + std::string(slip.line) + ": "));
  EXPECT_THAT(message, HasSubstr(std::string(slip.reason)));
}

const Slip kHeaderSlips[] = {
    {"NoId", "id = \"shop\"", "", "1", "has no 'id'"},
    {"IdNotAName", "id = \"shop\"", "id = \"The Shop\"", "1", "'The Shop'"},
    {"IdNotText", "id = \"shop\"", "id = 7", "1", "is not a text"},
    {"NoVersion", "version = 3", "", "1", "has no 'version'"},
    {"VersionZero", "version = 3", "version = 0", "2", "from 1"},
    {"VersionText", "version = 3", "version = \"3\"", "2", "whole number"},
    {"VersionTooLarge", "version = 3", "version = 4294967296", "2", "whole number"},
    {"NoAudience", "audience = \"customer\"", "", "1", "has no 'audience'"},
    {"UnknownAudience", "\"customer\"", "\"costumer\"", "3", "Did you mean 'customer'?"},
    {"NoLanguages", "languages = [\"en\", \"fr\"]", "", "1", "has no 'languages'"},
    {"LanguagesEmpty", "[\"en\", \"fr\"]", "[]", "4", "not a list of languages"},
    {"LanguagesText", "[\"en\", \"fr\"]", "\"en\"", "4", "not a list of languages"},
    {"LanguageUpperCase", "[\"en\", \"fr\"]", "[\"EN\", \"fr\"]", "4", "not a language tag"},
    {"LanguageTwice", "[\"en\", \"fr\"]", "[\"en\", \"fr\", \"en\"]", "4", "listed twice"},
    {"UnknownKey", "version = 3", "version = 3\nverison = 4", "3", "Did you mean 'version'?"},
    {"NoTitle", "title = { en = \"How was it today?\", fr = \"Alors ?\" }", "", "1", "'title'"},
    {"NoThanks", "thanks = { en = \"Thank you.\", fr = \"Merci.\" }", "", "1", "'thanks'"},
    {"TitleIsOneText", "{ en = \"How was it today?\", fr = \"Alors ?\" }", "\"How was it?\"", "5",
     "not given per language"},
    {"QuestionInSingleBrackets", "[[question]]", "[question]", "15", "question"},
};

const Slip kQuestionSlips[] = {
    {"NoQuestionId", "id = \"recommend\"", "", "8", "has no 'id'"},
    {"QuestionIdTwice", "id = \"why\"", "id = \"recommend\"", "16", "used twice"},
    {"NoKind", "kind = \"nps\"", "", "8", "has no 'kind'"},
    {"UnknownKind", "kind = \"nps\"", "kind = \"stars\"", "10", "unknown kind 'stars'"},
    {"EmployeeQuestion", "kind = \"nps\"", "kind = \"enps\"", "10", "audience is customer"},
    {"CustomerQuestion", "\"customer\"", "\"employee\"", "10", "Use enps"},
    {"FirstNotARating", "kind = \"nps\"", "kind = \"comment\"", "12", "not a rating"},
    {"NoText", "text = { en = \"Tell us more?\", fr = \"Racontez ?\" }", "", "26", "no 'text'"},
    {"TextMissingInALanguage", ", fr = \"Racontez ?\"", "", "29", "missing in 'fr'"},
    {"TextInAForeignLanguage", "fr = \"Racontez ?\"", "fr = \"Racontez ?\", it = \"Dica\"", "29",
     "is in 'it'"},
    {"TextEmpty", "Tell us more?", "  ", "29", "is empty"},
    {"TextANumber", "\"Tell us more?\"", "5", "29", "is not a text"},
    {"TextOfTwoLines", "Tell us more?", "Tell us\\nmore?", "29", "line break"},
    {"TextWithAnOverride", "Tell us more?", "Tell \\u202E us", "29", "control character"},
    {"OneEndOfTheScale", "high_label = { en = \"Very likely\", fr = \"Très probable\" }", "", "8",
     "only one end"},
    {"LabelOfWords", "kind = \"comment\"",
     "kind = \"comment\"\nlow_label = { en = \"a\", fr = \"b\" }", "29", "not a rating"},
    {"UnknownQuestionKey", "low_label", "low_lable", "12", "Did you mean 'low_label'?"},
};

const Slip kOptionSlips[] = {
    {"NoOptions", "kind = \"comment\"", "kind = \"choice\"", "26", "has no options"},
    {"OptionsOfAComment", "kind = \"topics\"", "kind = \"comment\"", "19", "has options"},
    {"OptionsOfAContact", "kind = \"topics\"", "kind = \"contact\"", "19", "has options"},
    {"OptionsOfARating", "kind = \"topics\"", "kind = \"ces\"", "19", "has options"},
    {"OptionTwice", "id = \"price\"", "id = \"staff\"", "23", "is there twice"},
    {"OptionWithoutId", "id = \"price\"", "", "22", "has no 'id'"},
    {"OptionMissingInALanguage", ", fr = \"Les prix\"", "", "24", "missing in 'fr'"},
    {"OptionTooLong", "Les prix", "Les prix que vous avez vus sur tous les rayons", "24",
     "at most 40"},
    {"UnknownOptionKey", "id = \"price\"", "id = \"price\"\nimage = \"x\"", "24", "'image'"},
    {"OneOption",
     "[[question.option]]\nid = \"staff\"\ntext = { en = \"Staff\", fr = \"Le personnel\" }\n", "",
     "19", "1 option"},
};

std::string name_of(const testing::TestParamInfo<Slip>& info) {
  return std::string(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(Header, SurveyFileRefuses, testing::ValuesIn(kHeaderSlips), name_of);
INSTANTIATE_TEST_SUITE_P(Question, SurveyFileRefuses, testing::ValuesIn(kQuestionSlips), name_of);
INSTANTIATE_TEST_SUITE_P(Option, SurveyFileRefuses, testing::ValuesIn(kOptionSlips), name_of);

TEST(SurveyFile, MayHaveTwelveOptionsAndNotThirteen) {
  std::string options;
  for (int i = 0; i < 10; ++i) {
    options += "[[question.option]]\nid = \"o" + std::to_string(i) +
               "\"\ntext = { en = \"A\", fr = \"B\" }\n";
  }
  const std::string first = "[[question.option]]\n";
  EXPECT_EQ(error_of(good_with(first, options + first)), "no error");
  const std::string more = "[[question.option]]\nid = \"x\"\ntext = { en = \"A\", fr = \"B\" }\n";
  EXPECT_THAT(error_of(good_with(first, options + more + first)), HasSubstr("has 13 options"));
}

TEST(SurveyFile, MayHaveTwentyQuestionsAndNotTwentyOne) {
  std::string text(kGood);
  for (int i = 0; i < 17; ++i) {
    text += "[[question]]\nid = \"q" + std::to_string(i) +
            "\"\nkind = \"csat\"\ntext = { en = \"A?\", fr = \"B?\" }\n";
  }
  EXPECT_EQ(error_of(text), "no error");
  text += "[[question]]\nid = \"last\"\nkind = \"csat\"\ntext = { en = \"A?\", fr = \"B?\" }\n";
  EXPECT_THAT(error_of(text), HasSubstr("has 21 questions"));
}

TEST(SurveyFile, WithoutQuestionsIsRefused) {
  const std::string header(kGood.substr(0, kGood.find("[[question]]")));
  EXPECT_THAT(error_of(header), HasSubstr("has no 'question'"));
  EXPECT_THAT(error_of("question = []\n" + header), HasSubstr("has no questions"));
}

TEST(SurveyFile, ThatIsNotTomlIsRefusedAtTheLineWhereReadingStopped) {
  EXPECT_THAT(error_of(good_with("id = \"why\"", "id = \"why")),
              testing::StartsWith("shop.toml:16: this is not TOML: "));
}

TEST(SurveyFile, WithAKeyTwiceIsRefused) {
  EXPECT_THAT(error_of(good_with("version = 3", "version = 3\nversion = 4")),
              testing::StartsWith("shop.toml:3: "));
}

TEST(SurveyFile, ThatIsNotUtf8IsRefusedAtTheLineOfTheWrongByte) {
  EXPECT_EQ(error_of(good_with("Très probable", "Tr\xE8s probable")),
            "shop.toml:13: this line is not UTF-8 text. Save the file with the encoding UTF-8.");
}

TEST(SurveyFile, MayHaveExactlyTheLargestSizeAndNotOneByteMore) {
  std::string text(kGood);
  text += "#" + std::string(kSurveyFileBytesMax - text.size() - 1, '.');
  EXPECT_EQ(error_of(text), "no error");
  EXPECT_THAT(error_of(text + "."), HasSubstr("has 262145 bytes"));
}

TEST(SurveyFile, ThatIsEmptyIsRefused) { EXPECT_THAT(error_of(""), HasSubstr("has no 'id'")); }

/// Cuts, doubled parts and stray bytes, as a bad disk or a hasty hand makes them.
RC_GTEST_PROP(SurveyFile, IsReadOrRefusedWithItsLineWhateverHappensToIt, ()) {
  std::string text(kGood);
  const auto edits = *rc::gen::inRange(1, 6);
  for (int i = 0; i < edits; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
    const auto length = *rc::gen::inRange<std::size_t>(0, 20);
    text.replace(at, length, *rc::gen::arbitrary<std::string>());
  }
  const auto survey = parse_survey(text, "shop.toml");
  if (survey) return;
  const auto& message = survey.error().message;
  RC_ASSERT(message.starts_with("shop.toml:"));
  RC_ASSERT(std::stoi(message.substr(10)) >= 1);
  RC_ASSERT(message.ends_with(".") || message.ends_with("?"));
}

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::size_t count_words(const std::string& text) {
  std::istringstream words(text);
  std::size_t count = 0;
  for (std::string word; words >> word;) count += word == "?" ? 0 : 1;  // French: « … ? »
  return count;
}

TEST(ExampleSurveys, AreAllReadAndAskInAtMostEightWords) {
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(EARSHOT_FIRMWARE_CONFIG "/surveys")) {
    const auto survey = parse_survey(contents(entry.path()), entry.path().filename().string());
    ASSERT_TRUE(survey) << survey.error().message;
    EXPECT_EQ(survey->id.str(), entry.path().stem().string());
    EXPECT_GE(survey->languages.size(), 4U) << survey->id;
    for (const auto& question : survey->questions) {
      for (const auto& [language, text] : question.texts) EXPECT_LE(count_words(text), 8U) << text;
    }
    ++files;
  }
  EXPECT_GE(files, 4U);
}

TEST(ExampleSurveys, InTheReadmeAreTrue) {
  const auto readme = contents(EARSHOT_FIRMWARE_CONFIG "/README.md");
  const std::string fence = "```toml\n";
  const auto begin = readme.find(fence) + fence.size();
  const auto survey =
      parse_survey(readme.substr(begin, readme.find("```", begin) - begin), "README.md");
  EXPECT_TRUE(survey) << survey.error().message;
}

TEST(ExampleSurveys, MistakeInTheReadmeIsToldInThoseWords) {
  auto shop = contents(EARSHOT_FIRMWARE_CONFIG "/surveys/shop.toml");
  shop.replace(shop.find("\"nps\""), 5, "\"npss\"");
  EXPECT_THAT(contents(EARSHOT_FIRMWARE_CONFIG "/README.md"), HasSubstr(error_of(shop)));
}

}  // namespace
}  // namespace earshot::survey
