// How much memory this process holds, whoever manages it: a sanitizer's allocator does not tell the
// C library. Owner: a test. Threads: any.
#pragma once

#include <malloc.h>

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/// The sanitizers' own (g++ 12 comes without the header that declares it).
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace earshot::fakes {

/// Bytes that were asked for and not given back.
inline std::size_t memory_in_use() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return __sanitizer_get_current_allocated_bytes();
#else
  const auto heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
#endif
}

}  // namespace earshot::fakes
