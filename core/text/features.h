// What a linear head or a small network sees of a comment: hashed runs of words and letters, and a
// few pooled numbers. Owner: core/text. Threads: a FeatureReader belongs to one thread; a WordTable
// is never changed and may be shared. The same bytes give the same features on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/text/tokens.h"
#include "core/text/word_table.h"

namespace earshot::text {

/// Kinds of hashed features. Each kind of a comment has length 1 as a whole, so that long words or
/// a long question do not drown the rest.
enum class FeatureKind : std::uint8_t { words, letters, context, shape };
inline constexpr std::size_t kFeatureKindCount = 4;

/// So many words of a comment are looked at; what follows adds little and must not cost more.
inline constexpr std::size_t kFeatureWordsMax = 500;
/// Numbers that are no pooled vectors: sums of valences, punctuation, capitals, length.
inline constexpr std::size_t kShapeNumbers = 16;
/// Pools over the vectors of a comment's words: mean, largest, smallest, mean under a negation,
/// and the mean of the question.
inline constexpr std::size_t kPools = 5;
inline constexpr std::size_t kPooledNumbers = kPools * kWordDimensions + kShapeNumbers;

struct HashedFeature {
  std::uint32_t id = 0;  ///< a hash: its first bits are the row in a table of weights
  FeatureKind kind = FeatureKind::words;
  float value = 0;
};

/// A question, read once for the many comments that answer it.
struct ReadContext {
  std::uint64_t hash = 0;  ///< 0: no question is known
  std::array<float, kWordDimensions> mean{};
};

class FeatureReader {
 public:
  /// Without `words` (or with an empty one) there are no pools and no valences.
  explicit FeatureReader(const WordTable* words = nullptr) : words_(words) {}

  [[nodiscard]] ReadContext context(const Tokens& question) const;

  /// Reads the tokens first … end−1 of a comment. What it gave before is overwritten.
  void read(const Tokens& comment, std::uint32_t first, std::uint32_t end,
            const ReadContext& context);
  void read(const Tokens& comment, const ReadContext& context) {
    read(comment, 0, static_cast<std::uint32_t>(comment.tokens.size()), context);
  }

  /// Each id once.
  [[nodiscard]] std::span<const HashedFeature> hashed() const { return hashed_; }
  /// kPooledNumbers of them, each roughly between −3 and 3.
  [[nodiscard]] std::span<const float> pooled() const { return pooled_; }

 private:
  struct Word {
    std::uint64_t hash = 0;
    std::uint32_t token = 0;
    std::uint32_t sentence = 0;
    bool negated = false;
    bool contrast = false;  ///< in a clause after "but"
    float valence = 0;
  };

  void collect(const Tokens& comment, std::uint32_t first, std::uint32_t end);
  void add(FeatureKind kind, std::uint64_t hash);
  void add_words();
  void add_letters(std::string_view word);
  void add_context(const ReadContext& context);
  void add_shape(const Tokens& comment, std::uint32_t first, std::uint32_t end);
  void weigh();
  void pool(const ReadContext& context);

  const WordTable* words_;
  std::vector<Word> found_;
  std::vector<HashedFeature> hashed_;
  std::vector<float> pooled_;
  std::vector<std::uint64_t> seen_;  ///< id and the reading it was seen in, by the id's low bits
  std::uint32_t reading_ = 0;
};

/// True for a word that turns around what follows it: "not", "never", "don't", "nicht", …
[[nodiscard]] bool is_negation(std::string_view folded_word);

}  // namespace earshot::text
