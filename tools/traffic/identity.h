// Ids that are the same each time the same thing is played, so that playing it twice counts once.
// Owner: tools/traffic. Threads: pure functions, any thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "core/base/ids.h"

namespace earshot::traffic {

/// BLAKE2b, 128 bits, over the parts, each with its length before it (so that "ab","c" and "a","bc"
/// differ), as 32 hexadecimal digits.
[[nodiscard]] std::string digest_hex(std::initializer_list<std::string_view> parts);

/// A replayed response: who said it where, by which map.
[[nodiscard]] ResponseId replayed_id(std::string_view map_id, const LocationId& location,
                                     std::string_view respondent);

}  // namespace earshot::traffic
