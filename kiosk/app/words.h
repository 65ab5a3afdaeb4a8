// The kiosk's own words in every language that it speaks, and the languages' own names.
// The survey's words (greeting, question, thanks) come from its file; these from assets/languages.
// Owner: kiosk/app. Threads: pure functions, any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/ids.h"
#include "kiosk/app/phrase.h"

namespace earshot::kiosk {

/// In `language`, else in its main language ("pt" for "pt-br"), else in English. For phrases with
/// braces in them use `filled` or `counted`. The text lives as long as the program.
[[nodiscard]] std::string_view words_for(Phrase phrase, const LanguageTag& language);

/// What stands in a phrase's braces, without them, and what to put there.
using Filling = std::pair<std::string_view, std::string_view>;

/// "Question 2 of 4" for question_of, {"number", "2"} and {"total", "4"}.
[[nodiscard]] std::string filled(Phrase phrase, const LanguageTag& language,
                                 std::initializer_list<Filling> fillings);

/// A value that people wrote, to be put into a sentence that is shown: in whatever direction that
/// runs, the value keeps its own (FSI … PDI of UAX #9). Not for what is spoken.
[[nodiscard]] std::string isolated(std::string_view value);

/// The phrase in the plural form that `count` takes, with {count} filled in; `count` ≥ 0.
[[nodiscard]] std::string counted(Phrase phrase, const LanguageTag& language, int count);

/// "Deutsch" for "de"; the tag itself for a language that is not known here.
[[nodiscard]] std::string own_name(const LanguageTag& language);

/// Every language that the kiosk has words in, in the order of their tags.
[[nodiscard]] std::span<const LanguageTag> spoken_languages();

}  // namespace earshot::kiosk
