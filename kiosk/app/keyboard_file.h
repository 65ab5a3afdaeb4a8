// Reads the layout of a screen keyboard from the TOML text that a person wrote.
// Owner: kiosk/app. Threads: pure functions, any thread.
// The format is documented in docs/languages.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"

namespace earshot::kiosk {

inline constexpr std::size_t kKeyboardFileBytesMax = 64 * 1024;
/// What fits a panel with keys that a finger hits.
inline constexpr std::size_t kKeyRowsMax = 4, kKeysInRowMax = 12;
/// What fits one of 217 mm with the same keys: the width of ten, and three rows above the last one.
inline constexpr std::size_t kSmallRowsMax = 3, kSmallKeysInRowMax = 10;
/// What a long press offers, at most, besides the key itself.
inline constexpr std::size_t kMoreMax = 7;

/// What a long press offers, by key.
using MoreKeys = std::map<std::string, std::vector<std::string>>;
/// Each key as it is written in the file: what it types, or "<shift>" or "<erase>".
using WrittenRows = std::vector<std::vector<std::string>>;

/// How a layout stands on a small panel: what it holds is the same, some of it on a second page.
struct SmallLayout {
  WrittenRows rows, shift;
  WrittenRows second, second_shift;      ///< the second page; empty: all is on the first
  std::vector<std::string> punctuation;  ///< beside the space bar; letters may stand there too
};

struct KeyboardLayout {
  std::string name;                    ///< as it calls itself
  std::vector<LanguageTag> languages;  ///< that it is for; empty: a page for all of them
  std::string letters;                 ///< on the key that leads back to it
  std::string latin_letters = "abc";   ///< on the key that leads to Latin letters
  bool latin = false;                  ///< it has the letters of an email address itself
  bool capitals = true;                ///< shift makes capitals, and sentences begin with one
  std::string note;                    ///< what it cannot do, in its own language; may be empty
  WrittenRows rows;
  WrittenRows shift;                     ///< empty: the capitals of `rows`, or no shift
  std::vector<std::string> punctuation;  ///< beside the space bar
  MoreKeys more;
  SmallLayout small;  ///< always there: of its own, or that of every panel where it fits
};

/// Error: invalid, message "<file_name>:<line>: <reason>. <hint>".
[[nodiscard]] Result<KeyboardLayout> parse_keyboard(std::string_view toml,
                                                    std::string_view file_name);
/// A file with nothing but [more], which is added to the layouts' own.
[[nodiscard]] Result<MoreKeys> parse_accents(std::string_view toml, std::string_view file_name);

/// By language and key: what a picture is called when it is read aloud.
using KeyNames =
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>>;
/// A file with a table of names for each language.
[[nodiscard]] Result<KeyNames> parse_key_names(std::string_view toml, std::string_view file_name);

/// By language: words that may be suggested, the most useful first.
using WordLists = std::map<std::string, std::vector<std::string>, std::less<>>;
inline constexpr std::size_t kWordsMax = 500;  ///< of a language
/// A file with a list of words for each language.
[[nodiscard]] Result<WordLists> parse_words(std::string_view toml, std::string_view file_name);

/// A file that is built into the program.
struct KeyboardFile {
  std::string_view name;
  std::string_view text;
};
/// In the order of their names. Made from assets/keyboards by the build.
[[nodiscard]] const std::vector<KeyboardFile>& keyboard_files();

}  // namespace earshot::kiosk
