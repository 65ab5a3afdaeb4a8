#include "tools/traffic/feedback_map.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace earshot::traffic {
namespace {

constexpr std::string_view kGood = R"([map]
id = "shops"
[columns]
location = "Store"
touchpoint = "Where"
respondent = "Customer"
rating = "Score"
comment = "Why"
date = "When"
[date]
format = "%d.%m.%Y"
[survey]
id = "visit"
language = "en"
[question]
id = "happy"
kind = "csat"
text = "How was it?"
[comment]
id = "why"
text = "Why?"
[rating]
not_a_rating = ["N/A"]
[rating.values]
"good" = 5
"bad" = 1
[location.ids]
"東京" = "tokyo"
[touchpoint]
when_empty = "Somewhere"
)";

std::string replaced(std::string_view from, std::string_view to) {
  std::string text(kGood);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(FeedbackMap, IsReadWhole) {
  const auto map = parse_map(kGood, "m.toml");
  ASSERT_TRUE(map.has_value()) << map.error().message;
  EXPECT_EQ(map->id, "shops");
  EXPECT_EQ(map->rating.name, "Score");
  EXPECT_EQ(map->rating.line, 7);
  EXPECT_EQ(map->comment->name, "Why");
  EXPECT_EQ(map->kind, survey::QuestionKind::csat);
  EXPECT_EQ(map->rating_values.at("good"), 5);
  EXPECT_TRUE(map->not_a_rating.contains("N/A"));
  EXPECT_EQ(map->locations.ids.at("東京"), "tokyo");
  EXPECT_EQ(map->touchpoints.when_empty, "Somewhere");
  EXPECT_EQ(map->survey_version, 1U);
}

TEST(FeedbackMap, OfThePatientFeedbackIsSound) {
  const std::string path = EARSHOT_SOURCE_DIR "/firmware-config/maps/patient-feedback.toml";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const auto map = parse_map(text.str(), path);
  ASSERT_TRUE(map.has_value()) << map.error().message;
  EXPECT_EQ(map->rating_values.at("1"), 5);
  EXPECT_EQ(map->rating_values.at("5"), 1);
}

TEST(FeedbackMap, SaysWhereAMistakeIsAndWhat) {
  const struct {
    std::string text;
    std::string message;
  } cases[] = {
      {replaced("id = \"shops\"", "id = \"My Shops\""),
       "m.toml:2: [map]: 'My Shops' is not a name"},
      {replaced("respondent =", "respondant ="), "m.toml:6: [columns] has no key 'respondant'"},
      {replaced("rating = \"Score\"\n", ""), "m.toml:3: [columns] needs 'rating'"},
      {replaced("date = \"When\"", "date = 9"), "m.toml:9: [columns] 'date' must be a text"},
      {replaced("%d.%m.%Y", "%d.%m"), "m.toml:11: [date] 'format': a date format needs"},
      {replaced("%d.%m.%Y", "%d.%m.%y"), "m.toml:11: [date] 'format': a date format knows only"},
      {replaced("\"csat\"", "\"comment\""),
       "m.toml:17: [question] 'kind' must be one that is rated"},
      {replaced("\"csat\"", "\"stars\""), "m.toml:17: [question] 'kind' must be one that is rated"},
      {replaced("\"good\" = 5", "\"good\" = 6"),
       "m.toml:25: [rating.values] must be whole numbers "
       "from 1 to 5"},
      {replaced("\"good\" = 5", "\"good\" = 4.5"), "m.toml:25: [rating.values] must be whole"},
      {replaced("\"N/A\"", "\"bad\""), "m.toml:23: 'bad' cannot be a rating and not a rating"},
      {replaced("\"N/A\"", "7"), "m.toml:23: [rating] 'not_a_rating' must be a text"},
      {replaced("\"tokyo\"", "\"To kyo\""), "m.toml:28: 'To kyo' is not a name"},
      {replaced("id = \"why\"", "id = \"happy\""), "m.toml:20: [comment] 'id' must differ"},
      {replaced("when_empty = \"Somewhere\"", "when_empty = \"?\""),
       "m.toml:30: [touchpoint] 'when_empty' must be a name"},
      {replaced("text = \"How was it?\"", "text = \"\""), "m.toml:18: [question] 'text' must have"},
      {replaced("[survey]", "[surveys]"), "m.toml:12: the map has no key 'surveys'"},
      {replaced("[question]", "question = 1\n[quest"), "m.toml:16: Error while parsing"},
      {std::string(kMapBytesMax + 1, '#'), "m.toml:1: larger than 256 KiB"},
  };
  for (const auto& c : cases) {
    const auto map = parse_map(c.text, "m.toml");
    ASSERT_FALSE(map.has_value()) << c.message;
    EXPECT_TRUE(map.error().message.starts_with(c.message))
        << "expected " << c.message << "\n     got " << map.error().message;
  }
}

}  // namespace
}  // namespace earshot::traffic
