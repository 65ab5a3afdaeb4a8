// Words that the screen's keyboard may suggest: of the survey that is asked and of the list that is
// built in (assets/keyboards/words.toml), never of what anybody typed.
// Owner: kiosk/app. Threads: pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/survey/survey.h"

namespace earshot::kiosk {

inline constexpr std::size_t kSuggestionsMax = 3;
/// Letters that a word needs before anything is suggested for it.
inline constexpr std::size_t kBegunMin = 2;
/// The longest word that is suggested, and all of them together, in code points: so many have room
/// above the keys in large text.
inline constexpr std::size_t kSuggestedWordMax = 16, kSuggestedTogetherMax = 28;

/// False for languages that are written without spaces between words (Thai, Chinese, Japanese) and
/// for Korean, whose words take endings: there nothing is ever suggested.
[[nodiscard]] bool suggests_words(const LanguageTag& language);

/// The word that `text` ends with, so far; empty: it ends with a space, a sign or a number.
[[nodiscard]] std::string_view begun_word(std::string_view text);

/// Words that go on from the begun one, whatever its case and accents, the survey's own first, each
/// in the order of its source: at most three, and only such as `with_suggestion` has room for.
/// Written as the begun word is: with a capital, or in capitals.
[[nodiscard]] std::vector<std::string> suggested_words(std::string_view text,
                                                       const LanguageTag& language,
                                                       const survey::Survey& survey,
                                                       std::size_t code_points_max);

/// `text` with `word` in place of the begun one, and a space after it. Unchanged if that has no
/// room in `code_points_max`.
[[nodiscard]] std::string with_suggestion(std::string_view text, std::string_view word,
                                          std::size_t code_points_max);

/// A sign that stands right behind its word, so that it takes the place of the space that a
/// suggestion left: "staff " and "." are "staff.". In French "?", "!", ";" and ":" keep it.
[[nodiscard]] bool stands_behind_a_word(std::string_view sign, const LanguageTag& language);

}  // namespace earshot::kiosk
