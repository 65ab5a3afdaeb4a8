// Eight digits by which people tell two files or two keys apart: "3f9a00c1". No secret, no proof.
// Owner: whoever shows one. Threads: a pure function, any thread.
#pragma once

#include <string>
#include <string_view>

namespace earshot::crypto {

/// The first 8 hexadecimal digits of the bytes' BLAKE2b, 256 bits.
[[nodiscard]] std::string mark_of(std::string_view bytes);

}  // namespace earshot::crypto
