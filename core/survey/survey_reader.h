// Reads a survey's tables one by one: take what is there, or refuse it with its line, the reason
// and a hint. For the .cpp files of survey_file alone. Owner: core/survey. Threads: one.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/file_mistake.h"
#include "core/survey/survey.h"

namespace earshot::survey {

using Words = std::initializer_list<std::string_view>;

/// Thrown inside survey_file; parse_survey turns it into an Error.
using Mistake = FileMistake;

[[nodiscard]] std::size_t line_of(const toml::source_region& region);
[[noreturn]] void refuse(const toml::node& where, std::string reason, std::string hint);

[[nodiscard]] std::string quoted(std::string_view text);
/// "Did you mean 'x'?", or all of them.
[[nodiscard]] std::string hint_for(std::string_view word, Words known);

/// Refuses the first key, from the top of the file, that is none of `known`.
void check_keys(const toml::table& table, const std::string& what, Words known);
[[nodiscard]] const toml::node& required(const toml::table& table, std::string_view key,
                                         const std::string& what, const std::string& hint);

[[nodiscard]] std::string read_string(const toml::node& node, const std::string& what);
/// A word or sentence that is shown on a screen: one line, inert, and not empty.
[[nodiscard]] std::string read_shown_text(const toml::node& node, const std::string& what,
                                          std::size_t code_points_max);
[[nodiscard]] std::int64_t read_integer(const toml::node& node, const std::string& what,
                                        std::int64_t lowest, std::int64_t highest);
/// `fallback` where the key is missing.
[[nodiscard]] bool read_flag(const toml::table& table, std::string_view key, bool fallback);
/// One text, or a list of at least one.
[[nodiscard]] std::vector<std::pair<std::string, const toml::node*>> read_strings(
    const toml::node& node, const std::string& what);
/// The table of this key; null where it is missing.
[[nodiscard]] const toml::table* find_table(const toml::table& table, std::string_view key,
                                            const std::string& what, const std::string& hint);
/// [[key]]: the tables in the order of the file; none where the key is missing.
[[nodiscard]] std::vector<const toml::table*> read_tables(const toml::table& table,
                                                          std::string_view key,
                                                          const std::string& what,
                                                          const std::string& hint);

template <typename Id>
Id read_name(const toml::node& node, const std::string& what) {
  const auto text = read_string(node, what);
  auto id = Id::parse(text);
  if (!id) {
    refuse(node, what + " " + quoted(text.substr(0, 64)) + " is not a name",
           "Use 1 to 64 of a-z 0-9 - _ . and begin with a letter or digit");
  }
  return *std::move(id);
}

template <typename Id>
Id read_id(const toml::table& table, const std::string& what, const std::string& hint) {
  const auto& node = required(table, "id", what, hint);
  const auto text = read_string(node, "the id of " + what);
  auto id = Id::parse(text);
  if (!id) {
    refuse(node, "the id " + quoted(text.substr(0, 64)) + " of " + what + " is not a name",
           "Use 1 to 64 of a-z 0-9 - _ . and begin with a letter or digit");
  }
  return *std::move(id);
}

class SurveyReader {
 public:
  Survey read(const toml::table& file);

 private:
  // survey_file.cpp
  void read_header(const toml::table& file);
  void read_languages(const toml::node& node);
  void read_questions(const toml::table& file);
  Texts read_texts(const toml::table& parent, std::string_view key, const std::string& what,
                   std::size_t max);
  /// Empty where the key is missing.
  Texts read_texts_if_any(const toml::table& parent, std::string_view key, const std::string& what,
                          std::size_t max);

  // survey_file_questions.cpp
  Question read_question(const toml::table& table);
  QuestionKind read_kind(const toml::table& table, const std::string& what);
  void read_labels(const toml::table& table, const std::string& what, Question& question);
  void read_look(const toml::table& table, const std::string& what, Question& question);
  void read_options(const toml::table& table, const std::string& what, Question& question);
  void read_comment(const toml::table& table, const std::string& what, Question& question);
  void read_contact(const toml::table& table, const std::string& what, Question& question);
  void read_branch(const toml::table& table, const std::string& what, Question& question);
  Condition read_condition(const toml::table& table, const std::string& what);
  void read_condition_parts(const toml::table& table, const std::string& what,
                            const Question& about, Condition& condition);

  // survey_file_around.cpp
  void read_after(const toml::table& file);
  void read_opening(const toml::table& file);
  void read_schedule(const toml::table& table);
  void read_patience(const toml::table& table);
  void read_variants(const toml::table& file);
  Variant read_variant(const toml::table& table);
  QuestionId read_question_id(const toml::node& node, const std::string& what);

  Survey survey_;
};

/// In code points.
inline constexpr std::size_t kSentenceMax = 120;   ///< title, thanks, question
inline constexpr std::size_t kLabelMax = 40;       ///< option and end of a scale
inline constexpr std::size_t kParagraphMax = 240;  ///< what happens next, purpose, invitation

}  // namespace earshot::survey
