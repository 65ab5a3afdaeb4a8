// A cell's key as one line of text, one to one, for the store's columns and for a person who looks
// into it. Owner: the edge core. Threads: pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/score/cell.h"

namespace earshot::edge {

[[nodiscard]] std::string key_text(const score::CellKey& key);
/// None: the text is not from key_text.
[[nodiscard]] std::optional<score::CellKey> parse_key_text(std::string_view text);

}  // namespace earshot::edge
