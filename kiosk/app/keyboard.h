// The screen's keyboard: which keys there are, in rows, for a language and a page, and what happens
// to them as they are pressed. The layouts are files in assets/keyboards, built in.
// Owner: kiosk/app. Threads: pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/screen.h"

namespace earshot::kiosk {

struct Key {
  enum class Kind { type, erase, shift, page };
  Kind kind = Kind::type;
  std::string text;                 ///< type: what it types, " " for the space bar; page: its face
  std::vector<std::string> more;    ///< type: what a long press offers
  KeyPage page = KeyPage::letters;  ///< page: the one that it opens
};
using KeyRows = std::vector<std::vector<Key>>;

/// By which a stop and a touch area know it: "key a", "key space", "page numbers", "erase".
[[nodiscard]] std::string name_of(const Key& key);

/// Shift is already in the keys' texts. While accents are offered: those, and the key back. What a
/// key types goes through `with_key` (writing.h).
[[nodiscard]] KeyRows key_rows(const LanguageTag& language, const KeyboardState& state);

/// What a long press on the key of this letter offers, in either case of it; empty: nothing.
[[nodiscard]] std::vector<std::string> accents_of(const LanguageTag& language, KeyboardState state,
                                                  std::string_view letter);

/// How the keyboard opens for a comment (`field` none) or a field that holds `text` so far.
[[nodiscard]] KeyboardState opened_keyboard(const LanguageTag& language,
                                            std::optional<survey::ContactField> field,
                                            std::string_view text);

/// After a key has typed, and `text` is what is written now: shift is for one key, and sentences
/// and names begin with a capital where the script has capitals.
[[nodiscard]] KeyboardState after_typing(const LanguageTag& language, KeyboardState state,
                                         std::string_view text);

/// Shift for the next key, then for all of them, then for none.
[[nodiscard]] KeyboardState after_shift(KeyboardState state);

/// What a picture is called; empty for what is read as it is written.
[[nodiscard]] std::string_view key_name(const LanguageTag& language, std::string_view key);

/// What this keyboard cannot do, in its own language; empty: nothing to say.
[[nodiscard]] std::string keyboard_note(const LanguageTag& language);

}  // namespace earshot::kiosk
