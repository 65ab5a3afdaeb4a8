// Reading TOML that a person wrote: every mistake is answered with file, line, reason and a hint.
// Owner: the .cpp that includes it (org_tree.cpp, config.cpp); toml++ is slow to compile, keep it
// there. Threads: plain functions, any thread. toml++'s exceptions stop here.
#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/toml_keys.h"
#include "core/base/utf8.h"

namespace earshot::hq {

inline constexpr std::size_t kReasonCodePointsMax = 300;

/// "<file>:<line>: <reason>. <hint>", the reason inert and on one line, whatever it quotes.
[[nodiscard]] inline tl::unexpected<Error> mistake(std::string_view file, std::uint32_t line,
                                                   std::string_view reason, std::string_view hint) {
  return fail(ErrorCode::invalid, fmt::format("{}:{}: {}. {}", file, line,
                                              one_line(reason, kReasonCodePointsMax), hint));
}

[[nodiscard]] inline Result<toml::table> parse_toml(std::string_view text, std::string_view file) {
  if (const auto line = line_of_too_deep_key(text); line > 0) {
    return mistake(file, static_cast<std::uint32_t>(line), "a key has too many parts",
                   "Nothing in this file has more than two");
  }
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& e) {
    return mistake(file, e.source().begin.line, e.description(),
                   "Check the quotes and brackets on this line");
  }
}

[[nodiscard]] inline std::uint32_t line_of(const toml::node& node) {
  return node.source().begin.line;
}

/// Refuses keys that nobody reads, so that a misspelt one cannot go unnoticed.
[[nodiscard]] inline Result<void> only_keys(const toml::table& table, std::string_view file,
                                            std::string_view where,
                                            std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    return mistake(file, key.source().begin.line, fmt::format("{} has no '{}'", where, key.str()),
                   fmt::format("Known keys: {}", fmt::join(known, ", ")));
  }
  return {};
}

/// None when the key is absent.
[[nodiscard]] inline Result<std::optional<std::string>> text_at(const toml::table& table,
                                                                std::string_view file,
                                                                std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_string()) {
    return mistake(file, line_of(*node), fmt::format("'{}' is not a text", key),
                   fmt::format("Put it in quotes: {} = \"…\"", key));
  }
  return node->as_string()->get();
}

[[nodiscard]] inline Result<std::string> text_needed(const toml::table& table,
                                                     std::string_view file, std::string_view key) {
  auto text = text_at(table, file, key);
  if (!text) return tl::unexpected(text.error());
  if (!*text || (*text)->empty()) {
    const toml::node* node = table.get(key);
    return mistake(file, node != nullptr ? line_of(*node) : std::max(line_of(table), 1U),
                   fmt::format("'{}' is missing", key),
                   fmt::format("Add a line such as {} = \"…\"", key));
  }
  return **text;
}

}  // namespace earshot::hq
