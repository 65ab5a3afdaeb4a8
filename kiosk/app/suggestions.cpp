#include "kiosk/app/suggestions.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <map>

#include "core/base/utf8.h"
#include "kiosk/app/keyboard_file.h"

namespace earshot::kiosk {
namespace {

std::string_view main_language(const LanguageTag& language) {
  return std::string_view(language.str()).substr(0, language.str().find('-'));
}

bool in_word(UChar32 c) { return c > 0 && (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0; }

icu::UnicodeString utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

/// A sign above, in or below a letter that people leave out when they type in a hurry.
bool is_accent(UChar32 c) {
  const bool latin = c >= 0x300 && c <= 0x36F;
  const bool hebrew = c >= 0x591 && c <= 0x5C7;
  const bool arabic = c >= 0x64B && c <= 0x65F;
  return (latin || hebrew || arabic) && u_charType(c) == U_NON_SPACING_MARK;
}

/// Letters that do not come apart into one of the alphabet and a sign.
UChar32 plain(UChar32 c) {
  switch (c) {
    case 0x142:  // ł
      return 'l';
    case 0xF8:  // ø
      return 'o';
    case 0x131:  // ı
      return 'i';
    default:
      return c;
  }
}

/// As it is compared: without case and accents.
icu::UnicodeString folded(std::string_view word) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* apart = icu::Normalizer2::getNFDInstance(status);
  auto text = utf16(word);
  text.foldCase();
  if (U_SUCCESS(status)) {
    const auto decomposed = apart->normalize(text, status);
    if (U_SUCCESS(status)) text = decomposed;
  }
  icu::UnicodeString kept;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    if (const auto c = text.char32At(i); !is_accent(c)) kept.append(plain(c));
  }
  return kept;
}

struct Word {
  std::string text;
  icu::UnicodeString folded;
};
using Words = std::vector<Word>;

bool may_be_suggested(std::string_view word) {
  const auto length = count_code_points(word);
  return length > kBegunMin && length <= kSuggestedWordMax;
}

/// The words of a text as they stand inside a sentence. A capital that only the beginning of the
/// text asks for goes; in German it may be a noun's, so there the first word of a sentence is left
/// out, and that of a label keeps it.
void add_words_of(Words& words, std::string_view text, const LanguageTag& language, bool sentence) {
  const auto size = static_cast<int32_t>(text.size());
  const bool nouns = main_language(language) == "de";
  const icu::Locale locale(std::string(main_language(language)).c_str());
  int32_t from = 0;
  bool first = true;
  for (int32_t i = 0; i <= size;) {
    const int32_t at = i;
    UChar32 c = 0;
    if (i < size) {
      U8_NEXT(text.data(), i, size, c);
    } else {
      ++i;
    }
    if (in_word(c)) continue;
    const auto word =
        text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(at - from));
    from = i;
    // "didn't" is no word up to its apostrophe, nor "n't" behind it.
    const bool cut = c == '\'' || c == 0x2019;
    if (word.empty()) continue;
    const bool begins = std::exchange(first, false);
    if (cut || !may_be_suggested(word) || (begins && nouns && sentence)) continue;
    std::string written(word);
    if (begins && !nouns) {
      const auto whole = utf16(word);  // what follows points into it
      const auto rest = whole.tempSubString(1);
      auto small = rest;
      if (small.toLower(locale) == rest) {  // an abbreviation keeps its capitals
        written.clear();
        utf16(word).toLower(locale).toUTF8String(written);
      }
    }
    words.push_back({written, folded(written)});
  }
}

void add_words_of(Words& words, const survey::Texts& texts, const LanguageTag& language,
                  bool sentence) {
  const auto found = texts.find(language);
  if (found != texts.end()) add_words_of(words, found->second, language, sentence);
}

/// What it asks about first: topics, then the questions themselves.
Words words_of(const survey::Survey& survey, const LanguageTag& language) {
  Words words;
  for (const auto& question : survey.questions) {
    for (const auto& option : question.options) {
      add_words_of(words, option.texts, language, false);
    }
  }
  for (const auto& question : survey.questions) {
    add_words_of(words, question.texts, language, true);
  }
  return words;
}

const Words& built_in_words(const LanguageTag& language) {
  // Read when the first word is suggested: few kiosks need them.
  static const std::map<std::string, Words, std::less<>> all = [] {
    std::map<std::string, Words, std::less<>> lists;
    for (const auto& [name, text] : keyboard_files()) {
      if (name != "words.toml") continue;
      for (const auto& [tag, words] : parse_words(text, name).value_or(WordLists{})) {
        for (const auto& word : words) {
          if (may_be_suggested(word)) lists[tag].push_back({word, folded(word)});
        }
      }
    }
    return lists;
  }();
  static const Words kNone;
  const auto found = all.find(main_language(language));
  return found == all.end() ? kNone : found->second;
}

/// "Friendly" where "Fr" was begun, and "FRIENDLY" for "FR".
std::string written_as(const std::string& word, std::string_view begun,
                       const LanguageTag& language) {
  const icu::Locale locale(std::string(main_language(language)).c_str());
  const auto typed = utf16(begun);
  const auto first = typed.char32At(0);
  if (!u_isupper(first)) return word;
  auto capitals = typed, small = typed;
  const bool all = capitals.toUpper(locale) == typed && small.toLower(locale) != typed &&
                   u_isupper(typed.char32At(typed.moveIndex32(0, 1)));
  auto made = utf16(word);
  if (all) {
    made.toUpper(locale);
  } else {
    icu::UnicodeString letter(made.char32At(0));
    letter.toUpper(locale);
    made.replace(0, made.moveIndex32(0, 1), letter);
  }
  std::string text;
  made.toUTF8String(text);
  return text;
}

}  // namespace

bool suggests_words(const LanguageTag& language) {
  const auto main = main_language(language);
  for (const std::string_view without : {"th", "zh", "ja", "ko"}) {
    if (main == without) return false;
  }
  return true;
}

std::string_view begun_word(std::string_view text) {
  auto from = static_cast<int32_t>(text.size());
  while (from > 0) {
    auto before = from;
    UChar32 c = 0;
    U8_PREV(text.data(), 0, before, c);
    if (!in_word(c)) break;
    from = before;
  }
  return text.substr(static_cast<std::size_t>(from));
}

std::vector<std::string> suggested_words(std::string_view text, const LanguageTag& language,
                                         const survey::Survey& survey,
                                         std::size_t code_points_max) {
  std::vector<std::string> found;
  const auto begun = begun_word(text);
  const auto letters = count_code_points(begun);
  if (!suggests_words(language) || letters < kBegunMin || letters > kSuggestedWordMax) return found;
  const auto beginning = folded(begun);
  if (beginning.isEmpty()) return found;
  std::size_t together = 0;
  const auto look_through = [&](const Words& words) {
    for (const auto& word : words) {
      if (found.size() == kSuggestionsMax) return;
      if (!word.folded.startsWith(beginning)) continue;
      auto written = written_as(word.text, begun, language);
      const auto length = count_code_points(written);
      const bool room = together + length <= kSuggestedTogetherMax;
      const bool known = std::find(found.begin(), found.end(), written) != found.end();
      if (written == begun || known || !room) continue;
      if (length < letters || with_suggestion(text, written, code_points_max) == text) continue;
      together += length;
      found.push_back(std::move(written));
    }
  };
  look_through(words_of(survey, language));
  look_through(built_in_words(language));
  return found;
}

std::string with_suggestion(std::string_view text, std::string_view word,
                            std::size_t code_points_max) {
  std::string after(text.substr(0, text.size() - begun_word(text).size()));
  after += word;
  after += ' ';
  return count_code_points(after) > code_points_max ? std::string(text) : after;
}

bool stands_behind_a_word(std::string_view sign, const LanguageTag& language) {
  constexpr std::string_view kEverywhere[] = {".", ",", "…", ")", "،", "۔", "।"};
  constexpr std::string_view kNotInFrench[] = {"?", "!", ";", ":", "؟", "؛"};
  const auto is_sign = [&](std::string_view one) { return one == sign; };
  return std::ranges::any_of(kEverywhere, is_sign) ||
         (main_language(language) != "fr" && std::ranges::any_of(kNotInFrench, is_sign));
}

}  // namespace earshot::kiosk
