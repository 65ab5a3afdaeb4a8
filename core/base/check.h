// EARSHOT_CHECK: an assertion about the program itself that also holds in release builds.
// Owner: core/base. Threads: any.
// For programmer errors only; what the world does wrong is an Error (result.h).
#pragma once

namespace earshot {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}

#define EARSHOT_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::earshot::check_failed(#condition, __FILE__, __LINE__))
