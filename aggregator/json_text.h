// Writes JSON as text, piece by piece. A tree of a thousand locations is megabytes of it, several
// times a second: building a document first costs five times as much (tests/bench/hq_bench.cpp).
// Owner: the caller. Threads: one at a time.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/base/time.h"

namespace earshot::hq {

class JsonText {
 public:
  JsonText& open(char bracket);   ///< '{' or '['
  JsonText& close(char bracket);  ///< '}' or ']'
  JsonText& key(std::string_view name);
  /// Valid UTF-8 (base/utf8.h); quotes, backslashes and control characters are escaped.
  JsonText& text(std::string_view value);
  /// The shortest digits that read back as the same value; null unless finite.
  JsonText& number(double value);
  template <typename T>
  requires std::is_integral_v<T> JsonText& integer(T value) {
    if constexpr (std::is_signed_v<T>) return signed_integer(value);
    return unsigned_integer(value);
  }
  JsonText& boolean(bool value);
  JsonText& null();
  /// ISO 8601 in UTC, or null for ms 0.
  JsonText& time(WallTime t);
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  /// A trend's times come again for every node: the text of each is kept.
  struct TimeText {
    std::int64_t ms = 0;
    std::string text;
  };
  void separate();
  JsonText& signed_integer(std::int64_t value);
  JsonText& unsigned_integer(std::uint64_t value);
  std::string out_;
  static constexpr int kTimesBits = 8;
  std::array<TimeText, 1U << kTimesBits> times_;
  bool first_ = true;  ///< nothing stands before the next value in its object or list
};

}  // namespace earshot::hq
