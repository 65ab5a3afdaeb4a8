#include "core/base/ids.h"

#include "core/base/check.h"
#include "core/base/utf8.h"

namespace earshot {

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kNameLengthMax) return false;
  const auto letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  if (!letter_or_digit(text.front())) return false;
  for (const char c : text) {
    if (!letter_or_digit(c) && c != '-' && c != '_' && c != '.') return false;
  }
  return true;
}

Error not_a_name(std::string_view text) {
  return {ErrorCode::invalid, "'" + one_line(text, kNameLengthMax) +
                                  "' is not a name: use 1 to 64 of a-z 0-9 - _ . "
                                  "and begin with a letter or digit"};
}

void assert_name(std::string_view text) { EARSHOT_CHECK(text.empty() || is_name(text)); }

}  // namespace earshot
