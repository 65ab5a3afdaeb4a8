// A fuzz target: a function that takes any bytes, hands them to one decoder, and aborts when the
// decoder breaks a promise. Owner: tests/fuzz. Threads: one.
// The same functions run under libFuzzer (driver.cpp) and over the committed corpus in every
// ordinary build (corpus_test.cpp).
#pragma once

#include <string_view>
#include <vector>

namespace earshot::fuzz {

struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
};

/// All that are linked into this program.
[[nodiscard]] std::vector<Target>& targets();

struct Registered {
  Registered(std::string_view name, void (*run)(std::string_view)) {
    targets().push_back({name, run});
  }
};

}  // namespace earshot::fuzz

/// `FUZZ_TARGET(frame) { … input … }`, once in each .cpp of targets/, inside earshot::fuzz.
#define FUZZ_TARGET(name)                                       \
  static void run_##name(std::string_view input);               \
  static const Registered registered_##name(#name, run_##name); \
  static void run_##name(std::string_view input)
