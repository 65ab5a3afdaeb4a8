#include "kiosk/app/writing.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/base/utf8.h"
#include "kiosk/app/hangul.h"

namespace earshot::kiosk {
namespace {

constexpr std::size_t kKeyBytesMax = 64;
/// The longest cluster that is looked for; whoever built a longer one loses it in pieces.
constexpr std::size_t kClusterBytesMax = 256;

char32_t last_of(std::string_view text) {
  if (text.empty()) return 0;
  auto end = static_cast<int32_t>(text.size());
  UChar32 c = 0;
  U8_PREV(text.data(), 0, end, c);
  return c < 0 ? 0xFFFD : static_cast<char32_t>(c);
}

std::size_t bytes_of(char32_t c) { return static_cast<std::size_t>(U8_LENGTH(c)); }

std::string in_utf8(std::u32string_view text) {
  std::string utf8;
  for (const char32_t c : text) {
    std::array<char, U8_MAX_LENGTH> bytes{};
    int32_t size = 0;
    U8_APPEND_UNSAFE(bytes.data(), size, static_cast<UChar32>(c));
    utf8.append(bytes.data(), static_cast<std::size_t>(size));
  }
  return utf8;
}

// Hiragana, each with what it becomes; katakana is 0x60 further on.
struct Turn {
  char32_t from, to;
};
constexpr std::u32string_view kPlain = U"かきくけこさしすせそたちつてとう";
constexpr std::u32string_view kVoiced = U"がぎぐげござじずぜぞだぢづでどゔ";
constexpr std::u32string_view kPlainH = U"はひふへほ";
constexpr std::u32string_view kVoicedH = U"ばびぶべぼ";
constexpr std::u32string_view kHalfVoicedH = U"ぱぴぷぺぽ";
constexpr std::u32string_view kLarge = U"あいうえおつやゆよわ";
constexpr std::u32string_view kSmall = U"ぁぃぅぇぉっゃゅょゎ";
constexpr char32_t kToKatakana = 0x60;

char32_t turned(char32_t c, std::u32string_view from, std::u32string_view to) {
  const auto at = from.find(c);
  return at == std::u32string_view::npos ? 0 : to[at];
}

char32_t turned_any(char32_t c, std::initializer_list<std::array<std::u32string_view, 2>> ways) {
  const bool katakana = c >= U'ァ' && c <= U'ヴ';
  const char32_t hiragana = katakana ? c - kToKatakana : c;
  for (const auto& [from, to] : ways) {
    if (const auto found = turned(hiragana, from, to)) {
      return katakana ? found + kToKatakana : found;
    }
  }
  return 0;
}

char32_t marked(char32_t kana) {
  return turned_any(kana, {{kPlain, kVoiced},
                           {kVoiced, kPlain},
                           {kPlainH, kVoicedH},
                           {kVoicedH, kHalfVoicedH},
                           {kHalfVoicedH, kPlainH}});
}

char32_t made_small(char32_t kana) {
  return turned_any(kana, {{kLarge, kSmall}, {kSmall, kLarge}});
}

/// What replaces the last code point, and how many code points it was before.
std::string with_last_replaced(std::string_view text, std::u32string_view by) {
  const auto last = last_of(text);
  return std::string(text.substr(0, text.size() - (last == 0 ? 0 : bytes_of(last)))) + in_utf8(by);
}

bool may_be_typed(std::string_view key) {
  return !key.empty() && key.size() <= kKeyBytesMax && is_utf8(key) &&
         key.find('\n') == std::string_view::npos && clean_text(key, key.size()) == key;
}

/// Scripts whose marks are keys of their own, so that erase takes them one by one.
bool is_typed_mark(char32_t c) {
  const auto mask = U_GET_GC_MASK(static_cast<UChar32>(c));
  if ((mask & (U_GC_MN_MASK | U_GC_MC_MASK)) == 0) return false;
  UErrorCode status = U_ZERO_ERROR;
  const auto script = uscript_getScript(static_cast<UChar32>(c), &status);
  const bool arabic_mark = c >= 0x064B && c <= 0x0670;  // shared by scripts, so "inherited"
  return script == USCRIPT_DEVANAGARI || script == USCRIPT_THAI || script == USCRIPT_HEBREW ||
         script == USCRIPT_ARABIC || arabic_mark;
}

/// The bytes of the last grapheme cluster.
std::size_t last_cluster(std::string_view text) {
  // Only the end is looked at; it begins at a code point.
  auto from = text.size() > kClusterBytesMax ? text.size() - kClusterBytesMax : 0;
  while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U) --from;
  const auto end = text.substr(from);
  const auto utf16 =
      icu::UnicodeString::fromUTF8(icu::StringPiece(end.data(), static_cast<int32_t>(end.size())));
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> clusters(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status) || clusters == nullptr) return bytes_of(last_of(text));
  clusters->setText(utf16);
  const auto last = clusters->preceding(utf16.length());
  std::string cluster;
  utf16.tempSubString(std::max(last, 0)).toUTF8String(cluster);
  return std::min(cluster.size(), text.size());
}

}  // namespace

std::string with_key(std::string_view text, std::string_view key, std::size_t code_points_max) {
  std::string before(text);
  if (!may_be_typed(key)) return before;
  const auto last = last_of(text);
  std::string after;
  if (key == kKanaMarks || key == kKanaSmall) {
    const auto kana = key == kKanaMarks ? marked(last) : made_small(last);
    if (kana == 0) return before;
    after = with_last_replaced(text, std::u32string_view(&kana, 1));
  } else if (const auto letter = last_of(key); is_jamo(letter) && key.size() == bytes_of(letter)) {
    after = with_last_replaced(text, joined(last, letter));
  } else {
    after = before + std::string(key);
  }
  return count_code_points(after) > code_points_max ? before : after;
}

std::string without_last(std::string_view text) {
  if (text.empty()) return {};
  const auto last = last_of(text);
  if (const auto rest = shortened(last)) {
    return with_last_replaced(text, std::u32string_view(&rest, 1));
  }
  return std::string(
      text.substr(0, text.size() - (is_typed_mark(last) ? bytes_of(last) : last_cluster(text))));
}

std::string last_letter(std::string_view text) {
  if (text.empty()) return {};
  const auto last = last_of(text);
  const auto size = is_typed_mark(last) ? bytes_of(last) : last_cluster(text);
  return std::string(text.substr(text.size() - size));
}

}  // namespace earshot::kiosk
