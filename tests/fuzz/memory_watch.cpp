#include "tests/fuzz/memory_watch.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

// Of every sanitizer's runtime (sanitizer/allocator_interface.h); absent in ordinary builds.
extern "C" {
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*, std::size_t),
                                              void (*on_free)(const volatile void*))
    __attribute__((weak));
std::size_t __sanitizer_get_allocated_size(const volatile void*) __attribute__((weak));
}

namespace earshot::fuzz {
namespace {

thread_local bool watching = false;
thread_local std::int64_t held = 0;
thread_local std::int64_t peak = 0;

void on_malloc(const volatile void*, std::size_t size) {
  if (!watching) return;
  held += static_cast<std::int64_t>(size);
  peak = std::max(peak, held);
}

void on_free(const volatile void* block) {
  if (!watching || block == nullptr) return;
  held -= static_cast<std::int64_t>(__sanitizer_get_allocated_size(block));
}

bool install() {
  return __sanitizer_install_malloc_and_free_hooks != nullptr &&
         __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) != 0;
}

}  // namespace

MemoryWatch::MemoryWatch() {
  static const bool installed = install();
  held = 0;
  peak = 0;
  watching = installed;
}

MemoryWatch::~MemoryWatch() { watching = false; }

void MemoryWatch::expect_within(MemoryBound bound, std::size_t input_size) const {
  watching = false;
  const auto allowed = static_cast<std::int64_t>(bound.per_byte * input_size + bound.constant);
  if (peak <= allowed) return;
  std::fprintf(stderr, "%zu bytes of input took %lld bytes of memory; %lld are allowed\n",
               input_size, static_cast<long long>(peak), static_cast<long long>(allowed));
  std::abort();
}

}  // namespace earshot::fuzz
