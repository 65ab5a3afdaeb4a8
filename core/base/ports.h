// The ports every part needs: clocks and randomness. Real ones in platform/system, seeded ones in
// tests/fakes. Owner: whoever wires the process. Threads: implementations must allow any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/ids.h"
#include "core/base/time.h"

namespace earshot {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual WallTime wall_now() = 0;
  [[nodiscard]] virtual MonoTime mono_now() = 0;
};

class Random {
 public:
  virtual ~Random() = default;
  /// Fills `bytes` with random bytes (cryptographic ones in the real adapter).
  virtual void fill(std::span<std::byte> bytes) = 0;
};

/// A random number in [0, bound); bound ≥ 1.
[[nodiscard]] std::uint64_t random_below(Random& random, std::uint64_t bound);

/// 32 random hexadecimal digits, as ResponseId and AlertId want them.
[[nodiscard]] std::string random_hex(Random& random);

}  // namespace earshot
