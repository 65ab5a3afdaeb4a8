// What is known of single words before any training: their vectors (8 bits a number), how much a
// rare one tells, and their valence. Owner: core/text. Threads: const calls from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace earshot::text {

inline constexpr std::size_t kWordDimensions = 100;
inline constexpr std::size_t kTableWordsMax = 200'000;

/// One word as it goes into a table.
struct TableWord {
  std::uint64_t hash = 0;      ///< hash_of(folded word)
  float valence = 0;           ///< −4 … 4; 0 where nobody rated it
  float weight = 1;            ///< 0 … 1: near 0 for "the", near 1 for a rare word
  std::vector<float> numbers;  ///< kWordDimensions, or none where only the valence is known
};

class WordTable {
 public:
  /// What is known of one word. `numbers` times `scale` is its vector.
  struct Entry {
    float valence = 0;
    float weight = 1;
    float scale = 0;
    const std::int8_t* numbers = nullptr;  ///< kWordDimensions
  };

  /// An empty table: it knows no word.
  WordTable() = default;
  /// The later of two words with one hash is dropped. EARSHOT_CHECKs the counts.
  explicit WordTable(std::vector<TableWord> words);

  /// The table as `bytes()` wrote it. Error: corrupt; unsupported from a newer version.
  static Result<WordTable> parse(std::string_view bytes);
  [[nodiscard]] std::string bytes() const;

  /// False when the word is unknown.
  [[nodiscard]] bool find(std::uint64_t hash, Entry& entry) const;

  [[nodiscard]] std::size_t size() const { return hashes_.size(); }
  [[nodiscard]] bool empty() const { return hashes_.empty(); }
  /// Names the content: a model says with which table it was trained. 0 for an empty one.
  [[nodiscard]] std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  void index();

  std::vector<std::uint64_t> hashes_;  ///< ascending
  std::vector<std::int8_t> valences_;  ///< in 1/25
  std::vector<std::uint8_t> weights_;  ///< in 1/255
  std::vector<float> scales_;
  std::vector<std::int8_t> numbers_;
  std::vector<std::uint32_t> slots_;  ///< open addressing by hash; 0 is empty, else index + 1
  std::uint64_t fingerprint_ = 0;
};

}  // namespace earshot::text
