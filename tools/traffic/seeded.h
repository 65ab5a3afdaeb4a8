// Random numbers that are a pure function of a seed and of what they are for, the same on every
// machine: no library's distribution and no libm, only integer and basic floating-point arithmetic.
// Owner: the plan. Threads: plain values, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "core/base/check.h"

namespace earshot::traffic {

class Seeded {
 public:
  /// Streams of different purpose or numbers are independent of one another.
  Seeded(std::uint64_t seed, std::string_view purpose,
         std::initializer_list<std::uint64_t> numbers = {})
      : state_(mix(seed)) {
    for (const char c : purpose) state_ = mix(state_ ^ static_cast<unsigned char>(c));
    for (const std::uint64_t number : numbers) state_ = mix(state_ ^ number);
  }

  /// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    return mix(state_);
  }

  /// In [0, 1).
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  bool chance(double probability) { return uniform() < probability; }
  /// In [0, bound); the bias is below bound / 2^53.
  std::size_t below(std::size_t bound) {
    EARSHOT_CHECK(bound > 0);
    return static_cast<std::size_t>(uniform() * static_cast<double>(bound));
  }
  template <typename T>
  const T& pick(std::span<const T> items) {
    return items[below(items.size())];
  }

  /// Mean 0, deviation 1: the sum of twelve uniforms less six, close enough for moods.
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }

  /// Knuth's method; 0 ≤ mean ≤ 20.
  int poisson(double mean) {
    EARSHOT_CHECK(mean >= 0 && mean <= 20);
    const double limit = exp_of_minus(mean);
    double product = uniform();
    int count = 0;
    while (product > limit) {
      ++count;
      product *= uniform();
    }
    return count;
  }

 private:
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  /// e^−x by the series of e^(−x/32), squared five times: enough for x ≤ 20.
  static double exp_of_minus(double x) {
    const double y = -x / 32;
    double sum = 1;
    double term = 1;
    for (int i = 1; i <= 12; ++i) {
      term *= y / i;
      sum += term;
    }
    for (int i = 0; i < 5; ++i) sum *= sum;
    return sum;
  }

  std::uint64_t state_;
};

}  // namespace earshot::traffic
