// What happened, in the order it happened: a hash of every event always (two runs of a seed must
// have the same one), and the events as lines for a person when somebody wants to read them.
// Owner: the world. Threads: one.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/dice.h"
#include "tests/sim/event_queue.h"

namespace earshot::sim {

/// "day 2 14:03:07.250"; the world begins on day 1 at 09:00.
[[nodiscard]] std::string time_words(SimTime at);

class Story {
 public:
  explicit Story(const EventQueue& queue) : queue_(queue) {}

  /// From now on lines are kept, the newest `lines_max` of them.
  void keep_lines(std::size_t lines_max) { lines_max_ = lines_max; }

  template <typename... Args>
  void tell(fmt::format_string<Args...> words, Args&&... args) {
    mix(static_cast<std::uint64_t>(queue_.now()));
    const auto pattern = fmt::string_view(words);
    mix(hash_of({pattern.data(), pattern.size()}));
    (mix_one(args), ...);
    if (lines_max_ > 0) add(fmt::format(words, std::forward<Args>(args)...));
  }

  [[nodiscard]] std::uint64_t hash() const { return hash_; }
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
  [[nodiscard]] std::size_t lines_left_out() const { return left_out_; }

 private:
  void mix(std::uint64_t value) { hash_ = mixed(hash_ ^ value) + 0x9e3779b97f4a7c15U; }
  template <typename T>
  void mix_one(const T& value) {
    if constexpr (std::integral<T>) {
      mix(static_cast<std::uint64_t>(value));
    } else {
      mix(hash_of(std::string_view(value)));
    }
  }
  void add(std::string words);

  const EventQueue& queue_;
  std::uint64_t hash_ = 0;
  std::size_t lines_max_ = 0;
  std::size_t left_out_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace earshot::sim
