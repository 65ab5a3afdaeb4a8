// What a survey file says about branches, times, places, variants and what comes after the thanks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/survey/survey_file.h"

namespace earshot::survey {
namespace {

using testing::HasSubstr;

constexpr std::string_view kGood = R"(id = "bank"
version = 1
audience = "customer"
languages = ["en"]
title = { en = "How did it go?" }
thanks = { en = "Thank you." }
thanks_unhappy = { en = "We are sorry." }
next_step = { en = "The manager reads this today." }
review = { url = "https://example.com/review", text = { en = "Tell others" } }
help = true
claim = true
language_first = true

[schedule]
hours = [
  { days = ["mon-wed", "sat"], from = "09:00", to = "18:00" },
  { from = "22:00", to = "02:00" },
]
touchpoints = ["teller", "advice"]
first_day = 2026-12-01
last_day = 2026-12-31

[patience]
idle = 40
react = 25
thanks = 15

[[question]]
id = "ease"
kind = "csat"
look = "stars"
text = { en = "How was it?" }

[[question]]
id = "errand"
kind = "choice"
text = { en = "What did you come for?" }
option = [{ id = "cash", text = { en = "Cash" } }, { id = "advice", text = { en = "Advice" } }]
share = 40

[[question]]
id = "words"
kind = "comment"
text = { en = "What should we put right?" }
length_max = 300
when = [{ mood = "unhappy", rating = [1, 2] }, { question = "errand", option = ["advice"] }]

[[question]]
id = "reply"
kind = "contact"
text = { en = "May we call you?" }
fields = ["phone", "name"]
purpose = { en = "Only to call you back." }
when = { mood = ["unhappy", "neutral"] }

[[variant]]
id = "a"
weight = 3

[[variant]]
id = "b"
title = { en = "Hello" }
leaves_out = ["words"]
[[variant.question]]
id = "ease"
text = { en = "All well?" }
)";

std::string good_with(std::string_view from, std::string_view to) {
  std::string text(kGood);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string error_of(std::string_view toml) {
  const auto survey = parse_survey(toml, "bank.toml");
  return survey ? "no error" : survey.error().message;
}

TEST(SurveyFileOfASession, IsReadWhole) {
  const auto survey = parse_survey(kGood, "bank.toml");
  ASSERT_TRUE(survey) << survey.error().message;
  const auto en = LanguageTag::trusted("en");
  EXPECT_EQ(thanks_for(*survey, Mood::unhappy).at(en), "We are sorry.");
  EXPECT_EQ(thanks_for(*survey, Mood::happy).at(en), "Thank you.");
  EXPECT_EQ(survey->next_step.at(en), "The manager reads this today.");
  EXPECT_EQ(survey->review->url, "https://example.com/review");
  EXPECT_TRUE(survey->help_offered && survey->claim_offered && survey->language_first);
  EXPECT_EQ(survey->patience.idle, std::chrono::seconds(40));
  EXPECT_EQ(survey->patience.react, std::chrono::seconds(25));
  EXPECT_EQ(survey->patience.thanks, std::chrono::seconds(15));

  const auto& schedule = survey->schedule;
  ASSERT_EQ(schedule.hours.size(), 2U);
  EXPECT_EQ(schedule.hours[0], (Hours{0b0100111, 540, 1080}));
  EXPECT_EQ(schedule.hours[1], (Hours{0x7F, 1320, 120}));
  EXPECT_EQ(schedule.touchpoints.size(), 2U);
  EXPECT_EQ(*schedule.last_day - *schedule.first_day, 30);
  EXPECT_EQ(*schedule.first_day, 20'788);

  const auto& questions = survey->questions;
  EXPECT_EQ(questions[0].look, Look::stars);
  EXPECT_EQ(questions[1].share, 40);
  EXPECT_EQ(questions[2].length_max, 300);
  ASSERT_EQ(questions[2].when.size(), 2U);
  EXPECT_EQ(questions[2].when[0].question.str(), "ease") << "the first one, unless it is named";
  EXPECT_EQ(questions[2].when[0].ratings->highest, 2);
  EXPECT_EQ(questions[2].when[1].options, std::vector{OptionId::trusted("advice")});
  EXPECT_EQ(questions[3].fields, (std::vector{ContactField::phone, ContactField::name}));
  EXPECT_EQ(questions[3].purpose.at(en), "Only to call you back.");
  EXPECT_EQ(questions[3].when[0].moods, (std::vector{Mood::unhappy, Mood::neutral}));

  ASSERT_EQ(survey->variants.size(), 2U);
  EXPECT_EQ(survey->variants[0].weight, 3U);
  EXPECT_EQ(survey->variants[1].leaves_out, std::vector{QuestionId::trusted("words")});
  EXPECT_EQ(survey->variants[1].texts.at(QuestionId::trusted("ease")).at(en), "All well?");
}

TEST(SurveyFileOfASession, MayBeForStaffBehindTheirPin) {
  auto text = good_with("\"customer\"", "\"employee\"");
  text = "opened_by = \"staff-pin\"\n" + text;
  const auto survey = parse_survey(text, "staff.toml");
  ASSERT_TRUE(survey) << survey.error().message;
  EXPECT_EQ(survey->opened_by, OpenedBy::staff_pin);
}

struct Slip {
  std::string_view name;
  std::string_view from, to;
  std::string_view line, reason;
};
std::ostream& operator<<(std::ostream& out, const Slip& slip) { return out << slip.name; }

class SurveyFileOfASessionRefuses : public testing::TestWithParam<Slip> {};

TEST_P(SurveyFileOfASessionRefuses, TheMistake) {
  const auto& slip = GetParam();
  const auto message = error_of(good_with(slip.from, slip.to));
  EXPECT_THAT(message, testing::StartsWith("bank.toml:" + std::string(slip.line) + ": "));
  EXPECT_THAT(message, HasSubstr(std::string(slip.reason)));
}

const Slip kAround[] = {
    {"ReviewNotHttps", "https://example", "http://example", "9", "not a web address"},
    {"ReviewWithoutUrl", "url = \"https://example.com/review\", ", "", "9", "has no 'url'"},
    {"ReviewWithASpace", "com/review", "com/re view", "9", "not a web address"},
    {"ReviewIsAText", "{ url = \"https://example.com/review\", text = { en = \"Tell others\" } }",
     "\"https://example.com\"", "9", "not a table"},
    {"HelpIsAText", "help = true", "help = \"yes\"", "10", "neither true nor false"},
    {"CustomersBehindThePin", "help = true", "opened_by = \"staff-pin\"", "10", "audience"},
    {"OpenedByNobody", "help = true", "opened_by = \"staff-pln\"", "10", "'staff-pin'?"},
    {"UnknownWeekday", "mon-wed", "mon-wes", "16", "no weekday"},
    {"NoTimeOfDay", "18:00", "25:00", "16", "not a time of day"},
    {"SixtyMinutes", "09:00", "09:60", "16", "not a time of day"},
    {"HoursWithoutAnEnd", ", to = \"18:00\"", "", "16", "has no 'to'"},
    {"UnknownHoursKey", "from = \"22:00\"", "form = \"22:00\"", "17", "Did you mean 'from'?"},
    {"TouchpointNotAName", "\"teller\"", "\"The Teller\"", "19", "not a name"},
    {"DateInQuotes", "2026-12-01", "\"2026-12-01\"", "20", "not a date"},
    {"LastBeforeFirst", "2026-12-31", "2026-11-30", "21", "before its first_day"},
    {"IdleTooShort", "idle = 40", "idle = 9", "24", "from 10 to 300"},
    {"ReactBelowTwenty", "react = 25", "react = 19", "25", "from 20 to 120"},
    {"ThanksAFraction", "thanks = 15", "thanks = 1.5", "26", "whole number"},
    {"UnknownPatience", "thanks = 15", "thank = 15", "26", "Did you mean 'thanks'?"},
    {"OneVariant", "[[variant]]\nid = \"a\"\nweight = 3\n", "", "57", "1 variants"},
    {"VariantTwice", "id = \"b\"", "id = \"a\"", "61", "used twice"},
    {"WeightZero", "weight = 3", "weight = 0", "58", "from 1 to 1000"},
    {"LeavesOutTheFirst", "[\"words\"]", "[\"ease\"]", "63", "first question"},
    {"LeavesOutNothingKnown", "[\"words\"]", "[\"wards\"]", "63", "does not have"},
    {"WordsNothingKnown", "id = \"ease\"\ntext = { en = \"All",
     "id = \"easy\"\ntext = { en = \"All", "65", "does not have"},
};

const Slip kQuestions[] = {
    {"UnknownLook", "\"stars\"", "\"star\"", "31", "Did you mean 'stars'?"},
    {"StarsForTen", "kind = \"csat\"", "kind = \"nps\"", "31", "five steps"},
    {"LookOfAComment", "length_max = 300", "look = \"faces\"", "45", "not a rating"},
    {"ShareZero", "share = 40", "share = 0", "39", "from 1 to 100"},
    {"ShareOfTheFirst", "look = \"stars\"", "share = 50", "31", "everybody is asked"},
    {"LengthOfAChoice", "share = 40", "length_max = 10", "39", "not a comment"},
    {"LengthTooLong", "length_max = 300", "length_max = 2001", "45", "from 1 to 2000"},
    {"WhenOfTheFirst", "look = \"stars\"", "when = { mood = \"happy\" }", "31", "always asked"},
    {"WhenAboutLater", "question = \"errand\"", "question = \"reply\"", "46",
     "no earlier question"},
    {"WhenAboutItself", "question = \"errand\"", "question = \"words\"", "46",
     "no earlier question"},
    {"UnknownMood", "mood = \"unhappy\", ", "mood = \"unhapy\", ", "46", "Did you mean 'unhappy'?"},
    {"MoodOfAChoice", "question = \"errand\", option = [\"advice\"]",
     "question = \"errand\", mood = \"happy\"", "46", "no rating"},
    {"OptionOfARating", "question = \"errand\", option", "question = \"ease\", option", "46",
     "which has none"},
    {"UnknownOption", "option = [\"advice\"]", "option = [\"advise\"]", "46", "does not have"},
    {"RatingOffTheScale", "[1, 2]", "[0, 2]", "46", "from 1 to 5"},
    {"RatingBackwards", "[1, 2]", "[2, 1]", "46", "ends before"},
    {"RatingOfThree", "[1, 2]", "[1, 2, 3]", "46", "from one to another"},
    {"WhenAsksNothing", "{ mood = [\"unhappy\", \"neutral\"] }", "{ }", "54", "asks for nothing"},
    {"WhenIsAText", "{ mood = [\"unhappy\", \"neutral\"] }", "\"unhappy\"", "54", "conditions"},
    {"NoConditions", "{ mood = [\"unhappy\", \"neutral\"] }", "[]", "54", "0 conditions"},
    {"ContactWithoutPurpose", "purpose = { en = \"Only to call you back.\" }", "", "48",
     "has no 'purpose'"},
    {"PurposeOfAComment", "length_max = 300", "purpose = { en = \"So\" }", "45", "not a contact"},
    {"UnknownField", "\"phone\"", "\"fone\"", "52", "Did you mean 'phone'?"},
    {"FieldTwice", "[\"phone\", \"name\"]", "[\"phone\", \"phone\"]", "52", "there twice"},
    {"NameAlone", "[\"phone\", \"name\"]", "[\"name\"]", "52", "a name alone"},
};

std::string name_of(const testing::TestParamInfo<Slip>& info) {
  return std::string(info.param.name);
}
INSTANTIATE_TEST_SUITE_P(Around, SurveyFileOfASessionRefuses, testing::ValuesIn(kAround), name_of);
INSTANTIATE_TEST_SUITE_P(Questions, SurveyFileOfASessionRefuses, testing::ValuesIn(kQuestions),
                         name_of);

}  // namespace
}  // namespace earshot::survey
