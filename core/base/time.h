// Time: wall time (what a clock on the wall says, and may be wrong or jump) and monotonic time
// (only ever goes forward, means nothing to a person) are different types and never mix.
// Owner: core/base. Threads: plain values, any thread.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace earshot {

using Duration = std::chrono::milliseconds;

/// Milliseconds since 1970-01-01T00:00:00Z.
struct WallTime {
  std::int64_t ms = 0;
  auto operator<=>(const WallTime&) const = default;
};
inline WallTime operator+(WallTime t, Duration d) { return {t.ms + d.count()}; }
inline WallTime operator-(WallTime t, Duration d) { return {t.ms - d.count()}; }
inline Duration operator-(WallTime a, WallTime b) { return Duration{a.ms - b.ms}; }

/// Milliseconds since an arbitrary moment of this boot; comparable only within one process.
struct MonoTime {
  std::int64_t ms = 0;
  auto operator<=>(const MonoTime&) const = default;
};
inline MonoTime operator+(MonoTime t, Duration d) { return {t.ms + d.count()}; }
inline MonoTime operator-(MonoTime t, Duration d) { return {t.ms - d.count()}; }
inline Duration operator-(MonoTime a, MonoTime b) { return Duration{a.ms - b.ms}; }

/// Hours since 1970-01-01T00:00Z, rounded down: the grain of a cell.
using HourUtc = std::int64_t;
inline constexpr std::int64_t kHourMs = 3'600'000;
inline HourUtc hour_of(WallTime t) {
  return t.ms >= 0 ? t.ms / kHourMs : -((-t.ms + kHourMs - 1) / kHourMs);
}

/// Days since 1970-01-01 in the location's own calendar: the business day.
using LocalDay = std::int32_t;

}  // namespace earshot
