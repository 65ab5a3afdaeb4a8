#include "core/base/utf8.h"

#include <algorithm>
#include <cstdint>

namespace earshot {
namespace {

struct Decoded {
  char32_t code_point;
  std::size_t length;  ///< bytes consumed, at least 1
  bool valid;
};

/// Decodes one code point, or the maximal ill-formed part, at the front of a non-empty string.
Decoded decode_front(std::string_view s) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return {lead, 1, true};
  std::size_t need = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  char32_t value = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    need = 1;
    value = lead & 0x1FU;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    need = 2;
    value = lead & 0x0FU;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    need = 3;
    value = lead & 0x07U;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {0xFFFD, 1, false};
  }
  for (std::size_t i = 1; i <= need; ++i) {
    if (i >= s.size() || at(i) < low || at(i) > high) return {0xFFFD, i, false};
    value = (value << 6) | (at(i) & 0x3FU);
    low = 0x80;
    high = 0xBF;
  }
  return {value, need + 1, true};
}

bool is_removed(char32_t c) {
  if (c == U'\n') return false;
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return true;
  // Embeddings, overrides and isolates; the plain marks (200E, 200F, 061C) reorder nothing else.
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Decoded d = decode_front(text);
    if (!d.valid) return false;
    text.remove_prefix(d.length);
  }
  return true;
}

std::string repair_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const Decoded d = decode_front(bytes);
    out += d.valid ? bytes.substr(0, d.length) : kReplacement;
    bytes.remove_prefix(d.length);
  }
  return out;
}

std::string clean_text(std::string_view bytes, std::size_t code_points_max) {
  std::string out;
  std::size_t count = 0;
  while (!bytes.empty() && count < code_points_max) {
    const Decoded d = decode_front(bytes);
    const std::string_view part = bytes.substr(0, d.length);
    bytes.remove_prefix(d.length);
    if (d.valid && d.code_point == U'\t') {
      out += ' ';
    } else if (d.valid && is_removed(d.code_point)) {
      continue;
    } else {
      out += d.valid ? part : kReplacement;
    }
    ++count;
  }
  return out;
}

std::string one_line(std::string_view bytes, std::size_t code_points_max) {
  std::string line = clean_text(bytes, code_points_max);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

std::size_t count_code_points(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
  }
  return count;
}

}  // namespace earshot
