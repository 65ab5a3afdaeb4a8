// The real clock and the real source of randomness.
// Owner: main. Threads: any.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/base/ports.h"

namespace earshot::system {

class RealClock final : public Clock {
 public:
  WallTime wall_now() override;
  MonoTime mono_now() override;  ///< CLOCK_MONOTONIC
};

/// libsodium's generator.
class RealRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override;
};

/// This boot's id (32 hexadecimal digits, from /proc/sys/kernel/random/boot_id; empty if
/// unreadable).
[[nodiscard]] std::string boot_id();
/// Milliseconds since boot, sleep included (CLOCK_BOOTTIME).
[[nodiscard]] std::int64_t uptime_ms();

}  // namespace earshot::system
