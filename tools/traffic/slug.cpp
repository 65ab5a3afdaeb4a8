#include "tools/traffic/slug.h"

#include <algorithm>
#include <array>
#include <utility>

namespace earshot::traffic {
namespace {

/// U+00C0 … U+00FF and a few of Latin Extended-A, as the UTF-8 they are, and their plain letters.
constexpr std::array<std::pair<std::string_view, std::string_view>, 40> kPlain = {{
    {"à", "a"},  {"á", "a"}, {"â", "a"}, {"ã", "a"}, {"ä", "a"}, {"å", "a"}, {"æ", "ae"},
    {"ç", "c"},  {"è", "e"}, {"é", "e"}, {"ê", "e"}, {"ë", "e"}, {"ì", "i"}, {"í", "i"},
    {"î", "i"},  {"ï", "i"}, {"ñ", "n"}, {"ò", "o"}, {"ó", "o"}, {"ô", "o"}, {"õ", "o"},
    {"ö", "o"},  {"ø", "o"}, {"ù", "u"}, {"ú", "u"}, {"û", "u"}, {"ü", "u"}, {"ý", "y"},
    {"ß", "ss"}, {"ą", "a"}, {"ć", "c"}, {"ę", "e"}, {"ł", "l"}, {"ń", "n"}, {"ś", "s"},
    {"ź", "z"},  {"ż", "z"}, {"š", "s"}, {"č", "c"}, {"ž", "z"},
}};

/// Lower case for the two-byte letters above: À–Þ lie 32 below à–þ; Ą, Ć … one below ą, ć ….
std::string lower_of(std::string_view letter) {
  std::string lower(letter);
  const auto lead = static_cast<unsigned char>(lower[0]);
  auto tail = static_cast<unsigned char>(lower[1]);
  if (lead == 0xC3 && tail >= 0x80 && tail <= 0x9E) tail += 0x20;
  lower[1] = static_cast<char>(tail);
  return lower;
}

std::string_view plain_of(std::string_view letter) {
  const std::string lower = lower_of(letter);
  std::string above = letter.size() == 2 ? std::string(letter) : std::string();
  if (!above.empty()) above[1] = static_cast<char>(static_cast<unsigned char>(above[1]) + 1);
  for (const auto& [accented, plain] : kPlain) {
    if (accented == lower) return plain;
  }
  const auto lead = static_cast<unsigned char>(letter[0]);
  if (lead == 0xC4 || lead == 0xC5) {
    for (const auto& [accented, plain] : kPlain) {
      if (accented == above) return plain;
    }
  }
  return {};
}

bool is_edge(char c) { return c == '-' || c == '_' || c == '.'; }

std::string trimmed(std::string name, std::size_t length_max) {
  const auto first = std::ranges::find_if_not(name, is_edge);
  name.erase(name.begin(), first);
  if (name.size() > length_max) name.resize(length_max);
  while (!name.empty() && is_edge(name.back())) name.pop_back();
  return name;
}

}  // namespace

std::string slug(std::string_view name, std::size_t length_max) {
  std::string out;
  const auto separate = [&out] {
    if (!out.ends_with('-')) out += '-';
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.') {
      out += c;
    } else if ((static_cast<unsigned char>(c) & 0xE0U) == 0xC0U && i + 1 < name.size()) {
      const std::string_view plain = plain_of(name.substr(i, 2));
      if (plain.empty()) {
        separate();
      } else {
        out += plain;
      }
      ++i;
    } else {
      separate();
    }
  }
  return trimmed(std::move(out), length_max);
}

std::string kiosk_name(std::string_view location, std::string_view touchpoint) {
  const std::size_t room = kNameLengthMax - 1;
  std::size_t left = location.size();
  std::size_t right = touchpoint.size();
  if (left + right > room) {
    right = std::max(std::min(right, room / 2), room - std::min(left, room));
    left = room - right;
  }
  return trimmed(std::string(location.substr(0, left)), kNameLengthMax) + "-" +
         trimmed(std::string(touchpoint.substr(0, right)), kNameLengthMax);
}

}  // namespace earshot::traffic
