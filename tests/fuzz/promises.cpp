#include "tests/fuzz/promises.h"

#include "core/base/check.h"
#include "core/base/utf8.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {
namespace {

constexpr std::size_t kMessageBytesMax = 2000;

/// Said once more, on its own: clean_text is a decoder under test itself.
bool has_control_or_reordering(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7F) return true;
    const auto after = [&](std::size_t n) {
      return i + n < text.size() ? static_cast<unsigned char>(text[i + n]) : 0U;
    };
    if (byte == 0xC2 && after(1) < 0xA0) return true;                       // C1 controls
    if (byte == 0xEF && after(1) == 0xBB && after(2) == 0xBF) return true;  // U+FEFF
    if (byte != 0xE2) continue;
    if (after(1) == 0x80 && after(2) >= 0xAA && after(2) <= 0xAE) return true;  // U+202A to 202E
    if (after(1) == 0x81 && after(2) >= 0xA6 && after(2) <= 0xA9) return true;  // U+2066 to 2069
  }
  return false;
}

}  // namespace

std::vector<Target>& targets() {
  static std::vector<Target> all;
  return all;
}

void expect_inert(std::string_view text, std::size_t code_points_max) {
  EARSHOT_CHECK(is_utf8(text));
  EARSHOT_CHECK(count_code_points(text) <= code_points_max);
  EARSHOT_CHECK(!has_control_or_reordering(text));
}

void expect_readable(const Error& error) {
  EARSHOT_CHECK(!error.message.empty());
  EARSHOT_CHECK(error.message.size() <= kMessageBytesMax);
  EARSHOT_CHECK(error.message.find('\n') == std::string::npos);
  expect_inert(error.message, kMessageBytesMax);
}

}  // namespace earshot::fuzz
