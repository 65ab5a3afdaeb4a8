// Chance that a seed repeats. Every part of the simulator throws dice of its own, named after the
// part: taking one fault away leaves everything else as it was, which is what makes shrinking work.
// Owner: whoever throws them. Threads: one. SplitMix64 (Steele, Lea, Flood 2014). Not for secrets.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/base/check.h"
#include "core/base/ports.h"

namespace earshot::sim {

/// One step of SplitMix64's output function: every bit of `z` moves half of the result's bits.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

/// FNV-1a: the same on every machine, unlike std::hash.
[[nodiscard]] constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  /// The dice of one named part of the world, and of one of its pieces.
  Dice(std::uint64_t seed, std::string_view name, std::uint64_t piece = 0)
      : state_(mixed(seed ^ mixed(hash_of(name) + piece * 0x9e3779b97f4a7c15U))) {}

  std::uint64_t next() { return mixed(state_ += 0x9e3779b97f4a7c15U); }
  /// In [0, bound); bound ≥ 1.
  std::uint64_t below(std::uint64_t bound) {
    EARSHOT_CHECK(bound > 0);
    return next() % bound;
  }
  /// In [lowest, highest].
  std::int64_t between(std::int64_t lowest, std::int64_t highest) {
    EARSHOT_CHECK(lowest <= highest);
    return lowest +
           static_cast<std::int64_t>(below(static_cast<std::uint64_t>(highest - lowest) + 1));
  }
  Duration between(Duration lowest, Duration highest) {
    return Duration{between(lowest.count(), highest.count())};
  }
  /// True `n` times in a thousand.
  bool permille(std::uint64_t n) { return below(1000) < n; }
  template <typename T>
  const T& one_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

 private:
  std::uint64_t state_;
};

/// The dice as the port that the real code asks for randomness.
class DiceRandom final : public Random {
 public:
  explicit DiceRandom(Dice dice) : dice_(dice) {}
  void fill(std::span<std::byte> bytes) override {
    while (!bytes.empty()) {
      const std::uint64_t value = dice_.next();
      const auto n = std::min(bytes.size(), sizeof value);
      std::memcpy(bytes.data(), &value, n);
      bytes = bytes.subspan(n);
    }
  }

 private:
  Dice dice_;
};

}  // namespace earshot::sim
