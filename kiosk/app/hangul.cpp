#include "kiosk/app/hangul.h"

#include <array>
#include <string_view>

namespace earshot::kiosk {
namespace {

constexpr char32_t kFirst = 0xAC00, kLast = 0xD7A3;
constexpr std::size_t kVowels = 21, kTails = 28;
constexpr auto kNone = std::u32string_view::npos;

// By their index in a syllable. The tail of index 0 is no tail.
constexpr std::u32string_view kLeadLetters = U"ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
constexpr std::u32string_view kVowelLetters = U"ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
constexpr std::u32string_view kTailLetters(
    U"\0ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ", kTails);
static_assert(kVowelLetters.size() == kVowels);

/// Two letters that are written as one.
struct Pair {
  char32_t first, second, both;
};
constexpr std::array kPairs = {
    Pair{U'ㅗ', U'ㅏ', U'ㅘ'}, Pair{U'ㅗ', U'ㅐ', U'ㅙ'}, Pair{U'ㅗ', U'ㅣ', U'ㅚ'},
    Pair{U'ㅜ', U'ㅓ', U'ㅝ'}, Pair{U'ㅜ', U'ㅔ', U'ㅞ'}, Pair{U'ㅜ', U'ㅣ', U'ㅟ'},
    Pair{U'ㅡ', U'ㅣ', U'ㅢ'}, Pair{U'ㄱ', U'ㅅ', U'ㄳ'}, Pair{U'ㄴ', U'ㅈ', U'ㄵ'},
    Pair{U'ㄴ', U'ㅎ', U'ㄶ'}, Pair{U'ㄹ', U'ㄱ', U'ㄺ'}, Pair{U'ㄹ', U'ㅁ', U'ㄻ'},
    Pair{U'ㄹ', U'ㅂ', U'ㄼ'}, Pair{U'ㄹ', U'ㅅ', U'ㄽ'}, Pair{U'ㄹ', U'ㅌ', U'ㄾ'},
    Pair{U'ㄹ', U'ㅍ', U'ㄿ'}, Pair{U'ㄹ', U'ㅎ', U'ㅀ'}, Pair{U'ㅂ', U'ㅅ', U'ㅄ'}};

const Pair* pair_of(char32_t first, char32_t second) {
  for (const auto& pair : kPairs) {
    if (pair.first == first && pair.second == second) return &pair;
  }
  return nullptr;
}
const Pair* parts_of(char32_t both) {
  for (const auto& pair : kPairs) {
    if (pair.both == both) return &pair;
  }
  return nullptr;
}

/// Letters of a syllable; 0: it has none there.
struct Syllable {
  char32_t lead = 0, vowel = 0, tail = 0;
};

Syllable taken_apart(char32_t c) {
  const auto index = static_cast<std::size_t>(c - kFirst);
  return {kLeadLetters[index / (kVowels * kTails)], kVowelLetters[index / kTails % kVowels],
          kTailLetters[index % kTails]};
}

char32_t put_together(const Syllable& s) {
  const auto lead = kLeadLetters.find(s.lead), vowel = kVowelLetters.find(s.vowel);
  const auto tail = s.tail == 0 ? 0 : kTailLetters.find(s.tail);
  return kFirst + static_cast<char32_t>((lead * kVowels + vowel) * kTails + tail);
}

bool is_vowel(char32_t jamo) { return kVowelLetters.find(jamo) != kNone; }
bool can_lead(char32_t jamo) { return kLeadLetters.find(jamo) != kNone; }
bool can_end(char32_t jamo) { return jamo != 0 && kTailLetters.find(jamo) != kNone; }

std::u32string with_vowel(char32_t last, char32_t vowel) {
  if (is_syllable(last)) {
    auto syllable = taken_apart(last);
    if (syllable.tail == 0) {
      const auto* pair = pair_of(syllable.vowel, vowel);
      if (pair == nullptr) return {last, vowel};
      syllable.vowel = pair->both;
      return {put_together(syllable)};
    }
    // The consonant at the end turns out to begin the next syllable: 한 + ㅏ → 하나.
    const auto* parts = parts_of(syllable.tail);
    const char32_t moves = parts != nullptr ? parts->second : syllable.tail;
    syllable.tail = parts != nullptr ? parts->first : 0;
    return {put_together(syllable), put_together({moves, vowel, 0})};
  }
  if (can_lead(last)) return {put_together({last, vowel, 0})};
  if (const auto* pair = pair_of(last, vowel)) return {pair->both};
  return {last, vowel};
}

std::u32string with_consonant(char32_t last, char32_t consonant) {
  if (!is_syllable(last)) return {last, consonant};
  auto syllable = taken_apart(last);
  if (syllable.tail == 0) {
    if (!can_end(consonant)) return {last, consonant};  // ㄸ, ㅃ and ㅉ never end one
    syllable.tail = consonant;
    return {put_together(syllable)};
  }
  const auto* pair = pair_of(syllable.tail, consonant);
  if (pair == nullptr) return {last, consonant};
  syllable.tail = pair->both;
  return {put_together(syllable)};
}

}  // namespace

bool is_jamo(char32_t c) { return c >= U'ㄱ' && c <= U'ㅣ'; }
bool is_syllable(char32_t c) { return c >= kFirst && c <= kLast; }

std::u32string joined(char32_t last, char32_t jamo) {
  if (last == 0) return {jamo};
  return is_vowel(jamo) ? with_vowel(last, jamo) : with_consonant(last, jamo);
}

char32_t shortened(char32_t c) {
  if (const auto* parts = parts_of(c)) return parts->first;
  if (!is_syllable(c)) return 0;
  auto syllable = taken_apart(c);
  auto& typed_last = syllable.tail != 0 ? syllable.tail : syllable.vowel;
  if (const auto* parts = parts_of(typed_last)) {
    typed_last = parts->first;
  } else if (syllable.tail != 0) {
    syllable.tail = 0;
  } else {
    return syllable.lead;
  }
  return put_together(syllable);
}

}  // namespace earshot::kiosk
