#include "kiosk/app/keyboard_file.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>

#include "core/base/toml_keys.h"
#include "core/base/utf8.h"

namespace earshot::kiosk {
namespace {

constexpr std::size_t kKeyBytesMax = 32;
constexpr std::size_t kWordBytesMax = 64;

/// A mistake in the file: thrown only inside this file, where the first one ends the reading.
struct Mistake {
  std::size_t line;
  std::string reason;
};

[[noreturn]] void refuse(const toml::node& where, std::string reason) {
  throw Mistake{std::max<std::size_t>(where.source().begin.line, 1), std::move(reason)};
}

void refuse_unknown(const toml::table& table, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    std::string all;
    for (const auto word : known) all += (all.empty() ? "" : ", ") + std::string(word);
    refuse(value, "a keyboard has no '" + one_line(key.str(), 40) + "'. Known are: " + all);
  }
}

const std::string& text_of(const toml::node& node, std::string_view what) {
  const auto* text = node.as_string();
  if (text == nullptr) refuse(node, std::string(what) + " is not a text. Put it in double quotes");
  return text->get();
}

std::string text_at(const toml::table& table, std::string_view key, bool needed) {
  const auto* node = table.get(key);
  if (node == nullptr) {
    if (needed)
      refuse(table, "'" + std::string(key) + "' is missing. Add " + std::string(key) + " = \"…\"");
    return {};
  }
  return text_of(*node, "'" + std::string(key) + "'");
}

bool flag_at(const toml::table& table, std::string_view key, bool fallback) {
  const auto* node = table.get(key);
  if (node == nullptr) return fallback;
  if (!node->is_boolean()) {
    refuse(*node, "'" + std::string(key) + "' is neither true nor false. Write one of them");
  }
  return node->as_boolean()->get();
}

/// The words of a line, each of them a key.
std::vector<std::string> keys_of(const toml::node& node, std::string_view what) {
  std::vector<std::string> keys;
  std::string_view rest = text_of(node, what);
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    const auto key = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (key.empty()) continue;
    if (key.size() > kKeyBytesMax || clean_text(key, kKeyBytesMax) != key) {
      refuse(node, "the key '" + one_line(key, 40) +
                       "' is too long or cannot be shown. A key types at most 32 bytes");
    }
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
      refuse(node, "the key '" + std::string(key) + "' comes twice. Remove one of them");
    }
    keys.emplace_back(key);
  }
  return keys;
}

struct RowBounds {
  std::size_t rows, keys;
};
constexpr RowBounds kEveryPanel{kKeyRowsMax, kKeysInRowMax};
constexpr RowBounds kSmallPanel{kSmallRowsMax, kSmallKeysInRowMax};

WrittenRows rows_at(const toml::table& table, std::string_view key, RowBounds most) {
  const auto* node = table.get(key);
  if (node == nullptr) return {};
  const auto* array = node->as_array();
  const std::string name(key);
  if (array == nullptr || array->empty() || array->size() > most.rows) {
    refuse(*node, "'" + name + "' is not a list of 1 to " + std::to_string(most.rows) +
                      " rows. Write " + name + " = [\"q w e\", \"a s d\"]");
  }
  WrittenRows rows;
  for (const auto& row : *array) {
    rows.push_back(keys_of(row, "a row"));
    if (rows.back().empty() || rows.back().size() > most.keys) {
      refuse(row, "a row of " + std::to_string(rows.back().size()) + " keys. It may have 1 to " +
                      std::to_string(most.keys));
    }
  }
  return rows;
}

MoreKeys more_at(const toml::table& table) {
  MoreKeys more;
  const auto* node = table.get("more");
  if (node == nullptr) return more;
  if (!node->is_table()) refuse(*node, "'more' is not a table. Write [more]");
  for (const auto& [key, letters] : *node->as_table()) {
    more.emplace(key.str(), keys_of(letters, "what a long press offers"));
  }
  return more;
}

/// A layout without signs has no last row, so that four rows of its own have room.
bool fits_small(const KeyboardLayout& layout) {
  const auto& rows = layout.rows;
  const auto most = layout.punctuation.empty() ? kSmallRowsMax + 1 : kSmallRowsMax;
  return rows.size() <= most && std::all_of(rows.begin(), rows.end(), [](const auto& row) {
           return row.size() <= kSmallKeysInRowMax;
         });
}

SmallLayout small_at(const toml::table& file, const KeyboardLayout& layout) {
  const auto* node = file.get("small");
  if (node == nullptr) {
    if (!fits_small(layout)) {
      refuse(file,
             "a small panel holds three rows of ten keys. Add [small] with rows = […], and "
             "second = […] for what has no room");
    }
    return {layout.rows, layout.shift, {}, {}, layout.punctuation};
  }
  if (!node->is_table()) refuse(*node, "'small' is not a table. Write [small]");
  const auto& table = *node->as_table();
  refuse_unknown(table, {"rows", "shift", "second", "second_shift", "punctuation"});
  SmallLayout small;
  small.rows = rows_at(table, "rows", kSmallPanel);
  if (small.rows.empty()) refuse(table, "there are no rows. Add rows = [\"q w e\", \"a s d\"]");
  small.shift = rows_at(table, "shift", kSmallPanel);
  small.second = rows_at(table, "second", kSmallPanel);
  small.second_shift = rows_at(table, "second_shift", kSmallPanel);
  small.punctuation = layout.punctuation;
  if (const auto* signs = table.get("punctuation")) {
    small.punctuation = keys_of(*signs, "'punctuation'");
  }
  return small;
}

KeyboardLayout read(const toml::table& file) {
  refuse_unknown(file, {"name", "languages", "letters", "latin_letters", "latin", "capitals",
                        "note", "rows", "shift", "punctuation", "more", "small"});
  KeyboardLayout layout;
  layout.name = text_at(file, "name", true);
  layout.letters = text_at(file, "letters", true);
  if (auto latin = text_at(file, "latin_letters", false); !latin.empty()) {
    layout.latin_letters = std::move(latin);
  }
  layout.latin = flag_at(file, "latin", false);
  layout.capitals = flag_at(file, "capitals", true);
  layout.note = text_at(file, "note", false);
  if (const auto* languages = file.get("languages")) {
    const auto* array = languages->as_array();
    if (array == nullptr) refuse(*languages, "'languages' is not a list. Write [\"de\"]");
    for (const auto& tag : *array) {
      auto parsed = LanguageTag::parse(text_of(tag, "a language"));
      if (!parsed) refuse(tag, parsed.error().message);
      layout.languages.push_back(*std::move(parsed));
    }
  }
  layout.rows = rows_at(file, "rows", kEveryPanel);
  if (layout.rows.empty()) refuse(file, "there are no rows. Add rows = [\"q w e\", \"a s d\"]");
  layout.shift = rows_at(file, "shift", kEveryPanel);
  if (const auto* punctuation = file.get("punctuation")) {
    layout.punctuation = keys_of(*punctuation, "'punctuation'");
  }
  layout.more = more_at(file);
  layout.small = small_at(file, layout);
  return layout;
}

template <typename Value, typename Read>
Result<Value> parsed(std::string_view toml, std::string_view file_name, const Read& read_file) {
  const auto refused = [&](std::size_t line, const std::string& reason) {
    return fail(ErrorCode::invalid, one_line(file_name, 200) + ":" + std::to_string(line) + ": " +
                                        one_line(reason, 300) + ".");
  };
  if (toml.size() > kKeyboardFileBytesMax) {
    return refused(1, "this file is longer than 64 KB. A keyboard needs two or three");
  }
  if (const auto line = line_of_too_deep_key(toml)) {
    return refused(line, "a key of more than 16 parts. Nothing in this file has more than one");
  }
  try {
    return read_file(toml::parse(toml));
  } catch (const Mistake& mistake) {
    return refused(mistake.line, mistake.reason);
  } catch (const toml::parse_error& error) {
    return refused(std::max<std::size_t>(error.source().begin.line, 1),
                   "this is not TOML: " + std::string(error.description()) +
                       ". Look at the quotes and brackets of this line");
  }
}

}  // namespace

Result<KeyboardLayout> parse_keyboard(std::string_view toml, std::string_view file_name) {
  return parsed<KeyboardLayout>(toml, file_name, read);
}

Result<MoreKeys> parse_accents(std::string_view toml, std::string_view file_name) {
  return parsed<MoreKeys>(toml, file_name, [](const toml::table& file) {
    refuse_unknown(file, {"more"});
    return more_at(file);
  });
}

Result<KeyNames> parse_key_names(std::string_view toml, std::string_view file_name) {
  return parsed<KeyNames>(toml, file_name, [](const toml::table& file) {
    KeyNames names;
    for (const auto& [language, node] : file) {
      const auto* table = node.as_table();
      if (table == nullptr) refuse(node, "a name that stands in no language. Write [de] above it");
      if (auto tag = LanguageTag::parse(language.str()); !tag) refuse(node, tag.error().message);
      auto& of_language = names[std::string(language.str())];
      for (const auto& [key, name] : *table) {
        of_language.emplace(key.str(),
                            text_of(name, "the name of '" + one_line(key.str(), 40) + "'"));
      }
    }
    return names;
  });
}

Result<WordLists> parse_words(std::string_view toml, std::string_view file_name) {
  return parsed<WordLists>(toml, file_name, [](const toml::table& file) {
    WordLists lists;
    for (const auto& [language, node] : file) {
      if (auto tag = LanguageTag::parse(language.str()); !tag) refuse(node, tag.error().message);
      const auto* list = node.as_array();
      if (list == nullptr || list->size() > kWordsMax) {
        refuse(node, "this is not a list of at most " + std::to_string(kWordsMax) +
                         " words. Write en = [\"friendly\", \"clean\"]");
      }
      auto& words = lists[std::string(language.str())];
      for (const auto& each : *list) {
        const auto& word = text_of(each, "a word");
        const bool typed = !word.empty() && word.find(' ') == std::string::npos &&
                           word.size() <= kWordBytesMax && one_line(word, kWordBytesMax) == word;
        if (!typed) refuse(each, "'" + one_line(word, 40) + "' is not one word. Write one");
        if (std::find(words.begin(), words.end(), word) != words.end()) {
          refuse(each, "the word '" + word + "' comes twice. Remove one of them");
        }
        words.push_back(word);
      }
    }
    return lists;
  });
}

}  // namespace earshot::kiosk
