// A short code for a response, which its customer can copy and come back with, without leaving a
// name: the first 40 of the id's random bits, as two groups of four signs.
// Owner: core/base. Threads: pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/base/ids.h"

namespace earshot {

/// "7KQM-2R9D". Crockford's base 32: no I, L, O and U, so that nothing is misread.
[[nodiscard]] std::string claim_code(const ResponseId& response);

/// The first 10 hexadecimal digits of the ids that have this code. Small letters, missing or other
/// dashes, spaces, and O for 0, I and L for 1 are forgiven. Error: invalid.
[[nodiscard]] Result<std::string> id_prefix_of_claim(std::string_view code);

}  // namespace earshot
