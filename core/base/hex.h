// Hexadecimal, for ids and digests where a person may read them.
// Owner: core/base. Threads: pure functions, any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace earshot {

/// Lower case, two digits a byte.
[[nodiscard]] std::string to_hex(std::span<const std::byte> bytes);

/// Error: invalid for an odd number of digits or anything that is no lower-case digit.
[[nodiscard]] Result<std::vector<std::byte>> from_hex(std::string_view hex);

}  // namespace earshot
