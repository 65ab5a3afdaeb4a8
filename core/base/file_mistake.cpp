#include "core/base/file_mistake.h"

#include <fmt/format.h>

#include "core/base/toml_keys.h"
#include "core/base/utf8.h"

namespace earshot {
namespace {

constexpr std::size_t kToldMax = 300;

/// The first line that is not UTF-8, from 1. A line feed is never part of a longer character.
std::size_t first_ill_formed_line(std::string_view text) {
  for (std::size_t line = 1;; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !is_utf8(text.substr(0, end))) return line;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

Error error_of(const FileMistake& mistake, std::string_view file_name) {
  return {
      ErrorCode::invalid,
      fmt::format("{}:{}: {}. {}{}", file_name, mistake.line, one_line(mistake.reason, kToldMax),
                  one_line(mistake.hint, kToldMax), mistake.hint.ends_with('?') ? "" : ".")};
}

std::optional<FileMistake> unreadable_toml(std::string_view toml, std::size_t bytes_max,
                                           std::string_view what) {
  if (toml.size() > bytes_max) {
    return FileMistake{1, fmt::format("the file has {} bytes", toml.size()),
                       fmt::format("Write {} of at most {}", what, bytes_max)};
  }
  if (!is_utf8(toml)) {
    return FileMistake{first_ill_formed_line(toml), "this line is not UTF-8 text",
                       "Save the file with the encoding UTF-8"};
  }
  if (const auto line = line_of_too_deep_key(toml); line > 0) {
    return FileMistake{line, "a key has too many parts",
                       fmt::format("Nothing in {} has more than three", what)};
  }
  return std::nullopt;
}

}  // namespace earshot
