// The schema that editors read knows the same keys as the kiosk, and takes what the kiosk takes.
#include <gtest/gtest.h>
#include <toml++/toml.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "core/base/utf8.h"
#include "core/survey/survey_file.h"

namespace earshot::survey {
namespace {

using nlohmann::json;

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

json schema() {
  return json::parse(contents(EARSHOT_FIRMWARE_CONFIG "/schemas/survey.schema.json"));
}

/// The part of JSON Schema that ours uses, and a failure for any other.
class Checker {
 public:
  explicit Checker(json schema) : all_(std::move(schema)) {}

  /// What is wrong with the value; empty: nothing.
  [[nodiscard]] std::string mistake(const json& value) const {
    return check(all_, value, "survey");
  }

 private:
  [[nodiscard]] std::string check(const json& rule, const json& value,
                                  const std::string& where) const {
    if (rule.contains("$ref")) {
      const auto path = rule["$ref"].get<std::string>().substr(1);
      return check(all_.at(json::json_pointer(path)), value, where);
    }
    if (rule.contains("anyOf")) {
      std::string last;
      for (const auto& one : rule["anyOf"]) {
        last = check(one, value, where);
        if (last.empty()) return {};
      }
      return last;
    }
    const auto type = rule.at("type").get<std::string>();
    if (type == "object") return check_object(rule, value, where);
    if (type == "array") return check_array(rule, value, where);
    if (type == "string") return check_text(rule, value, where);
    if (type == "boolean") return value.is_boolean() ? "" : where + " is no boolean";
    EXPECT_EQ(type, "integer");
    const bool within =
        value.is_number_integer() && value >= rule.at("minimum") && value <= rule.at("maximum");
    return within ? "" : where + " is no such number";
  }

  [[nodiscard]] static std::string check_text(const json& rule, const json& value,
                                              const std::string& where) {
    if (!value.is_string()) return where + " is no text";
    const auto text = value.get<std::string>();
    if (rule.contains("enum")) {
      const auto& words = rule["enum"];
      if (std::find(words.begin(), words.end(), value) == words.end()) return where + " is " + text;
    }
    if (rule.contains("pattern") &&
        !std::regex_search(text, std::regex(rule["pattern"].get<std::string>()))) {
      return where + " is written otherwise: " + text;
    }
    const auto most = rule.value("maxLength", std::size_t{100'000});
    return count_code_points(text) <= most ? "" : where + " is too long";
  }

  [[nodiscard]] std::string check_array(const json& rule, const json& value,
                                        const std::string& where) const {
    if (!value.is_array()) return where + " is no list";
    if (value.size() < rule.value("minItems", std::size_t{0}) ||
        value.size() > rule.value("maxItems", std::size_t{100})) {
      return where + " has " + std::to_string(value.size());
    }
    for (const auto& item : value) {
      if (auto wrong = check(rule.at("items"), item, where + "[]"); !wrong.empty()) return wrong;
    }
    return {};
  }

  [[nodiscard]] std::string check_object(const json& rule, const json& value,
                                         const std::string& where) const {
    if (!value.is_object()) return where + " is no table";
    if (value.size() < rule.value("minProperties", std::size_t{0})) return where + " is empty";
    for (const auto& key : rule.value("required", json::array())) {
      if (!value.contains(key)) return where + " has no " + key.get<std::string>();
    }
    for (const auto& [key, item] : value.items()) {
      const bool known = rule.contains("properties") && rule["properties"].contains(key);
      const auto& others = rule.at("additionalProperties");
      if (!known && !others.is_object()) return where + " has the unknown key " + key;
      const auto wrong = check(known ? rule["properties"][key] : others, item, where + "." + key);
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

  const json all_;
};

json as_json(const std::string& text) {
  std::ostringstream out;
  out << toml::json_formatter(toml::parse(text));
  return json::parse(out.str());
}

/// Every table that a survey can have; `extra` goes into the one that is asked about.
std::string survey_with(const std::string& table, const std::string& extra) {
  const auto in = [&](const char* name) { return table == name ? extra + "\n" : std::string(); };
  const auto inside = [&](const char* name) {
    return table == name ? ", " + extra : std::string();
  };
  return in("survey") + R"(id = "shop"
version = 1
audience = "customer"
languages = ["en"]
title = { en = "How was it?" }
thanks = { en = "Thank you." }
[review]
url = "https://example.org"
text = { en = "Say it again?" }
)" + in("review") +
         "[schedule]\nfirst_day = 2026-12-01\n" + in("schedule") +
         "hours = [{ days = [\"mon-fri\", \"sun\"], from = \"09:00\", to = \"24:00\"" +
         inside("hours") + " }]\n[patience]\nidle = 20\n" + in("patience") + R"([[question]]
id = "first"
kind = "nps"
text = { en = "Would you?" }
[[question]]
id = "errand"
kind = "choice"
text = { en = "Why?" }
)" + in("question") +
         "when = { mood = [\"unhappy\"], rating = [0, 3]" + inside("when") +
         " }\noption = [{ id = \"a\", text = { en = \"A\" }" + inside("option") +
         " }, { id = \"b\", text = { en = \"B\" } }]\n[[variant]]\nid = \"x\"\n" + in("variant") +
         "[[variant.question]]\nid = \"first\"\ntext = { en = \"Will you?\" }\n" +
         in("variant.question") + "[[variant]]\nid = \"y\"\n";
}

/// The keys that the kiosk names when it meets one that it does not know.
std::set<std::string> keys_of_the_kiosk(const std::string& table) {
  const auto survey = parse_survey(survey_with(table, "qqqqqqqqqq = 1"), "shop.toml");
  EXPECT_FALSE(survey.has_value()) << table;
  if (survey) return {};
  const auto& message = survey.error().message;
  const std::string_view lead = "Known are: ";
  const auto at = message.find(lead);
  EXPECT_NE(at, std::string::npos) << message;
  std::set<std::string> keys;
  const std::regex word("[a-z_]+");
  const auto list = message.substr(at + lead.size());
  for (std::sregex_iterator i(list.begin(), list.end(), word), end; i != end; ++i) {
    if (i->str() != "and" && i->str() != "or") keys.insert(i->str());
  }
  return keys;
}

TEST(SurveySchema, KnowsTheSameKeysAsTheKiosk) {
  const auto rules = schema();
  for (const auto& [table, path] :
       {std::pair<std::string, std::string>{"survey", ""},
        {"review", "/properties/review"},
        {"schedule", "/properties/schedule"},
        {"patience", "/properties/patience"},
        {"hours", "/definitions/hours"},
        {"question", "/definitions/question"},
        {"option", "/definitions/option"},
        {"when", "/definitions/when"},
        {"variant", "/definitions/variant"},
        {"variant.question", "/definitions/variant/properties/question/items"}}) {
    std::set<std::string> keys;
    for (const auto& [key, rule] : rules.at(json::json_pointer(path + "/properties")).items()) {
      keys.insert(key);
    }
    EXPECT_EQ(keys, keys_of_the_kiosk(table)) << table;
  }
}

TEST(SurveySchema, TakesEveryExampleAsTheKioskDoes) {
  const Checker checker(schema());
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(EARSHOT_FIRMWARE_CONFIG "/surveys")) {
    EXPECT_EQ(checker.mistake(as_json(contents(entry.path()))), "") << entry.path();
    ++files;
  }
  EXPECT_GE(files, 5U);
  const auto whole = survey_with("", "");
  EXPECT_TRUE(parse_survey(whole, "shop.toml").has_value());
  EXPECT_EQ(checker.mistake(as_json(whole)), "");
}

TEST(SurveySchema, RefusesWhatTheKioskRefuses) {
  const Checker checker(schema());
  const auto good = survey_with("", "");
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"nps\"", "\"npss\""},
                                 {"version = 1", "version = 0"},
                                 {"version = 1", "verson = 1"},
                                 {"idle = 20", "idle = 9"},
                                 {"idle = 20", "react = 19"},
                                 {"mon-fri", "monday"},
                                 {"09:00", "9:00"},
                                 {"https:", "http:"},
                                 {"[\"unhappy\"]", "[\"sad\"]"},
                                 {"[0, 3]", "[0, 3, 4]"},
                                 {"id = \"first\"", "id = \"First\""},
                                 {"languages = [\"en\"]", "languages = []"}}) {
    auto text = good;
    text.replace(text.find(from), from.size(), to);
    EXPECT_FALSE(parse_survey(text, "shop.toml").has_value()) << to;
    EXPECT_NE(checker.mistake(as_json(text)), "") << to;
  }
}

}  // namespace
}  // namespace earshot::survey
