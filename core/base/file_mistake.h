// A mistake in a file that a person wrote: where it is, what it is, and what to do about it.
// Owner: core/base. Threads: pure functions, any thread.
// Readers are several calls deep and only the first mistake is told, so they throw it inside the
// one file that reads; it never leaves there but as an Error.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace earshot {

struct FileMistake {
  std::size_t line = 1;  ///< from 1
  std::string reason;    ///< a sentence without its full stop; may quote the file
  std::string hint;      ///< the same; may end with a question mark
};

/// "survey.toml:12: the kind 'stars' is unknown. Did you mean 'smiley'?" The reason and the hint
/// are made inert and cut at 300 code points. Code: invalid.
[[nodiscard]] Error error_of(const FileMistake& mistake, std::string_view file_name);

/// What is wrong with TOML text before a parser may see it: more than `bytes_max`, no UTF-8, or
/// keys so deep that the parser's own stack would end; none: parse it. `what` names such a file in
/// the hints: "a survey".
[[nodiscard]] std::optional<FileMistake> unreadable_toml(std::string_view toml,
                                                         std::size_t bytes_max,
                                                         std::string_view what);

}  // namespace earshot
