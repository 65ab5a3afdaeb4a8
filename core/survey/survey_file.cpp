#include "core/survey/survey_file.h"

#include <algorithm>
#include <limits>

#include "core/survey/survey_reader.h"

namespace earshot::survey {
namespace {

constexpr std::size_t kQuestionsMax = 20;
constexpr std::size_t kLanguagesMax = 40;

}  // namespace

Survey SurveyReader::read(const toml::table& file) {
  check_keys(file, "the survey",
             {"id", "version", "audience", "languages", "title", "thanks", "thanks_unhappy",
              "thanks_neutral", "thanks_happy", "next_step", "review", "help", "claim",
              "language_first", "opened_by", "schedule", "patience", "variant", "question"});
  read_header(file);
  read_after(file);
  read_opening(file);
  read_questions(file);
  read_variants(file);
  return std::move(survey_);
}

void SurveyReader::read_questions(const toml::table& file) {
  const auto& node = required(file, "question", "the survey",
                              "Add a [[question]] with id, kind and [question.text]");
  const auto* questions = node.as_array();
  if (questions == nullptr || (!questions->empty() && !questions->is_array_of_tables())) {
    refuse(node, "'question' is not a list of questions",
           "Begin each question with [[question]], in double brackets");
  }
  if (questions->empty()) {
    refuse(node, "the survey has no questions", "Add a [[question]], a rating first");
  }
  if (questions->size() > kQuestionsMax) {
    refuse(*questions->get(kQuestionsMax),
           "the survey has " + std::to_string(questions->size()) + " questions",
           "Ask at most " + std::to_string(kQuestionsMax) + "; people give you 20 seconds");
  }
  for (const auto& element : *questions) {
    auto question = read_question(*element.as_table());
    for (const auto& other : survey_.questions) {
      if (other.id != question.id) continue;
      refuse(*element.as_table()->get("id"),
             "the question id " + quoted(question.id.str()) + " is used twice",
             "Give each question an id of its own");
    }
    if (survey_.questions.empty() && !scale_of(question.kind)) {
      refuse(element,
             "the first question is not a rating, it is " + quoted(to_string(question.kind)),
             "Ask nps, csat, ces, smiley or enps first: one tap must count");
    }
    survey_.questions.push_back(std::move(question));
  }
}

void SurveyReader::read_header(const toml::table& file) {
  survey_.id = read_id<SurveyId>(file, "the survey", "Begin the file with id = \"…\"");

  const auto& version =
      required(file, "version", "the survey", "Add version = 1, and raise it with every change");
  const auto* number = version.as_integer();
  if (number == nullptr || number->get() < 1 ||
      number->get() > std::numeric_limits<std::uint32_t>::max()) {
    refuse(version, "version is not a whole number from 1",
           "Write version = 1, and raise it with every change");
  }
  survey_.version = static_cast<std::uint32_t>(number->get());

  const auto& audience =
      required(file, "audience", "the survey", "Add audience = \"customer\" or \"employee\"");
  const auto who = read_string(audience, "audience");
  if (who == to_string(Audience::employee)) {
    survey_.audience = Audience::employee;
  } else if (who != to_string(Audience::customer)) {
    refuse(audience, "the audience " + quoted(who) + " does not exist",
           hint_for(who, {"customer", "employee"}));
  }

  read_languages(required(file, "languages", "the survey",
                          "Add languages = [\"en\"]; the first one is the default"));
  survey_.title = read_texts(file, "title", "the survey", kSentenceMax);
  survey_.thanks = read_texts(file, "thanks", "the survey", kSentenceMax);
}

void SurveyReader::read_languages(const toml::node& node) {
  const auto* list = node.as_array();
  if (list == nullptr || list->empty()) {
    refuse(node, "'languages' is not a list of languages",
           "Write languages = [\"en\"]; the first one is the default");
  }
  if (list->size() > kLanguagesMax) {
    refuse(node, "the survey has " + std::to_string(list->size()) + " languages",
           "Use at most " + std::to_string(kLanguagesMax));
  }
  for (const auto& element : *list) {
    const auto text = read_string(element, "a language");
    auto language = LanguageTag::parse(text);
    const bool letters = text.size() >= 2 && text[0] >= 'a' && text[0] <= 'z' && text[1] >= 'a' &&
                         text[1] <= 'z' && text.find_first_of("_.") == std::string::npos;
    if (!language || !letters) {
      refuse(element, quoted(text.substr(0, kNameLengthMax)) + " is not a language tag",
             "Use BCP 47 in lower case: \"en\", \"pt-br\"");
    }
    auto& languages = survey_.languages;
    if (std::find(languages.begin(), languages.end(), *language) != languages.end()) {
      refuse(element, "the language " + quoted(text) + " is listed twice", "Take one out");
    }
    languages.push_back(*std::move(language));
  }
}

Texts SurveyReader::read_texts(const toml::table& parent, std::string_view key,
                               const std::string& what, std::size_t max) {
  const std::string name = std::string(key) + " of " + what;
  const auto& node = required(
      parent, key, what,
      "Add it with one line per language, such as " + survey_.languages.front().str() + " = \"…\"");
  const auto* table = node.as_table();
  if (table == nullptr) {
    refuse(node, "the " + name + " is not given per language",
           "Write " + std::string(key) + " = { " + survey_.languages.front().str() + " = \"…\" }");
  }
  for (const auto& [tag, text] : *table) {
    const auto& languages = survey_.languages;
    const bool listed = std::any_of(languages.begin(), languages.end(),
                                    [word = tag.str()](const auto& l) { return l.str() == word; });
    if (listed) continue;
    throw Mistake{line_of(tag.source()),
                  "the " + name + " is in " + quoted(tag.str()) +
                      ", which the survey's languages do not list",
                  "Add it to languages, or take the text out"};
  }
  Texts texts;
  for (const auto& language : survey_.languages) {
    const auto* text = table->get(language.str());
    if (text == nullptr) {
      refuse(*table, "the " + name + " is missing in " + quoted(language.str()),
             "Add " + language.str() + " = \"…\", or take the language out of languages");
    }
    texts[language] = read_shown_text(*text, "the " + name + " in " + quoted(language.str()), max);
  }
  return texts;
}

Texts SurveyReader::read_texts_if_any(const toml::table& parent, std::string_view key,
                                      const std::string& what, std::size_t max) {
  return parent.get(key) == nullptr ? Texts{} : read_texts(parent, key, what, max);
}

namespace {

Survey parse(std::string_view toml) {
  if (auto mistake = unreadable_toml(toml, kSurveyFileBytesMax, "a survey")) throw *mistake;
  try {
    return SurveyReader().read(toml::parse(toml));
  } catch (const toml::parse_error& error) {
    throw Mistake{line_of(error.source()), "this is not TOML: " + std::string(error.description()),
                  "Look at the quotes, brackets and equals signs of this line"};
  }
}

}  // namespace

Result<Survey> parse_survey(std::string_view toml, std::string_view file_name) {
  try {
    return parse(toml);
  } catch (const Mistake& mistake) {
    return tl::unexpected(error_of(mistake, file_name));
  }
}

}  // namespace earshot::survey
