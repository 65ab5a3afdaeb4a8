#include "kiosk/ui/reading_order.h"

#include <unicode/uchar.h>

#include <cstdint>
#include <string_view>

namespace earshot::kiosk {
namespace {

constexpr char16_t kIsolate = 0x2066, kEndIsolate = 0x2069;
constexpr int kPhoneDigitsMin = 7;

bool is_digit(char16_t c) { return c >= u'0' && c <= u'9'; }
bool is_latin(char16_t c) { return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z'); }
bool is_printed(char16_t c) { return c > 0x20 && c < 0x7F; }

/// What the letters of a text say about its direction.
struct Letters {
  int left = 0, right = 0;  ///< how many run which way
  bool first_right = false;
};

Letters letters_of(const icu::UnicodeString& text) {
  Letters letters;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const auto direction = u_charDirection(text.char32At(i));
    const bool right = direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
    if (!right && direction != U_LEFT_TO_RIGHT) continue;
    if (letters.left + letters.right == 0) letters.first_right = right;
    ++(right ? letters.right : letters.left);
  }
  return letters;
}

/// Printed characters of ASCII without a space between them, and what they are made of.
struct Word {
  std::int32_t begin = 0, end = 0;
  int letters = 0, digits = 0, signs = 0;
};

Word word_at(const icu::UnicodeString& text, std::int32_t begin) {
  constexpr std::u16string_view kBefore = u"\"'([{<", kAfter = u"\"')]}>.,;:!?";
  Word word{begin, begin};
  while (word.end < text.length() && is_printed(text.charAt(word.end))) ++word.end;
  // Brackets, quotes and what ends a sentence belong to the words around it; a telephone number's
  // own bracket does not.
  while (word.begin < word.end && kBefore.find(text.charAt(word.begin)) != kBefore.npos &&
         !(text.charAt(word.begin) == u'(' && is_digit(text.charAt(word.begin + 1)))) {
    ++word.begin;
  }
  const auto is_open = [&] {
    const auto at = text.indexOf(u'(', word.begin, word.end - word.begin);
    return at >= 0;
  };
  while (word.end > word.begin && kAfter.find(text.charAt(word.end - 1)) != kAfter.npos &&
         !(text.charAt(word.end - 1) == u')' && is_open())) {
    --word.end;
  }
  for (auto i = word.begin; i < word.end; ++i) {
    const auto c = text.charAt(i);
    ++(is_latin(c) ? word.letters : is_digit(c) ? word.digits : word.signs);
  }
  return word;
}

/// "+358 40 123 4567", "(040) 123-4567": the whole of it, or nothing (end = begin).
Word phone_at(const icu::UnicodeString& text, const Word& first) {
  constexpr std::u16string_view kInside = u"-./()";
  const auto opens = text.charAt(first.begin);
  Word phone = first;
  if (first.letters > 0 || (opens != u'+' && opens != u'0' && opens != u'(')) return {};
  for (;;) {
    const auto next = phone.end + 1;
    if (next >= text.length() || (text.charAt(phone.end) != u' ' && text.charAt(phone.end) != 0xA0))
      break;
    const auto more = word_at(text, next);
    bool belongs = more.begin == next && more.digits > 0 && more.letters == 0;
    for (auto i = more.begin; i < more.end && belongs; ++i) {
      belongs = is_digit(text.charAt(i)) || kInside.find(text.charAt(i)) != kInside.npos;
    }
    if (!belongs) break;
    phone.end = more.end;
    phone.digits += more.digits;
  }
  return phone.digits >= (opens == u'+' ? 2 : kPhoneDigitsMin) ? phone : Word{};
}

/// True if the word's parts would change places beside letters that run the other way.
bool is_piece(const Word& word) {
  if (word.letters > 0) return word.signs > 0 || word.digits > 0;
  return word.digits > 0 && word.signs > 1;
}

}  // namespace

bool runs_right_to_left(const icu::UnicodeString& text, bool otherwise) {
  const auto letters = letters_of(text);
  if (letters.right == 0) return false;
  if (letters.left == 0) return true;
  // A name from elsewhere may begin a sentence, or fill most of it, but not both.
  const bool prevails =
      letters.first_right ? letters.right > 2 * letters.left : letters.left > 2 * letters.right;
  return prevails ? letters.first_right : otherwise;
}

bool is_order_sign(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) != 0; }

icu::UnicodeString with_pieces_whole(const icu::UnicodeString& text) {
  if (letters_of(text).right == 0) return text;
  icu::UnicodeString out;
  for (std::int32_t i = 0; i < text.length();) {
    const auto c = text.charAt(i);
    if (is_order_sign(c)) return text;
    if (!is_printed(c)) {
      out.append(c);
      ++i;
      continue;
    }
    auto word = word_at(text, i);
    if (const auto phone = phone_at(text, word); phone.end > phone.begin) {
      word = phone;
    } else if (!is_piece(word)) {
      while (i < text.length() && is_printed(text.charAt(i))) out.append(text.charAt(i++));
      continue;
    }
    out.append(text, i, word.begin - i).append(kIsolate);
    out.append(text, word.begin, word.end - word.begin).append(kEndIsolate);
    i = word.end;
    while (i < text.length() && is_printed(text.charAt(i))) out.append(text.charAt(i++));
  }
  return out;
}

}  // namespace earshot::kiosk
