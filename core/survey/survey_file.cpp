#include "core/survey/survey_file.h"

#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <set>

#include "core/base/toml_keys.h"
#include "core/base/utf8.h"
#include "core/survey/nearest_word.h"

namespace earshot::survey {
namespace {

constexpr std::size_t kQuestionsMax = 20;
constexpr std::size_t kOptionsMin = 2;
constexpr std::size_t kOptionsMax = 12;
constexpr std::size_t kLanguagesMax = 40;
constexpr std::size_t kSentenceMax = 120;  ///< title, thanks, question: in code points
constexpr std::size_t kLabelMax = 40;      ///< option and end of a scale: in code points
constexpr std::size_t kReasonMax = 300;    ///< what is told of a mistake, which may quote the file

using Words = std::initializer_list<std::string_view>;

/// A mistake in the file. Reading is several calls deep and only the first mistake is told, so
/// inside this file it is thrown; parse_survey turns it into an Error, and it never leaves.
struct Mistake {
  std::size_t line;
  std::string reason;
  std::string hint;
};

std::size_t line_of(const toml::source_region& region) {
  return std::max<std::size_t>(region.begin.line, 1);
}

[[noreturn]] void refuse(const toml::node& where, std::string reason, std::string hint) {
  throw Mistake{line_of(where.source()), std::move(reason), std::move(hint)};
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string listed(Words words) {
  std::string list;
  for (const auto word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  return list;
}

std::string hint_for(std::string_view word, Words known) {
  const auto nearest = nearest_word(word, {known.begin(), known.size()});
  if (!nearest.empty()) return "Did you mean " + quoted(nearest) + "?";
  return "Known are: " + listed(known);
}

/// Refuses the first key, from the top of the file, that is none of `known`.
void check_keys(const toml::table& table, const std::string& what, Words known) {
  const toml::key* unknown = nullptr;
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    if (unknown == nullptr || key.source().begin < unknown->source().begin) unknown = &key;
  }
  if (unknown == nullptr) return;
  throw Mistake{line_of(unknown->source()), what + " has the unknown key " + quoted(unknown->str()),
                hint_for(unknown->str(), known)};
}

const toml::node& required(const toml::table& table, std::string_view key, const std::string& what,
                           const std::string& hint) {
  const toml::node* node = table.get(key);
  if (node == nullptr) refuse(table, what + " has no " + quoted(key), hint);
  return *node;
}

std::string read_string(const toml::node& node, const std::string& what) {
  const auto* text = node.as_string();
  if (text == nullptr) refuse(node, what + " is not a text", "Put it in double quotes");
  return text->get();
}

template <typename Id>
Id read_id(const toml::table& table, const std::string& what, const std::string& hint) {
  const auto& node = required(table, "id", what, hint);
  const auto text = read_string(node, "the id of " + what);
  auto id = Id::parse(text);
  if (!id) {
    refuse(node,
           "the id " + quoted(text.substr(0, kNameLengthMax)) + " of " + what + " is not a name",
           "Use 1 to 64 of a-z 0-9 - _ . and begin with a letter or digit");
  }
  return *std::move(id);
}

/// A word or sentence that is shown on a screen: one line, inert, and not empty.
std::string read_shown_text(const toml::node& node, const std::string& what, std::size_t max) {
  auto text = read_string(node, what);
  if (text.find_first_not_of(" \n\t") == std::string::npos) {
    refuse(node, what + " is empty", "Write the words that people shall see");
  }
  if (count_code_points(text) > max) {
    refuse(node, what + " has " + std::to_string(count_code_points(text)) + " characters",
           "Say it in at most " + std::to_string(max));
  }
  if (text.find('\n') != std::string::npos || clean_text(text, max) != text) {
    refuse(node, what + " has a line break or a control character",
           "Write it on one line, without tabs or invisible characters");
  }
  return text;
}

class Reader {
 public:
  Survey read(const toml::table& file);

 private:
  void read_header(const toml::table& file);
  void read_languages(const toml::node& node);
  Question read_question(const toml::table& table);
  QuestionKind read_kind(const toml::table& table, const std::string& what);
  void read_labels(const toml::table& table, const std::string& what, Question& question);
  void read_options(const toml::table& table, const std::string& what, Question& question);
  Texts read_texts(const toml::table& parent, std::string_view key, const std::string& what,
                   std::size_t max);

  Survey survey_;
};

Survey Reader::read(const toml::table& file) {
  const Words known{"id", "version", "audience", "languages", "title", "thanks", "question"};
  check_keys(file, "the survey", known);
  read_header(file);
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
  return std::move(survey_);
}

void Reader::read_header(const toml::table& file) {
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

void Reader::read_languages(const toml::node& node) {
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

Texts Reader::read_texts(const toml::table& parent, std::string_view key, const std::string& what,
                         std::size_t max) {
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

QuestionKind Reader::read_kind(const toml::table& table, const std::string& what) {
  const auto& node = required(table, "kind", what, "Add kind = \"nps\", \"smiley\" or another");
  const auto text = read_string(node, "the kind of " + what);
  const auto kind = parse_kind(text);
  if (!kind) {
    refuse(node, what + " is of the unknown kind " + quoted(text),
           hint_for(text, {"nps", "csat", "ces", "smiley", "enps", "choice", "topics", "comment",
                           "contact"}));
  }
  if (*kind == QuestionKind::enps && survey_.audience != Audience::employee) {
    refuse(node, what + " asks enps, but the audience is customer",
           "Use nps, or set audience = \"employee\"");
  }
  if (*kind == QuestionKind::nps && survey_.audience == Audience::employee) {
    refuse(node, what + " asks nps, but the audience is employee", "Use enps");
  }
  return *kind;
}

Question Reader::read_question(const toml::table& table) {
  Question question;
  question.id = read_id<QuestionId>(table, "a question", "Add id = \"…\" below [[question]]");
  const std::string what = "question " + quoted(question.id.str());
  check_keys(table, what, {"id", "kind", "text", "low_label", "high_label", "option"});
  question.kind = read_kind(table, what);
  question.texts = read_texts(table, "text", what, kSentenceMax);
  read_labels(table, what, question);
  read_options(table, what, question);
  return question;
}

void Reader::read_labels(const toml::table& table, const std::string& what, Question& question) {
  for (const std::string_view key : {"low_label", "high_label"}) {
    const auto* node = table.get(key);
    if (node == nullptr) continue;
    if (!scale_of(question.kind)) {
      refuse(*node, what + " has a " + std::string(key) + ", but it is not a rating",
             "Take it out: only the ends of a scale have labels");
    }
    auto& label = key == "low_label" ? question.low_label : question.high_label;
    label = read_texts(table, key, what, kLabelMax);
  }
  if (question.low_label.empty() != question.high_label.empty()) {
    refuse(table, what + " explains only one end of its scale",
           "Give both low_label and high_label, or neither");
  }
}

void Reader::read_options(const toml::table& table, const std::string& what, Question& question) {
  const bool wanted =
      question.kind == QuestionKind::choice || question.kind == QuestionKind::topics;
  const auto* node = table.get("option");
  if (node == nullptr) {
    if (!wanted) return;
    refuse(table, what + " has no options",
           "Add 2 to 12 of [[question.option]], each with id and text");
  }
  if (!wanted) {
    refuse(*node, what + " has options, but it is of kind " + quoted(to_string(question.kind)),
           "Take them out, or make it a choice or topics");
  }
  const auto* options = node->as_array();
  if (options == nullptr || (!options->empty() && !options->is_array_of_tables())) {
    refuse(*node, "'option' of " + what + " is not a list of options",
           "Begin each option with [[question.option]], in double brackets");
  }
  if (options->size() < kOptionsMin || options->size() > kOptionsMax) {
    const bool many = options->size() > kOptionsMax;
    refuse(many ? *options->get(kOptionsMax) : *node,
           what + " has " + std::to_string(options->size()) +
               (options->size() == 1 ? " option" : " options"),
           "Give it 2 to 12");
  }
  std::set<OptionId> seen;
  for (const auto& element : *options) {
    const auto& option_table = *element.as_table();
    Option option;
    option.id = read_id<OptionId>(option_table, "an option of " + what, "Add id = \"…\"");
    const std::string name = "option " + quoted(option.id.str()) + " of " + what;
    check_keys(option_table, name, {"id", "text"});
    if (!seen.insert(option.id).second) {
      refuse(*option_table.get("id"), "the " + name + " is there twice",
             "Give each option an id of its own");
    }
    option.texts = read_texts(option_table, "text", name, kLabelMax);
    question.options.push_back(std::move(option));
  }
}

/// The first line that is not UTF-8, from 1. A line feed is never part of a longer character.
std::size_t first_ill_formed_line(std::string_view text) {
  std::size_t line = 1;
  while (true) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !is_utf8(text.substr(0, end))) return line;
    text.remove_prefix(end + 1);
    ++line;
  }
}

Survey parse(std::string_view toml) {
  if (toml.size() > kSurveyFileBytesMax) {
    throw Mistake{1, "the file has " + std::to_string(toml.size()) + " bytes",
                  "A survey has at most " + std::to_string(kSurveyFileBytesMax)};
  }
  if (!is_utf8(toml)) {
    throw Mistake{first_ill_formed_line(toml), "this line is not UTF-8 text",
                  "Save the file with the encoding UTF-8"};
  }
  if (const auto line = line_of_too_deep_key(toml); line > 0) {
    throw Mistake{line, "a key has too many parts", "Nothing in a survey has more than two"};
  }
  try {
    return Reader().read(toml::parse(toml));
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
    const char* end = mistake.hint.ends_with('?') ? "" : ".";
    return fail(ErrorCode::invalid, std::string(file_name) + ":" + std::to_string(mistake.line) +
                                        ": " + one_line(mistake.reason, kReasonMax) + ". " +
                                        one_line(mistake.hint, kReasonMax) + end);
  }
}

}  // namespace earshot::survey
