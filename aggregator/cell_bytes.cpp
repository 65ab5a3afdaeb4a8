#include "aggregator/cell_bytes.h"

#include <array>

namespace earshot::hq {
namespace {

constexpr std::size_t kCounts =
    score::kSentimentClasses + score::kEmotionClasses + response::kMisuseFlagCount;

/// Pointers to the counts in their order; `Value` is a CellValue, const or not.
template <typename Value>
auto counts_of(Value& value) {
  std::array<decltype(&value.sentiment[0]), kCounts> counts{};
  std::size_t next = 0;
  for (auto& count : value.sentiment) counts[next++] = &count;
  for (auto& count : value.emotions) counts[next++] = &count;
  for (auto& count : value.misuse) counts[next++] = &count;
  return counts;
}

}  // namespace

std::string pack_rest(const score::CellValue& value) {
  const auto counts = counts_of(value);
  std::size_t used = kCounts;
  while (used > 0 && *counts[used - 1] == 0) --used;
  std::string bytes;
  for (std::size_t i = 0; i < used; ++i) {
    std::uint64_t left = *counts[i];
    for (; left >= 0x80; left >>= 7) bytes.push_back(static_cast<char>(0x80 | (left & 0x7F)));
    bytes.push_back(static_cast<char>(left));
  }
  return bytes;
}

bool unpack_rest(std::string_view bytes, score::CellValue& value) {
  const auto counts = counts_of(value);
  std::size_t place = 0;
  for (std::uint64_t* count : counts) {
    *count = 0;
    int shift = 0;
    for (bool more = place < bytes.size(); more; shift += 7) {
      if (place == bytes.size() || shift > 63) return false;
      const auto byte = static_cast<unsigned char>(bytes[place++]);
      *count |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      more = (byte & 0x80) != 0;
    }
  }
  return place == bytes.size();
}

}  // namespace earshot::hq
