#include "platform/sqlite/log_sum.h"

#include <bit>
#include <cstring>
#include <utility>

#include "core/base/check.h"

namespace earshot::sqlite {
namespace {

constexpr std::size_t kWord = 4;
constexpr std::size_t kPair = 2 * kWord;

std::uint32_t word_at(const unsigned char* at, WordOrder order) {
  std::uint32_t word = 0;
  std::memcpy(&word, at, kWord);
  const auto native = std::endian::native == std::endian::big ? WordOrder::big : WordOrder::little;
  return order == native ? word : __builtin_bswap32(word);
}

/// How much a change of one word by 1 changes the sums at the end.
struct Weight {
  std::uint32_t w0, w1;
  /// The same of the word two earlier: another pair comes behind it.
  void one_pair_earlier() {
    w0 += w1;
    w1 += w0;
  }
};

/// The number whose product with an odd `of` is 1 in 32 bits (Newton; each step doubles the bits).
std::uint32_t inverse(std::uint32_t of) {
  std::uint32_t x = of;
  for (int i = 0; i < 4; ++i) x *= 2 - of * x;
  return x;
}

/// By how much a word of this weight is wrong when the sums are off by `by`; 0: it is another one.
std::uint32_t error_in_word(const Weight& weight, const LogSum& by) {
  // Neighbours in Fibonacci's row: at least one is odd.
  const bool first = (weight.w0 & 1) != 0;
  const std::uint32_t error = first ? by.s0 * inverse(weight.w0) : by.s1 * inverse(weight.w1);
  return error * weight.w0 == by.s0 && error * weight.w1 == by.s1 ? error : 0;
}

std::optional<WrongByte> byte_of(std::size_t word_at_byte, std::uint32_t old_word,
                                 std::uint32_t new_word, WordOrder order) {
  const std::uint32_t changed = old_word ^ new_word;
  for (std::size_t i = 0; i < kWord; ++i) {
    if (changed == 0 || (changed & ~(std::uint32_t{0xff} << 8 * i)) != 0) continue;
    return WrongByte{word_at_byte + (order == WordOrder::little ? i : kWord - 1 - i),
                     static_cast<unsigned char>(new_word >> 8 * i)};
  }
  return std::nullopt;
}

}  // namespace

LogSum log_sum(LogSum from, std::span<const unsigned char> bytes, WordOrder order) {
  EARSHOT_CHECK(bytes.size() % kPair == 0);
  for (std::size_t i = 0; i < bytes.size(); i += kPair) {
    from.s0 += word_at(&bytes[i], order) + from.s1;
    from.s1 += word_at(&bytes[i + kWord], order) + from.s0;
  }
  return from;
}

std::optional<WrongByte> one_wrong_byte(LogSum from, std::span<const unsigned char> bytes,
                                        LogSum wanted, WordOrder order) {
  const LogSum found = log_sum(from, bytes, order);
  const LogSum by{wanted.s0 - found.s0, wanted.s1 - found.s1};
  std::optional<WrongByte> only;
  Weight first{1, 1};
  Weight second{0, 1};
  for (std::size_t i = bytes.size(); i >= kPair; i -= kPair) {
    for (const auto& [weight, at] : {std::pair{first, i - kPair}, std::pair{second, i - kWord}}) {
      const auto error = error_in_word(weight, by);
      if (error == 0) continue;
      const auto word = word_at(&bytes[at], order);
      auto wrong = byte_of(at, word, word + error, order);
      if (wrong && only) return std::nullopt;
      if (wrong) only = wrong;
    }
    first.one_pair_earlier();
    second.one_pair_earlier();
  }
  return only;
}

std::array<unsigned char, 8> last_bytes_for(LogSum from, LogSum wanted, WordOrder order) {
  const std::uint32_t words[] = {wanted.s0 - from.s0 - from.s1, wanted.s1 - from.s1 - wanted.s0};
  std::array<unsigned char, 8> bytes{};
  for (std::size_t i = 0; i < kPair; ++i) {
    const auto place = i % kWord;
    const auto shift = 8 * (order == WordOrder::little ? place : kWord - 1 - place);
    bytes[i] = static_cast<unsigned char>(words[i / kWord] >> shift);
  }
  return bytes;
}

}  // namespace earshot::sqlite
