#include "core/base/claim_code.h"

#include <cstdint>

#include "core/base/check.h"

namespace earshot {
namespace {

constexpr std::string_view kSigns = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::size_t kSignCount = 8, kHexCount = 10;  // 40 bits

char forgiven(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') return '0';
  return c == 'I' || c == 'L' ? '1' : c;
}

}  // namespace

std::string claim_code(const ResponseId& response) {
  EARSHOT_CHECK(!response.empty());
  std::uint64_t bits = 0;
  for (const char c : response.str().substr(0, kHexCount)) bits = bits << 4 | kHex.find(c);
  std::string code;
  for (std::size_t i = 0; i < kSignCount; ++i) {
    if (i == kSignCount / 2) code += '-';
    code += kSigns[bits >> (5 * (kSignCount - 1 - i)) & 31U];
  }
  return code;
}

Result<std::string> id_prefix_of_claim(std::string_view code) {
  std::uint64_t bits = 0;
  std::size_t signs = 0;
  for (const char c : code) {
    if (c == '-' || c == ' ') continue;
    const auto sign = kSigns.find(forgiven(c));
    if (sign == std::string_view::npos || ++signs > kSignCount) {
      return fail(ErrorCode::invalid, "this is no code: it has eight letters and digits");
    }
    bits = bits << 5 | sign;
  }
  if (signs != kSignCount) {
    return fail(ErrorCode::invalid, "this is no code: it has eight letters and digits");
  }
  std::string prefix;
  for (std::size_t i = 0; i < kHexCount; ++i) {
    prefix += kHex[bits >> (4 * (kHexCount - 1 - i)) & 15U];
  }
  return prefix;
}

}  // namespace earshot
