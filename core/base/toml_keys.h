// A look at TOML text before toml++ parses it: the library frees what it parsed by recursion, one
// level for each part of a dotted key, so that a file of "a.a.a. …" ends in a stack overflow.
// Owner: core/base. Threads: pure function, any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace earshot {

/// The most parts that a dotted key ("broker.port") or a section's name may have.
inline constexpr std::size_t kTomlKeyPartsMax = 16;

/// The line, from 1, of the first key with more parts than that; 0 when there is none.
[[nodiscard]] std::size_t line_of_too_deep_key(std::string_view toml);

}  // namespace earshot
