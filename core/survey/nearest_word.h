// "Did you mean …?": the known word nearest to one that a person mistyped in a file.
// Owner: core/survey. Threads: pure functions, any thread.
// A hint only: nothing is ever corrected by itself.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace earshot::survey {

/// How many single-character changes (insert, delete, replace, swap neighbours) turn `a` into `b`:
/// the optimal string alignment distance. Cost |a|·|b|, so for words, not for texts.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known word nearest to `word`; empty when even that one is too far off to be meant, or when
/// `word` is longer than 64 bytes.
[[nodiscard]] std::string_view nearest_word(std::string_view word,
                                            std::span<const std::string_view> known);

}  // namespace earshot::survey
