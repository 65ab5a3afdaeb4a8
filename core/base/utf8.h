// UTF-8: whatever bytes come in, what is kept is valid text that is inert when shown.
// Owner: core/base. Threads: pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace earshot {

/// True if `text` is well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates).
[[nodiscard]] bool is_utf8(std::string_view text);

/// A valid copy: each maximal ill-formed part becomes U+FFFD (Unicode 15, section 3.9).
[[nodiscard]] std::string repair_utf8(std::string_view bytes);

/// What a person typed, made safe to keep and show anywhere: repaired; control characters removed
/// except newline (tab becomes a space); bidirectional embeddings, overrides and isolates removed,
/// so that no comment can reorder the text around it; cut to at most `code_points_max` code points.
[[nodiscard]] std::string clean_text(std::string_view bytes, std::size_t code_points_max);

/// The same on one line: a line break becomes a space. For messages that quote what a file says.
[[nodiscard]] std::string one_line(std::string_view bytes, std::size_t code_points_max);

/// The number of code points in valid UTF-8.
[[nodiscard]] std::size_t count_code_points(std::string_view utf8);

}  // namespace earshot
