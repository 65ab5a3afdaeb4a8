// The screen's keyboard: which keys there are, in rows, for a language and a page.
// Owner: kiosk/app. Threads: pure functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/app/screen.h"

namespace earshot::kiosk {

struct Key {
  enum class Kind { type, erase, shift, page };
  Kind kind = Kind::type;
  std::string text;                 ///< type: what it types, " " for the space bar
  std::vector<std::string> more;    ///< type: what a long press offers
  KeyPage page = KeyPage::letters;  ///< page: the one that it opens
};
using KeyRows = std::vector<std::vector<Key>>;

/// Shift is already in the keys' texts.
[[nodiscard]] KeyRows key_rows(const LanguageTag& language, const KeyboardState& state);

}  // namespace earshot::kiosk
