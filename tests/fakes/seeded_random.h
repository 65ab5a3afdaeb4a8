// Randomness that a seed repeats, on every machine. Owner: the test. Threads: any.
// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). Not for
// secrets.
#pragma once

#include <algorithm>
#include <cstring>
#include <mutex>

#include "core/base/ports.h"

namespace earshot::fakes {

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed = 1) : state_(seed) {}

  void fill(std::span<std::byte> bytes) override {
    const std::lock_guard lock(mutex_);
    while (!bytes.empty()) {
      const std::uint64_t value = next();
      const auto n = std::min(bytes.size(), sizeof value);
      std::memcpy(bytes.data(), &value, n);
      bytes = bytes.subspan(n);
    }
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  std::mutex mutex_;
  std::uint64_t state_;
};

}  // namespace earshot::fakes
