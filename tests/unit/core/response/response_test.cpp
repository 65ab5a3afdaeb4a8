#include "core/response/response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace earshot::response {
namespace {

using survey::QuestionKind;

Answer rating(std::string question, QuestionKind kind, int value) {
  return {QuestionId::trusted(std::move(question)), kind, value, {}, ""};
}

Answer chosen(QuestionKind kind, const std::vector<std::string>& options) {
  Answer answer{QuestionId::trusted("chosen"), kind, std::nullopt, {}, ""};
  for (const auto& option : options) answer.chosen.push_back(OptionId::trusted(option));
  return answer;
}

Answer words(QuestionKind kind, std::string text) {
  return {QuestionId::trusted("words"), kind, std::nullopt, {}, std::move(text)};
}

Response good() {
  Response response;
  response.id = *ResponseId::parse("00112233445566778899aabbccddeeff");
  response.touchpoint = TouchpointId::trusted("checkout");
  response.survey = SurveyId::trusted("shop");
  response.language = LanguageTag::trusted("en");
  response.at = {1'700'000'000'000};
  response.answers = {rating("recommend", QuestionKind::nps, 3),
                      chosen(QuestionKind::topics, {"staff", "price"}),
                      words(QuestionKind::comment, "Too slow.")};
  return response;
}

std::string error_of(const Response& response) {
  const auto valid = validate(response);
  if (valid) return "no error";
  EXPECT_EQ(valid.error().code, ErrorCode::invalid);
  return valid.error().message;
}

TEST(Response, IsValidWithARatingTopicsAndWords) { EXPECT_EQ(error_of(good()), "no error"); }

TEST(Response, MayComeFromAClockThatWasNeverSet) {
  auto response = good();
  response.at = {0};
  EXPECT_EQ(error_of(response), "no error");
}

TEST(Response, MayHaveNoAnswersOnlyWhenItWasWithdrawn) {
  auto response = good();
  response.answers.clear();
  EXPECT_EQ(error_of(response), "response: has no answers");
  response.withdrawn = true;
  EXPECT_EQ(error_of(response), "no error");
}

struct BrokenRule {
  std::string_view name;
  std::function<void(Response&)> break_it;
  std::string_view reason;
};

std::ostream& operator<<(std::ostream& out, const BrokenRule& rule) { return out << rule.name; }

class ResponseIsRefused : public testing::TestWithParam<BrokenRule> {};

TEST_P(ResponseIsRefused, WithTheRuleThatItBreaks) {
  auto response = good();
  GetParam().break_it(response);
  EXPECT_THAT(error_of(response), testing::HasSubstr(std::string(GetParam().reason)));
}

INSTANTIATE_TEST_SUITE_P(
    Session, ResponseIsRefused,
    testing::Values(
        BrokenRule{"NoId", [](Response& r) { r.id = {}; }, "no id"},
        BrokenRule{"RevisionZero", [](Response& r) { r.revision = 0; }, "revision"},
        BrokenRule{"NoTouchpoint", [](Response& r) { r.touchpoint = {}; }, "no touchpoint"},
        BrokenRule{"NoSurvey", [](Response& r) { r.survey = {}; }, "no survey"},
        BrokenRule{"SurveyVersionZero", [](Response& r) { r.survey_version = 0; }, "version"},
        BrokenRule{"Audience", [](Response& r) { r.audience = survey::Audience{3}; }, "audience"},
        BrokenRule{"ChannelZero", [](Response& r) { r.channel = Channel{0}; }, "channel"},
        BrokenRule{"ChannelFour", [](Response& r) { r.channel = Channel{4}; }, "channel"},
        BrokenRule{"BootId", [](Response& r) { r.boot_id = "boot"; }, "boot id"},
        BrokenRule{"BootIdUpper", [](Response& r) { r.boot_id = std::string(32, 'A'); }, "boot id"},
        BrokenRule{"Uptime", [](Response& r) { r.uptime_ms = -1; }, "uptime"},
        BrokenRule{"Duration", [](Response& r) { r.duration_ms = -1; }, "duration"},
        BrokenRule{"Misuse", [](Response& r) { r.misuse = 1U << kMisuseFlagCount; }, "misuse"}),
    [](const auto& info) { return std::string(info.param.name); });

BrokenRule with_answer(std::string_view name, Answer answer, std::string_view reason) {
  return {name, [answer](Response& r) { r.answers = {answer}; }, reason};
}

Answer altered(Answer answer, const std::function<void(Answer&)>& change) {
  change(answer);
  return answer;
}

const auto kNps = rating("recommend", QuestionKind::nps, 3);
const std::vector<std::string> kThirteen{"a", "b", "c", "d", "e", "f", "g",
                                         "h", "i", "j", "k", "l", "m"};

INSTANTIATE_TEST_SUITE_P(
    Answers, ResponseIsRefused,
    testing::Values(
        with_answer("NoQuestion", altered(kNps, [](Answer& a) { a.question = {}; }),
                    "answer 'without a question': has no question id"),
        with_answer("UnknownKind", altered(kNps, [](Answer& a) { a.kind = QuestionKind{10}; }),
                    "kind"),
        with_answer("NoRating", altered(kNps, [](Answer& a) { a.rating.reset(); }),
                    "answer 'recommend': has no rating"),
        with_answer("NpsEleven", rating("recommend", QuestionKind::nps, 11),
                    "rating 11 is not on the scale 0 to 10"),
        with_answer("NpsBelow", rating("recommend", QuestionKind::nps, -1), "not on the scale"),
        with_answer("CsatZero", rating("meal", QuestionKind::csat, 0), "not on the scale 1 to 5"),
        with_answer("SmileySix", rating("visit", QuestionKind::smiley, 6), "not on the scale"),
        with_answer("CesEight", rating("ease", QuestionKind::ces, 8), "not on the scale 1 to 7"),
        with_answer("RatingWithOption",
                    altered(kNps, [](Answer& a) { a.chosen = {OptionId::trusted("x")}; }),
                    "no chosen options"),
        with_answer("RatingWithText", altered(kNps, [](Answer& a) { a.text = "x"; }), "no text"),
        with_answer("ChoiceOfNone", chosen(QuestionKind::choice, {}), "exactly one"),
        with_answer("ChoiceOfTwo", chosen(QuestionKind::choice, {"a", "b"}), "exactly one"),
        with_answer("ThirteenTopics", chosen(QuestionKind::topics, kThirteen), "more than 12"),
        with_answer("TopicTwice", chosen(QuestionKind::topics, {"a", "a"}), "'a' is chosen twice"),
        with_answer("TopicWithoutId", chosen(QuestionKind::topics, {""}), "no id"),
        with_answer("TopicsWithRating",
                    altered(chosen(QuestionKind::topics, {"a"}), [](Answer& a) { a.rating = 1; }),
                    "only a rating question has a rating"),
        with_answer("TopicsWithText",
                    altered(chosen(QuestionKind::topics, {"a"}), [](Answer& a) { a.text = "x"; }),
                    "no text"),
        with_answer("CommentWithRating",
                    altered(words(QuestionKind::comment, "x"), [](Answer& a) { a.rating = 1; }),
                    "only a rating question has a rating"),
        with_answer("CommentWithOption",
                    altered(words(QuestionKind::comment, "x"),
                            [](Answer& a) { a.chosen = {OptionId::trusted("x")}; }),
                    "no chosen options"),
        with_answer("CommentNotUtf8", words(QuestionKind::comment, "\xFF"), "not clean text"),
        with_answer("CommentWithEscape", words(QuestionKind::comment, "\x1B[2J"), "not clean text"),
        with_answer("CommentTooLong",
                    words(QuestionKind::comment, std::string(kCommentCodePointsMax + 1, 'a')),
                    "at most 2000"),
        with_answer("ContactTooLong", words(QuestionKind::contact, std::string(4097, 'a')),
                    "longer than 4096 bytes")),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Response, MayHaveACommentOfTheFullLength) {
  auto response = good();
  std::string longest;
  for (std::size_t i = 0; i < kCommentCodePointsMax; ++i) longest += "é";
  response.answers[2].text = longest;
  EXPECT_EQ(error_of(response), "no error");
}

TEST(Response, MayHoldSealedBytesThatAreNoText) {
  auto response = good();
  response.answers = {words(QuestionKind::contact, std::string("\xFF\0\x80", 3))};
  EXPECT_EQ(error_of(response), "no error");
}

TEST(Response, MayHaveTwentyAnswersAndNotTwentyOne) {
  auto response = good();
  response.answers.clear();
  for (int i = 0; i < 20; ++i) {
    response.answers.push_back(rating("q" + std::to_string(i), QuestionKind::csat, 4));
  }
  EXPECT_EQ(error_of(response), "no error");
  response.answers.push_back(rating("last", QuestionKind::csat, 4));
  EXPECT_EQ(error_of(response), "response: more than 20 answers");
}

TEST(Response, AnswersAQuestionOnce) {
  auto response = good();
  response.answers.push_back(kNps);
  EXPECT_EQ(error_of(response), "response: answer 'recommend': is answered twice");
}

TEST(MainRating, IsTheFirstOne) {
  auto response = good();
  response.answers = {words(QuestionKind::comment, "First."), rating("a", QuestionKind::csat, 5),
                      rating("b", QuestionKind::nps, 0)};
  ASSERT_NE(main_rating(response), nullptr);
  EXPECT_EQ(main_rating(response)->question.str(), "a");
  EXPECT_FALSE(is_unhappy(response));
}

TEST(MainRating, IsMissingWhereNothingWasRated) {
  auto response = good();
  response.answers = {words(QuestionKind::comment, "Just this.")};
  EXPECT_EQ(main_rating(response), nullptr);
  EXPECT_FALSE(is_unhappy(response));
}

TEST(CommentOf, IsTheFirstComment) {
  auto response = good();
  EXPECT_EQ(comment_of(response), "Too slow.");
  response.answers.pop_back();
  EXPECT_EQ(comment_of(response), "");
}

TEST(CommentOf, NeverShowsContactDetails) {
  auto response = good();
  response.answers = {words(QuestionKind::contact, "sealed")};
  EXPECT_EQ(comment_of(response), "");
}

TEST(Unhappy, IsADetractorAndNobodyElse) {
  auto response = good();
  response.answers = {rating("recommend", QuestionKind::nps, 6)};
  EXPECT_TRUE(is_unhappy(response));
  response.answers = {rating("recommend", QuestionKind::nps, 7)};
  EXPECT_FALSE(is_unhappy(response));
}

TEST(Channel, HasANameForEveryValue) {
  EXPECT_EQ(to_string(Channel::kiosk), "kiosk");
  EXPECT_EQ(to_string(Channel::web), "web");
  EXPECT_EQ(to_string(Channel::import), "import");
}

}  // namespace
}  // namespace earshot::response
