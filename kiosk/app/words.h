// The kiosk's own few words, in the languages of the Latin alphabet, and the languages' own names.
// The survey's words (greeting, question, thanks) come from its file.
// Owner: kiosk/app. Threads: pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/base/ids.h"

namespace earshot::kiosk {

enum class Phrase {
  touch_to_begin,  ///< on the attract screen's button
  one_moment,      ///< while an answer is being saved and the disk takes its time
  answer_is_safe,  ///< below the survey's thanks, once it is true
  resting,         ///< answers cannot be kept
  staff_can_help,
};

/// In `language`, else in its main language ("pt" for "pt-br"), else in English.
[[nodiscard]] std::string_view words_for(Phrase phrase, const LanguageTag& language);

/// "Deutsch" for "de"; the tag itself for a language that is not known here.
[[nodiscard]] std::string own_name(const LanguageTag& language);

}  // namespace earshot::kiosk
