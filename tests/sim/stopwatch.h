// Where the time of a run goes: each moment belongs to one part, and what a part calls of another
// one's belongs to that one. Owner: the scene. Threads: one.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

namespace earshot::sim {

enum class Part : std::uint8_t { world, starts, kiosks, edges, headquarters, disks, checks };
inline constexpr std::size_t kPartCount = static_cast<std::size_t>(Part::checks) + 1;
inline constexpr std::array<std::string_view, kPartCount> kPartNames{
    "the world itself", "starting programs", "kiosks", "edge agents",
    "headquarters",     "disks lost",        "checks"};

/// Nanoseconds of the machine's time by part; nothing of the story depends on it.
using Split = std::array<std::int64_t, kPartCount>;

class Stopwatch {
 public:
  /// Returns the part that was on until now.
  Part switch_to(Part part) {
    const auto now = std::chrono::steady_clock::now();
    split_[static_cast<std::size_t>(part_)] +=
        std::chrono::duration_cast<std::chrono::nanoseconds>(now - since_).count();
    since_ = now;
    return std::exchange(part_, part);
  }
  [[nodiscard]] const Split& split() {
    switch_to(part_);
    return split_;
  }

 private:
  Split split_{};
  Part part_ = Part::world;
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

/// While it lives the time is `part`'s.
class Lap {
 public:
  Lap(Stopwatch& watch, Part part) : watch_(watch), before_(watch.switch_to(part)) {}
  ~Lap() { watch_.switch_to(before_); }
  Lap(const Lap&) = delete;
  Lap& operator=(const Lap&) = delete;

 private:
  Stopwatch& watch_;
  const Part before_;
};

}  // namespace earshot::sim
