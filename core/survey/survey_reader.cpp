#include "core/survey/survey_reader.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/survey/nearest_word.h"

namespace earshot::survey {
namespace {

std::string listed(Words words) {
  std::string list;
  for (const auto word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  return list;
}

}  // namespace

std::size_t line_of(const toml::source_region& region) {
  return std::max<std::size_t>(region.begin.line, 1);
}

void refuse(const toml::node& where, std::string reason, std::string hint) {
  throw Mistake{line_of(where.source()), std::move(reason), std::move(hint)};
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string hint_for(std::string_view word, Words known) {
  const auto nearest = nearest_word(word, {known.begin(), known.size()});
  if (!nearest.empty()) return "Did you mean " + quoted(nearest) + "?";
  return "Known are: " + listed(known);
}

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

std::int64_t read_integer(const toml::node& node, const std::string& what, std::int64_t lowest,
                          std::int64_t highest) {
  const auto* number = node.as_integer();
  if (number == nullptr || number->get() < lowest || number->get() > highest) {
    refuse(node,
           what + " is not a whole number from " + std::to_string(lowest) + " to " +
               std::to_string(highest),
           "Write it without quotes and without a fraction");
  }
  return number->get();
}

bool read_flag(const toml::table& table, std::string_view key, bool fallback) {
  const auto* node = table.get(key);
  if (node == nullptr) return fallback;
  const auto* flag = node->as_boolean();
  if (flag == nullptr) {
    refuse(*node, quoted(key) + " is neither true nor false",
           "Write " + std::string(key) + " = true");
  }
  return flag->get();
}

std::vector<std::pair<std::string, const toml::node*>> read_strings(const toml::node& node,
                                                                    const std::string& what) {
  std::vector<std::pair<std::string, const toml::node*>> texts;
  if (const auto* list = node.as_array()) {
    for (const auto& element : *list) texts.emplace_back(read_string(element, what), &element);
  } else {
    texts.emplace_back(read_string(node, what), &node);
  }
  if (texts.empty()) refuse(node, what + " is an empty list", "Name at least one, or take it out");
  return texts;
}

const toml::table* find_table(const toml::table& table, std::string_view key,
                              const std::string& what, const std::string& hint) {
  const auto* node = table.get(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) refuse(*node, quoted(key) + " of " + what + " is not a table", hint);
  return node->as_table();
}

std::vector<const toml::table*> read_tables(const toml::table& table, std::string_view key,
                                            const std::string& what, const std::string& hint) {
  std::vector<const toml::table*> tables;
  const auto* node = table.get(key);
  if (node == nullptr) return tables;
  const auto* list = node->as_array();
  if (list == nullptr || (!list->empty() && !list->is_array_of_tables())) {
    refuse(*node, quoted(key) + " is not a list of " + what, hint);
  }
  for (const auto& element : *list) tables.push_back(element.as_table());
  return tables;
}

}  // namespace earshot::survey
