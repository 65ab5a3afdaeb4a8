// PINs: hashed slowly (argon2id), so that whoever steals the file cannot try them all in a minute,
// and within what a small box can afford.
// Owner: whoever asks for the PIN. Threads: pure functions, any thread; each takes some 50 ms and
// 32 MiB.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace earshot::crypto {

inline constexpr std::size_t kPinDigitsMin = 6, kPinDigitsMax = 12;

/// "$argon2id$v=19$m=32768,t=3,p=1$…". Error: invalid: not 6 to 12 digits, or one that everybody
/// tries first (111111, 123456, 654321).
[[nodiscard]] Result<std::string> hash_pin(std::string_view pin);

/// True if `hash` was made of `pin`.
[[nodiscard]] bool is_pin(std::string_view pin, std::string_view hash);

/// Whether `hash` is one of argon2id whose cost stays below 64 MiB and 10 passes, so that no file
/// can make the kiosk stand still. Error: invalid, says what it is instead.
[[nodiscard]] Result<void> check_pin_hash(std::string_view hash);

}  // namespace earshot::crypto
