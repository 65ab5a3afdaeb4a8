// The rarely used counts of a cell (sentiment, emotions, misuse) as a few bytes for a store.
// Owner: the stores. Threads: pure functions, any thread.
// Varints in a fixed order, zeros at the end left out; no bytes at all when every count is 0.
#pragma once

#include <string>
#include <string_view>

#include "core/score/cell.h"

namespace earshot::hq {

[[nodiscard]] std::string pack_rest(const score::CellValue& value);
/// Fills sentiment, emotions and misuse. False when the bytes are not from pack_rest.
[[nodiscard]] bool unpack_rest(std::string_view bytes, score::CellValue& value);

}  // namespace earshot::hq
