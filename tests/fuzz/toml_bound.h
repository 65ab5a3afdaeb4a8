// How much memory a file that a person wrote in TOML may take: toml++ keeps a node with its source
// position for each value, and one for each part of a dotted key ("a.a.a = 1").
// Owner: tests/fuzz. Threads: a constant.
#pragma once

#include "tests/fuzz/memory_watch.h"

namespace earshot::fuzz {

inline constexpr MemoryBound kTomlBound{400, 128 * 1024};

}  // namespace earshot::fuzz
