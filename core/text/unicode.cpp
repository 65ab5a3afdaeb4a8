#include "core/text/unicode.h"

#include <array>

namespace earshot::text {
namespace {

// The base letters of U+00C0–017F, U+0180–024F and U+1E00–1EFF, from the decompositions of
// UnicodeData.txt 15; a dot where there is none.
constexpr std::string_view kBaseLatin =
    "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "................................oo.............uu..............."
    ".............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...."
    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............"
    "................";
constexpr std::string_view kBaseLatinAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy....s.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";
static_assert(kBaseLatin.size() == 0x250 - 0xC0);
static_assert(kBaseLatinAdditional.size() == 0x100);

struct Range {
  char32_t first;
  char32_t last;
  CharClass of;
};

// Ordered; what lies in no range is `other`.
constexpr Range kRanges[] = {
    {0x85, 0x85, CharClass::space},         {0xA0, 0xA0, CharClass::space},
    {0xAA, 0xAA, CharClass::letter},        {0xB5, 0xB5, CharClass::letter},
    {0xBA, 0xBA, CharClass::letter},        {0xC0, 0xD6, CharClass::letter},
    {0xD8, 0xF6, CharClass::letter},        {0xF8, 0x2C1, CharClass::letter},
    {0x300, 0x36F, CharClass::mark},        {0x370, 0x37D, CharClass::letter},
    {0x37F, 0x37F, CharClass::letter},      {0x386, 0x386, CharClass::letter},
    {0x388, 0x481, CharClass::letter},      {0x483, 0x489, CharClass::mark},
    {0x48A, 0x556, CharClass::letter},      {0x561, 0x587, CharClass::letter},
    {0x591, 0x5BD, CharClass::mark},        {0x5D0, 0x5F2, CharClass::letter},
    {0x610, 0x61A, CharClass::mark},        {0x620, 0x64A, CharClass::letter},
    {0x64B, 0x65F, CharClass::mark},        {0x660, 0x669, CharClass::digit},
    {0x66E, 0x66F, CharClass::letter},      {0x670, 0x670, CharClass::mark},
    {0x671, 0x6D3, CharClass::letter},      {0x6D5, 0x6D5, CharClass::letter},
    {0x6D6, 0x6ED, CharClass::mark},        {0x6EE, 0x6EF, CharClass::letter},
    {0x6F0, 0x6F9, CharClass::digit},       {0x6FA, 0x6FF, CharClass::letter},
    {0x750, 0x77F, CharClass::letter},      {0x8A0, 0x8FF, CharClass::letter},
    {0x900, 0x963, CharClass::letter},      {0x966, 0x96F, CharClass::digit},
    {0x970, 0xDFF, CharClass::letter},      {0xE00, 0xE4F, CharClass::ideograph},
    {0xE50, 0xE59, CharClass::digit},       {0xE80, 0xEFF, CharClass::ideograph},
    {0xF00, 0x109F, CharClass::letter},     {0x10A0, 0x10FF, CharClass::letter},
    {0x1100, 0x137F, CharClass::letter},    {0x1780, 0x17D3, CharClass::ideograph},
    {0x1E00, 0x1FFF, CharClass::letter},    {0x2000, 0x200A, CharClass::space},
    {0x200D, 0x200D, CharClass::mark},      {0x2028, 0x2029, CharClass::space},
    {0x202F, 0x202F, CharClass::space},     {0x205F, 0x205F, CharClass::space},
    {0x20D0, 0x20FF, CharClass::mark},      {0x231A, 0x231B, CharClass::emoji},
    {0x23E9, 0x23FA, CharClass::emoji},     {0x2600, 0x27BF, CharClass::emoji},
    {0x2B05, 0x2B07, CharClass::emoji},     {0x2B1B, 0x2B1C, CharClass::emoji},
    {0x2B50, 0x2B50, CharClass::emoji},     {0x2B55, 0x2B55, CharClass::emoji},
    {0x2C00, 0x2DFF, CharClass::letter},    {0x3000, 0x3000, CharClass::space},
    {0x3005, 0x3007, CharClass::ideograph}, {0x3041, 0x30FF, CharClass::ideograph},
    {0x3105, 0x318E, CharClass::ideograph}, {0x3400, 0x4DBF, CharClass::ideograph},
    {0x4E00, 0x9FFF, CharClass::ideograph}, {0xA640, 0xA7FF, CharClass::letter},
    {0xAC00, 0xD7A3, CharClass::letter},    {0xF900, 0xFAFF, CharClass::ideograph},
    {0xFB00, 0xFDFB, CharClass::letter},    {0xFE00, 0xFE0F, CharClass::mark},
    {0xFE70, 0xFEFC, CharClass::letter},    {0xFF10, 0xFF19, CharClass::digit},
    {0xFF21, 0xFF3A, CharClass::letter},    {0xFF41, 0xFF5A, CharClass::letter},
    {0xFF66, 0xFF9F, CharClass::ideograph}, {0x1F1E6, 0x1F1FF, CharClass::emoji},
    {0x1F300, 0x1F3FA, CharClass::emoji},   {0x1F3FB, 0x1F3FF, CharClass::mark},
    {0x1F400, 0x1FAFF, CharClass::emoji},   {0x20000, 0x323AF, CharClass::ideograph},
    {0xE0020, 0xE01EF, CharClass::mark},
};

constexpr std::array<CharClass, 128> ascii_classes() {
  std::array<CharClass, 128> classes{};
  for (std::size_t c = 0; c < 128; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool space = c <= ' ' || c == 127;
    classes[c] = letter                 ? CharClass::letter
                 : c >= '0' && c <= '9' ? CharClass::digit
                 : space                ? CharClass::space
                                        : CharClass::other;
  }
  return classes;
}
constexpr auto kAscii = ascii_classes();

bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

char32_t fold_greek(char32_t c) {
  switch (c) {
    case 0x3AC:
      return 0x3B1;
    case 0x3AD:
      return 0x3B5;
    case 0x3AE:
      return 0x3B7;
    case 0x390:
    case 0x3AF:
    case 0x3CA:
      return 0x3B9;
    case 0x3CC:
      return 0x3BF;
    case 0x3B0:
    case 0x3CB:
    case 0x3CD:
      return 0x3C5;
    case 0x3CE:
      return 0x3C9;
    case 0x3C2:  // final sigma
      return 0x3C3;
    default:
      return c;
  }
}

char32_t fold_arabic(char32_t c) {
  if (within(c, 0x64B, 0x65F) || c == 0x670 || c == 0x640 || within(c, 0x610, 0x61A)) return 0;
  switch (c) {
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671:
      return 0x627;  // alef
    case 0x649:
    case 0x6CC:
    case 0x626:
      return 0x64A;  // ya
    case 0x629:
      return 0x647;  // ta marbuta
    case 0x624:
      return 0x648;  // waw
    case 0x6A9:
      return 0x643;  // kaf
    default:
      return c;
  }
}

}  // namespace

CodePoint code_point_at(std::string_view utf8, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(utf8[at + i]));
  };
  const char32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {(lead & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (lead < 0xF0) return {(lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  return {(lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F),
          4};
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

CharClass class_of(char32_t c) {
  if (c < 128) return kAscii[c];
  std::size_t low = 0;
  std::size_t high = std::size(kRanges);
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (c > kRanges[middle].last) {
      low = middle + 1;
    } else if (c < kRanges[middle].first) {
      high = middle;
    } else {
      return kRanges[middle].of;
    }
  }
  return CharClass::other;
}

char32_t lower(char32_t c) {
  if (c < 128) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c < 0xC0) return c;
  if (c <= 0xDE) return c == 0xD7 ? c : c + 32;
  if (within(c, 0x100, 0x137) || within(c, 0x14A, 0x177) || within(c, 0x1E00, 0x1EFE) ||
      within(c, 0x1CD, 0x1DC) || within(c, 0x1DE, 0x1EF) || within(c, 0x1F8, 0x21F)) {
    if (c == 0x130) return 'i';
    if (within(c, 0x1CD, 0x1DC)) return (c & 1) != 0 ? c + 1 : c;
    if (c == 0x131 || c == 0x138 || within(c, 0x1E95, 0x1E9F)) return c;
    return c | 1;
  }
  if (within(c, 0x139, 0x148) || within(c, 0x179, 0x17E)) return (c & 1) != 0 ? c + 1 : c;
  if (c == 0x178) return 0xFF;
  if (c == 0x1A0 || c == 0x1AF) return c + 1;
  if (c == 0x386) return 0x3AC;
  if (within(c, 0x388, 0x38A)) return c + 37;
  if (c == 0x38C) return 0x3CC;
  if (within(c, 0x38E, 0x38F)) return c + 63;
  if (within(c, 0x391, 0x3AB) && c != 0x3A2) return c + 32;
  if (within(c, 0x400, 0x40F)) return c + 80;
  if (within(c, 0x410, 0x42F)) return c + 32;
  if (within(c, 0x460, 0x481) || within(c, 0x48A, 0x4BF) || within(c, 0x4D0, 0x52F)) return c | 1;
  if (within(c, 0x531, 0x556)) return c + 48;
  if (within(c, 0xFF21, 0xFF3A)) return c + 32;
  return c;
}

char32_t fold(char32_t c) {
  if (c < 128) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  c = lower(c);
  if (c < 0xC0) return c;
  if (c < 0x250) {
    const char base = kBaseLatin[c - 0xC0];
    return base == '.' ? c : static_cast<char32_t>(base);
  }
  if (within(c, 0x1E00, 0x1EFF)) {
    const char base = kBaseLatinAdditional[c - 0x1E00];
    return base == '.' ? c : static_cast<char32_t>(base);
  }
  if (within(c, 0x370, 0x3FF)) return fold_greek(c);
  if (c == 0x451) return 0x435;
  if (within(c, 0x600, 0x6FF)) return fold_arabic(c);
  if (within(c, 0xFF41, 0xFF5A)) return c - 0xFF41 + 'a';
  if (within(c, 0xFF10, 0xFF19)) return c - 0xFF10 + '0';
  if (class_of(c) == CharClass::mark) return 0;
  return c;
}

void append_folded(std::string& out, std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte < 0x80) {
      out += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
      ++at;
      continue;
    }
    const CodePoint c = code_point_at(utf8, at);
    at += c.size;
    if (c.value == 0xDF || c.value == 0x1E9E) {
      out += "ss";
    } else if (c.value == 0x2019 || c.value == 0x2018 || c.value == 0x2BC) {
      out += '\'';
    } else if (const char32_t folded = fold(c.value); folded != 0) {
      append_utf8(out, folded);
    }
  }
}

Script script_of(char32_t c) {
  if (c < 128) return kAscii[c] == CharClass::letter ? Script::latin : Script::none;
  if (class_of(c) != CharClass::letter && class_of(c) != CharClass::ideograph) return Script::none;
  if (c < 0x370 || within(c, 0x1E00, 0x1EFF) || within(c, 0xFF21, 0xFF5A)) return Script::latin;
  if (within(c, 0x370, 0x3FF) || within(c, 0x1F00, 0x1FFF)) return Script::greek;
  if (within(c, 0x400, 0x52F)) return Script::cyrillic;
  if (within(c, 0x590, 0x5FF)) return Script::hebrew;
  if (within(c, 0x600, 0x8FF) || within(c, 0xFB50, 0xFEFC)) return Script::arabic;
  return Script::other;
}

}  // namespace earshot::text
