// What ICU knows about languages: which plural form a number takes, how a day is said, which way a
// script runs. Owner: kiosk/app. Threads: pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/ids.h"
#include "core/base/time.h"

namespace earshot::kiosk {

/// How many plural forms whole numbers take in this language (CLDR): 1 in Japanese, 6 in Arabic.
[[nodiscard]] std::size_t plural_forms(const LanguageTag& language);

/// Which of them `count` takes, from 0, in CLDR's order (zero, one, two, few, many, other), which
/// is the order of msgstr[0], msgstr[1] … in a .po file.
[[nodiscard]] std::size_t plural_form(const LanguageTag& language, int count);

/// "14 November" or "11월 14일": day and month as this language says them, in digits 0–9.
[[nodiscard]] std::string day_in_words(LocalDay day, const LanguageTag& language);

/// The text with each of its numbers in words ("7 of 10" → "seven of ten"), for a voice that cannot
/// read digits. Numbers of more than 4 digits are said digit by digit.
[[nodiscard]] std::string with_numbers_spelt(std::string_view text, const LanguageTag& language);

/// How many columns the text takes where a Latin letter takes one: 2 for Chinese, Japanese and
/// Korean letters and emoji, 0 for marks that stand on other letters.
[[nodiscard]] std::size_t columns_of(std::string_view utf8);

}  // namespace earshot::kiosk
