// Bytes made smaller, as one frame of Zstandard (RFC 8878). Owner: core/base. Threads: any; pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace earshot {

/// `level` 1 (the fastest) … 19 (the smallest). The same library gives the same bytes.
[[nodiscard]] std::string pack(std::string_view plain, int level);

/// True where the bytes begin as packed ones do.
[[nodiscard]] bool is_packed(std::string_view bytes);

/// What was packed, if it has at most `bytes_max` bytes: a claim of more takes no memory. Errors:
/// invalid, damaged or too large.
[[nodiscard]] Result<std::string> unpack(std::string_view bytes, std::size_t bytes_max);

}  // namespace earshot
