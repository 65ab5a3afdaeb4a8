// The checksum of a write-ahead log: two running sums over 32-bit words. They can be run backwards,
// which finds the one wrong byte among thousands. Owner: check_log. Threads: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace earshot::sqlite {

/// Where a run of checksums stands; each frame's goes on from its predecessor's.
struct LogSum {
  std::uint32_t s0 = 0, s1 = 0;
  friend bool operator==(const LogSum&, const LogSum&) = default;
};

/// In which order a log's checksums take the bytes of a word: the machine's that wrote it.
enum class WordOrder : std::uint8_t { little, big };

/// `bytes` is a multiple of 8 long.
[[nodiscard]] LogSum log_sum(LogSum from, std::span<const unsigned char> bytes, WordOrder order);

struct WrongByte {
  std::size_t at = 0;
  unsigned char right = 0;
};
/// The one byte that has to be another for `bytes` to add up to `wanted`; none: there is no such,
/// or more than one. (A word's weight repeats itself where only its upper bits count, so of the
/// bytes with a word's highest bits, about a quarter, several could have changed the sums alike.)
/// Bytes that are wrong in other ways have one by chance once in 2^40 times.
[[nodiscard]] std::optional<WrongByte> one_wrong_byte(LogSum from,
                                                      std::span<const unsigned char> bytes,
                                                      LogSum wanted, WordOrder order);

/// Eight bytes which, put behind what adds up to `from`, make it add up to `wanted`.
[[nodiscard]] std::array<unsigned char, 8> last_bytes_for(LogSum from, LogSum wanted,
                                                          WordOrder order);

}  // namespace earshot::sqlite
