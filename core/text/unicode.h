// Code points, as far as reading a comment needs them: what is a letter, its lower case, its base.
// Owner: core/text. Threads: pure functions, any thread.
// Every text handed in is valid UTF-8 (core/base/utf8.h repairs it first).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace earshot::text {

struct CodePoint {
  char32_t value;
  std::uint32_t size;  ///< bytes
};

/// The code point at byte `at` of valid UTF-8, at < utf8.size().
[[nodiscard]] CodePoint code_point_at(std::string_view utf8, std::size_t at);

void append_utf8(std::string& out, char32_t c);

enum class CharClass : std::uint8_t { space, letter, ideograph, mark, digit, emoji, other };

/// `ideograph` is a script that is written without spaces: each code point is a word of its own.
[[nodiscard]] CharClass class_of(char32_t c);

/// Simple lower case of Latin, Greek, Cyrillic, Armenian and full-width letters; others as they
/// are.
[[nodiscard]] char32_t lower(char32_t c);

/// Upper case as far as `lower` knows it.
[[nodiscard]] inline bool is_upper(char32_t c) { return lower(c) != c; }

/// Lower case without accents, so that "Café" and "cafe" are one word: Latin letters lose their
/// marks, Greek its tonos, Arabic its vowel signs and the forms of alef, ya and ta marbuta; ё is е.
/// 0 for what disappears altogether (combining marks, tatweel, variation selectors).
[[nodiscard]] char32_t fold(char32_t c);

/// The folded text of valid UTF-8, appended to `out`; ß becomes "ss", ’ becomes '.
void append_folded(std::string& out, std::string_view utf8);

enum class Script : std::uint8_t { none, latin, greek, cyrillic, hebrew, arabic, other };
inline constexpr std::size_t kScriptCount = 7;
[[nodiscard]] Script script_of(char32_t c);

/// FNV-1a with a last mix, so that its low bits serve as an index. The same on every machine.
[[nodiscard]] constexpr std::uint64_t hash_of(std::string_view bytes,
                                              std::uint64_t seed = 0xcbf29ce484222325ULL) {
  std::uint64_t h = seed;
  for (const char c : bytes) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ULL;
  return h ^ (h >> 32);
}

}  // namespace earshot::text
