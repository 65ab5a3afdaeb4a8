// Good and bad words of nine languages, with negation: the sentiment of a clause where nothing
// learnt answers, and of languages that no model was taught. Owner: core/text. Threads: const
// calls, any.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/text/analysis.h"
#include "core/text/phrases.h"
#include "core/text/tokens.h"

namespace earshot::text {

/// The good and bad words of one comment; find once, then ask for as many parts as needed.
class Polarities {
 public:
  /// Only the words of `language` count; with "" or one that the lists do not have, all do.
  void read(const Tokens& comment, std::string_view language);

  /// A phrase of a topic that is good (1) or bad (−1) by itself: counted where no word of it is
  /// yet.
  void lean(std::uint32_t first, std::uint32_t last, int direction);

  /// The sum of valences of the tokens first … end−1, squeezed into −1 … 1 as VADER does it
  /// (x / √(x² + 15), Hutto and Gilbert 2014, with 4 instead of 15 for words of ±1 and ±2).
  [[nodiscard]] float of(std::uint32_t first, std::uint32_t end) const;

  /// True when there is any good or bad word in the tokens first … end−1.
  [[nodiscard]] bool any(std::uint32_t first, std::uint32_t end) const;

  /// The whole comment: what stands behind "but" counts half as much again, what stands before
  /// half.
  [[nodiscard]] Sentiment sentiment(const Tokens& comment) const;

  /// True when a negation stands before `token` in its clause, within a few words.
  [[nodiscard]] bool negated(std::uint32_t token) const { return negated_[token]; }

 private:
  std::vector<float> valences_;  ///< by token
  std::vector<bool> negated_;    ///< by token
  std::vector<PhraseMatch> matches_;
};

}  // namespace earshot::text
