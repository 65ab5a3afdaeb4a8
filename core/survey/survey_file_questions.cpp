// The questions of a survey file: kinds, options, and when each is asked.
#include <algorithm>
#include <set>

#include "core/survey/survey_reader.h"

namespace earshot::survey {
namespace {

constexpr std::size_t kOptionsMin = 2;
constexpr std::size_t kOptionsMax = 12;
constexpr std::size_t kConditionsMax = 10;
constexpr int kCommentLengthMax = 2000;

bool has_options(QuestionKind kind) {
  return kind == QuestionKind::choice || kind == QuestionKind::topics;
}

void only_for(const toml::table& table, std::string_view key, const std::string& what, bool fits,
              const std::string& reason) {
  const auto* node = table.get(key);
  if (node != nullptr && !fits) {
    refuse(*node, what + " has a " + std::string(key) + ", but it is " + reason, "Take it out");
  }
}

}  // namespace

Question SurveyReader::read_question(const toml::table& table) {
  Question question;
  question.id = read_id<QuestionId>(table, "a question", "Add id = \"…\" below [[question]]");
  const std::string what = "question " + quoted(question.id.str());
  check_keys(table, what,
             {"id", "kind", "text", "low_label", "high_label", "look", "option", "length_max",
              "fields", "purpose", "when", "share"});
  question.kind = read_kind(table, what);
  question.texts = read_texts(table, "text", what, kSentenceMax);
  read_labels(table, what, question);
  read_look(table, what, question);
  read_options(table, what, question);
  read_comment(table, what, question);
  read_contact(table, what, question);
  read_branch(table, what, question);
  return question;
}

QuestionKind SurveyReader::read_kind(const toml::table& table, const std::string& what) {
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

void SurveyReader::read_labels(const toml::table& table, const std::string& what,
                               Question& question) {
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

void SurveyReader::read_look(const toml::table& table, const std::string& what,
                             Question& question) {
  const auto* node = table.get("look");
  if (node == nullptr) return;
  only_for(table, "look", what, scale_of(question.kind).has_value(), "not a rating");
  const auto word = read_string(*node, "the look of " + what);
  if (word == "numbers") {
    question.look = Look::numbers;
  } else if (word == "faces") {
    question.look = Look::faces;
  } else if (word == "stars") {
    question.look = Look::stars;
  } else {
    refuse(*node, "the look " + quoted(word) + " of " + what + " does not exist",
           hint_for(word, {"numbers", "faces", "stars"}));
  }
  const bool five = question.kind == QuestionKind::csat || question.kind == QuestionKind::smiley;
  if (!five && question.look != Look::numbers) {
    refuse(*node, what + " is shown as " + word + ", but its scale does not have five steps",
           "Take it out: only csat and smiley can be faces or stars");
  }
}

void SurveyReader::read_options(const toml::table& table, const std::string& what,
                                Question& question) {
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

void SurveyReader::read_comment(const toml::table& table, const std::string& what,
                                Question& question) {
  only_for(table, "length_max", what, question.kind == QuestionKind::comment, "not a comment");
  if (const auto* node = table.get("length_max")) {
    const auto length = read_integer(*node, "length_max of " + what, 1, kCommentLengthMax);
    question.length_max = static_cast<int>(length);
  }
}

void SurveyReader::read_contact(const toml::table& table, const std::string& what,
                                Question& question) {
  const bool contact = question.kind == QuestionKind::contact;
  only_for(table, "fields", what, contact, "not a contact");
  only_for(table, "purpose", what, contact, "not a contact");
  if (!contact) return;
  (void)required(table, "purpose", what,
                 "Say in plain words what the details are used for, and when they are deleted");
  question.purpose = read_texts(table, "purpose", what, kParagraphMax);
  question.fields = {ContactField::name, ContactField::phone, ContactField::email};
  const auto* node = table.get("fields");
  if (node == nullptr) return;
  question.fields.clear();
  for (const auto& [word, where] : read_strings(*node, "fields of " + what)) {
    const auto all = {ContactField::name, ContactField::phone, ContactField::email};
    const auto field =
        std::find_if(all.begin(), all.end(),
                     [text = std::string_view(word)](auto f) { return to_string(f) == text; });
    if (field == all.end()) {
      refuse(*where, "the field " + quoted(word) + " of " + what + " does not exist",
             hint_for(word, {"name", "phone", "email"}));
    }
    auto& fields = question.fields;
    if (std::find(fields.begin(), fields.end(), *field) != fields.end()) {
      refuse(*where, "the field " + quoted(word) + " of " + what + " is there twice",
             "Take one out");
    }
    fields.push_back(*field);
  }
  if (question.fields == std::vector{ContactField::name}) {
    refuse(*node, what + " asks for a name alone", "Add \"phone\" or \"email\"");
  }
}

void SurveyReader::read_branch(const toml::table& table, const std::string& what,
                               Question& question) {
  const bool first = survey_.questions.empty();
  only_for(table, "when", what, !first, "the first question, which is always asked");
  only_for(table, "share", what, !first, "the first question, which everybody is asked");
  if (const auto* node = table.get("share")) {
    question.share = static_cast<int>(read_integer(*node, "share of " + what, 1, 100));
  }
  const auto* node = table.get("when");
  if (node == nullptr) return;
  if (const auto* condition = node->as_table()) {
    question.when.push_back(read_condition(*condition, what));
    return;
  }
  const auto conditions =
      read_tables(table, "when", "conditions", "Write when = { mood = \"unhappy\" }");
  if (conditions.empty() || conditions.size() > kConditionsMax) {
    refuse(*node, "when of " + what + " has " + std::to_string(conditions.size()) + " conditions",
           "Give it 1 to " + std::to_string(kConditionsMax) + ", or take it out");
  }
  for (const auto* condition : conditions) {
    question.when.push_back(read_condition(*condition, what));
  }
}

Condition SurveyReader::read_condition(const toml::table& table, const std::string& what) {
  const std::string name = "when of " + what;
  check_keys(table, name, {"question", "mood", "rating", "option"});
  Condition condition;
  condition.question = survey_.questions.front().id;
  const Question* about = &survey_.questions.front();
  if (const auto* node = table.get("question")) {
    condition.question = read_name<QuestionId>(*node, "question in " + name);
    about = find_question(survey_, condition.question);
    if (about == nullptr) {
      refuse(
          *node,
          name + " looks at " + quoted(condition.question.str()) + ", which is no earlier question",
          "Name a question that stands above this one");
    }
  }
  read_condition_parts(table, name, *about, condition);
  if (condition.moods.empty() && !condition.ratings && condition.options.empty()) {
    refuse(table, name + " asks for nothing", "Add a mood, a rating or an option");
  }
  return condition;
}

void SurveyReader::read_condition_parts(const toml::table& table, const std::string& name,
                                        const Question& about, Condition& condition) {
  const auto scale = scale_of(about.kind);
  const std::string of = "question " + quoted(about.id.str());
  for (const std::string_view key : {"mood", "rating"}) {
    if (const auto* node = table.get(key); node != nullptr && !scale) {
      refuse(*node,
             name + " asks for the " + std::string(key) + " of " + of + ", which is no rating",
             "Name a rating question, or ask for an option");
    }
  }
  if (const auto* node = table.get("mood")) {
    for (const auto& [word, where] : read_strings(*node, "mood in " + name)) {
      const auto mood =
          std::find_if(std::begin(kMoods), std::end(kMoods),
                       [text = std::string_view(word)](Mood m) { return to_string(m) == text; });
      if (mood == std::end(kMoods)) {
        refuse(*where, "the mood " + quoted(word) + " in " + name + " does not exist",
               hint_for(word, {"unhappy", "neutral", "happy"}));
      }
      condition.moods.push_back(*mood);
    }
  }
  if (const auto* node = table.get("rating")) {
    const auto* range = node->as_array();
    if (range != nullptr && range->size() != 2) {
      refuse(*node, "rating in " + name + " is not from one to another",
             "Write rating = [0, 3], or rating = 3");
    }
    const auto read = [&](const toml::node& at) {
      return static_cast<int>(read_integer(at, "rating in " + name, scale->lowest, scale->highest));
    };
    condition.ratings = range != nullptr ? Scale{read(*range->get(0)), read(*range->get(1))}
                                         : Scale{read(*node), read(*node)};
    if (condition.ratings->lowest > condition.ratings->highest) {
      refuse(*node, "rating in " + name + " ends before it begins", "Write the lower one first");
    }
  }
  const auto* node = table.get("option");
  if (node == nullptr) return;
  if (!has_options(about.kind)) {
    refuse(*node, name + " asks for an option of " + of + ", which has none",
           "Name a choice or topics question, or ask for a mood");
  }
  for (const auto& [word, where] : read_strings(*node, "option in " + name)) {
    const auto option = std::find_if(
        about.options.begin(), about.options.end(),
        [text = std::string_view(word)](const Option& o) { return o.id.str() == text; });
    if (option == about.options.end()) {
      refuse(*where,
             name + " asks for the option " + quoted(word) + ", which " + of + " does not have",
             "Use the id of one of its options");
    }
    condition.options.push_back(option->id);
  }
}

}  // namespace earshot::survey
