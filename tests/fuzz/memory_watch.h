// Measures how much memory a call holds at its worst, so that "no input makes memory grow beyond
// its own size times a constant" is checked for every input.
// Owner: tests/fuzz. Threads: counts the calling thread alone.
// Needs a sanitizer's allocator to count (presets fuzz, asan, tsan); in other builds it only calls.
#pragma once

#include <cstddef>
#include <cstdint>

namespace earshot::fuzz {

/// Peak memory ≤ per_byte × size of the input + constant.
struct MemoryBound {
  std::size_t per_byte;
  std::size_t constant;
};

class MemoryWatch {
 public:
  MemoryWatch();
  /// Aborts, saying by how much, when the peak since the construction was above the bound.
  void expect_within(MemoryBound bound, std::size_t input_size) const;
  ~MemoryWatch();
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;
};

/// `call()`, whose memory must stay within the bound; what it returns counts too. The program's
/// first call goes before, unwatched: libraries build tables of their own then, once for all.
template <typename Call>
auto within_memory(MemoryBound bound, std::size_t input_size, Call call) {
  static const bool warm = (static_cast<void>(call()), true);
  static_cast<void>(warm);
  const MemoryWatch watch;
  auto result = call();
  watch.expect_within(bound, input_size);
  return result;
}

}  // namespace earshot::fuzz
