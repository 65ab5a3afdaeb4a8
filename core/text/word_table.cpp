#include "core/text/word_table.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/check.h"
#include "core/text/byte_cursor.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr std::string_view kMagic = "EARSHOT-WORDS\n";
constexpr std::uint32_t kVersion = 1;
constexpr float kValenceStep = 25;
constexpr float kWeightStep = 255;

}  // namespace

WordTable::WordTable(std::vector<TableWord> words) {
  std::ranges::stable_sort(words, {}, &TableWord::hash);
  const auto again =
      std::unique(words.begin(), words.end(),
                  [](const TableWord& a, const TableWord& b) { return a.hash == b.hash; });
  words.erase(again, words.end());
  EARSHOT_CHECK(words.size() <= kTableWordsMax);
  for (const TableWord& word : words) {
    EARSHOT_CHECK(word.numbers.empty() || word.numbers.size() == kWordDimensions);
    hashes_.push_back(word.hash);
    valences_.push_back(static_cast<std::int8_t>(std::lround(word.valence * kValenceStep)));
    weights_.push_back(static_cast<std::uint8_t>(std::lround(word.weight * kWeightStep)));
    float largest = 0;
    for (const float x : word.numbers) largest = std::max(largest, std::abs(x));
    const float scale = largest / 127;
    scales_.push_back(scale);
    for (std::size_t i = 0; i < kWordDimensions; ++i) {
      numbers_.push_back(scale > 0 ? static_cast<std::int8_t>(std::lround(word.numbers[i] / scale))
                                   : 0);
    }
  }
  index();
}

Result<WordTable> WordTable::parse(std::string_view bytes) {
  ByteCursor in(bytes);
  if (in.take(kMagic.size()) != kMagic)
    return fail(ErrorCode::corrupt, "this is not a word table of Earshot");
  if (in.number<std::uint32_t>() != kVersion)
    return fail(ErrorCode::unsupported, "this word table is from another version of Earshot");
  const auto count = in.number<std::uint32_t>();
  if (count > kTableWordsMax) return fail(ErrorCode::corrupt, "the word table is too large");
  WordTable table;
  read_numbers(in, count, table.hashes_);
  read_numbers(in, count, table.valences_);
  read_numbers(in, count, table.weights_);
  read_numbers(in, count, table.scales_);
  read_numbers(in, count * kWordDimensions, table.numbers_);
  const std::size_t summed = bytes.size() - std::min(bytes.size(), in.left());
  const auto checksum = in.number<std::uint64_t>();
  if (!in.ok() || in.left() > 0) return fail(ErrorCode::corrupt, "the word table is cut short");
  if (checksum != hash_of(bytes.substr(0, summed)))
    return fail(ErrorCode::corrupt, "the word table's checksum does not match its bytes");
  const bool ascending =
      std::ranges::adjacent_find(table.hashes_, std::greater_equal<>{}) == table.hashes_.end();
  const bool finite = std::ranges::all_of(
      table.scales_, [](float x) { return std::isfinite(x) && x >= 0 && x < 100; });
  if (!ascending || !finite)
    return fail(ErrorCode::corrupt, "the word table's numbers make no sense");
  table.index();
  return table;
}

std::string WordTable::bytes() const {
  std::string out(kMagic);
  append_number(out, kVersion);
  append_number(out, static_cast<std::uint32_t>(hashes_.size()));
  append_numbers(out, hashes_);
  append_numbers(out, valences_);
  append_numbers(out, weights_);
  append_numbers(out, scales_);
  append_numbers(out, numbers_);
  append_number(out, hash_of(out));
  return out;
}

void WordTable::index() {
  slots_.assign(std::bit_ceil(hashes_.size() * 2 + 1), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t i = 0; i < hashes_.size(); ++i) {
    std::size_t at = hashes_[i] & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = i + 1;
  }
  fingerprint_ = 0;
  if (hashes_.empty()) return;
  std::string content;
  append_numbers(content, hashes_);
  append_numbers(content, valences_);
  append_numbers(content, numbers_);
  fingerprint_ = hash_of(content);
}

bool WordTable::find(std::uint64_t hash, Entry& entry) const {
  if (slots_.empty()) return false;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at] != 0; at = (at + 1) & mask) {
    const std::uint32_t i = slots_[at] - 1;
    if (hashes_[i] != hash) continue;
    entry = {static_cast<float>(valences_[i]) / kValenceStep,
             static_cast<float>(weights_[i]) / kWeightStep, scales_[i],
             numbers_.data() + std::size_t{i} * kWordDimensions};
    return true;
  }
  return false;
}

}  // namespace earshot::text
