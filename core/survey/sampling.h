// Chance that can be repeated: what falls to a response follows from its random id alone, so that a
// restart, a second look and a test all come to the same.
// Owner: core/survey. Threads: pure functions, any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/ids.h"

namespace earshot::survey {

/// A number in [0, bound) for this response and this purpose; bound ≥ 1 (asserted). Different
/// purposes draw independently.
[[nodiscard]] std::uint32_t draw(const ResponseId& response, std::string_view purpose,
                                 std::uint32_t bound);

/// True for `share` in 100 people. `share` 100: everybody.
[[nodiscard]] bool is_sampled(const ResponseId& response, const QuestionId& question, int share);

}  // namespace earshot::survey
