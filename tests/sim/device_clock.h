// The clocks of one device: a wall clock that is wrong, drifts and jumps, and a monotonic one that
// begins anew with every boot. Owner: its machine. Threads: one.
#pragma once

#include "core/base/ports.h"
#include "tests/sim/event_queue.h"

namespace earshot::sim {

inline constexpr std::int64_t kDayMs = 24 * kHourMs;
/// The world begins on Monday 2 March 2026 at 09:00 UTC, when the doors open.
inline constexpr std::int64_t kWorldBegins = 1'772'442'000'000;
inline constexpr std::int64_t kDayBegins = 9 * kHourMs;

class DeviceClock final : public Clock {
 public:
  explicit DeviceClock(const EventQueue& queue) : queue_(queue) {}

  WallTime wall_now() override {
    const SimTime now = queue_.now();
    if (unset_) return {now - booted_};
    return {kWorldBegins + now + offset_ms_ + (now - drift_from_) * drift_ppm_ / 1'000'000};
  }
  MonoTime mono_now() override { return {uptime_ms()}; }
  [[nodiscard]] std::int64_t uptime_ms() const { return queue_.now() - booted_ + kBootTakes; }
  /// When the monotonic clock shows `mono`.
  [[nodiscard]] SimTime when(MonoTime mono) const {
    return mono.ms >= INT64_MAX - kBootTakes ? INT64_MAX : mono.ms + booted_ - kBootTakes;
  }
  /// By how much the wall clock is ahead of the truth.
  [[nodiscard]] std::int64_t error_ms() { return wall_now().ms - kWorldBegins - queue_.now(); }

  void boot() { booted_ = queue_.now(); }
  void set_error(std::int64_t ms) {
    offset_ms_ = ms;
    drift_from_ = queue_.now();
    unset_ = false;
  }
  /// Gains so many microseconds a second from now on; may be negative.
  void set_drift(std::int64_t ppm) {
    set_error(error_ms());
    drift_ppm_ = ppm;
  }
  /// Without a battery and without a network it begins at 1970 with the boot.
  void unset() { unset_ = true; }
  [[nodiscard]] bool is_unset() const { return unset_; }

 private:
  static constexpr std::int64_t kBootTakes = 20'000;
  const EventQueue& queue_;
  SimTime booted_ = 0;
  std::int64_t offset_ms_ = 0;
  std::int64_t drift_ppm_ = 0;
  SimTime drift_from_ = 0;
  bool unset_ = false;
};

}  // namespace earshot::sim
