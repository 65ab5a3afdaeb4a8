#include "core/base/toml_keys.h"

#include <algorithm>

namespace earshot {
namespace {

/// Behind the string that begins at `at`. One that nobody closes ends with its line (or, if it may
/// have several, with the text); the parser stops there too.
std::size_t end_of_string(std::string_view toml, std::size_t at) {
  const char quote = toml[at];
  const std::string_view three = quote == '"' ? R"(""")" : "'''";
  const bool lines = toml.substr(at, 3) == three;
  at += lines ? 3 : 1;
  while (at < toml.size()) {
    if (quote == '"' && toml[at] == '\\') {
      at += 2;
    } else if (lines && toml.substr(at, 3) == three) {
      at += 3;
      // Up to two more quotation marks belong to the text before the closing three.
      for (int more = 0; more < 2 && at < toml.size() && toml[at] == quote; ++more) ++at;
      return at;
    } else if (!lines && (toml[at] == quote || toml[at] == '\n')) {
      return toml[at] == quote ? at + 1 : at;
    } else {
      ++at;
    }
  }
  return toml.size();
}

}  // namespace

std::size_t line_of_too_deep_key(std::string_view toml) {
  constexpr std::string_view kEndsAKey = "=[]{},\n";
  std::size_t parts = 1;
  std::size_t at = 0;
  while (at < toml.size()) {
    const char c = toml[at];
    if (c == '#') {
      at = std::min(toml.find('\n', at), toml.size());
    } else if (c == '"' || c == '\'') {
      at = end_of_string(toml, at);
    } else {
      if (c == '.' && ++parts > kTomlKeyPartsMax) {
        return 1 + static_cast<std::size_t>(std::count(toml.begin(), toml.begin() + at, '\n'));
      }
      if (kEndsAKey.find(c) != std::string_view::npos) parts = 1;
      ++at;
    }
  }
  return 0;
}

}  // namespace earshot
