// What a text becomes when a key is pressed: letters are joined as their script joins them, and
// taken away as a person counts them. Owner: kiosk/app. Threads: pure functions, any thread.
// Always valid UTF-8 that is inert when shown, never longer than the limit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace earshot::kiosk {

/// Two keys of the kana keyboard type nothing of their own: they change the kana before them.
inline constexpr std::string_view kKanaMarks = "゛";  ///< か → が, は → ば → ぱ → は
inline constexpr std::string_view kKanaSmall = "小";  ///< つ → っ → つ

/// `text` with `key` at its end. A Korean letter becomes part of the syllable before it. Unchanged
/// if there is no room for it in `code_points_max`, or if the key may not be in a text: control
/// characters, characters that reorder what stands around them, more than 64 bytes.
[[nodiscard]] std::string with_key(std::string_view text, std::string_view key,
                                   std::size_t code_points_max);

/// `text` without what a person sees as its last letter (a grapheme cluster of Unicode: an emoji of
/// several parts goes as one). Of a Korean syllable the letter that was typed last goes; a vowel
/// sign or mark of a script where those are keys of their own goes before its consonant.
[[nodiscard]] std::string without_last(std::string_view text);

/// What `without_last` takes away, to be spoken; for a Korean syllable the syllable. Empty:
/// nothing.
[[nodiscard]] std::string last_letter(std::string_view text);

}  // namespace earshot::kiosk
