// Joins Korean letters into syllables and takes them apart again, as the two-set keyboard does.
// Owner: kiosk/app. Threads: pure functions, any thread.
// Unicode 15, section 3.12: a syllable is 0xAC00 + (lead × 21 + vowel) × 28 + tail.
#pragma once

#include <string>

namespace earshot::kiosk {

/// A letter as it is on a key: ㄱ to ㅣ, U+3131 to U+3163.
[[nodiscard]] bool is_jamo(char32_t c);
[[nodiscard]] bool is_syllable(char32_t c);

/// What `last` and the letter after it become: one or two code points. `last` 0: there is none.
/// 하 + ㄴ → 한; 한 + ㅏ → 하나; ㄱ + ㄴ → ㄱㄴ.
[[nodiscard]] std::u32string joined(char32_t last, char32_t jamo);

/// Without the letter that was typed last: 한 → 하 → ㅎ → 0 (nothing is left).
[[nodiscard]] char32_t shortened(char32_t c);

}  // namespace earshot::kiosk
