// Makes values out of a fuzzer's bytes: the same bytes make the same values, and a changed byte a
// neighbouring one. Owner: the target. Threads: one.
// When the bytes have run out it gives zeros and empty texts, so that every input makes something.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/utf8.h"

namespace earshot::fuzz {

class Chooser {
 public:
  explicit Chooser(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  bool flag() { return (byte() & 1U) != 0; }
  /// 0 to `count` − 1.
  std::size_t below(std::size_t count) {
    std::size_t number = byte();
    if (count > 256) number = number << 8 | byte();
    return number % count;
  }
  /// Any 64 bits; short ones are as likely as long ones.
  std::uint64_t number() {
    std::uint64_t number = 0;
    for (std::size_t bytes = below(9); bytes > 0; --bytes) number = number << 8 | byte();
    return number;
  }
  /// `low` to `high`, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    const auto width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    const std::uint64_t offset = width == 0 ? number() : number() % width;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
  }
  std::string_view bytes(std::size_t count_max) {
    const std::size_t wanted = below(count_max + 1);  // takes bytes itself, so it comes first
    const std::size_t count = std::min(wanted, rest_.size());
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::string_view rest() const { return rest_; }

  std::string text(std::size_t code_points_max) {
    return clean_text(bytes(4 * code_points_max), code_points_max);
  }
  std::string hex(std::size_t digits) {
    std::string text;
    for (std::size_t i = 0; i < digits; ++i) text += "0123456789abcdef"[byte() % 16];
    return text;
  }
  template <typename Id>
  Id name() {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    std::string text(1, kLetters[below(36)]);
    for (const char c : bytes(kNameLengthMax - 1)) {
      text += kLetters[static_cast<std::uint8_t>(c) % kLetters.size()];
    }
    return Id::trusted(std::move(text));
  }
  template <typename Id>
  Id name_or_none() {
    return flag() ? name<Id>() : Id();
  }
  template <typename Id>
  Id random_id() {
    return *Id::parse(hex(32));
  }

 private:
  std::string_view rest_;
};

}  // namespace earshot::fuzz
