// What others read of the same comments, in the same run: fastText and CLD2 where their Debian
// packages are installed, and VADER's rules with the lexicon of the public data.
// Owner: tests/bench/text. Threads: one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace earshot::bench {

/// Texts with many labels, dealt into folds.
struct Dealt {
  std::size_t labels = 0;
  std::vector<std::string> texts;
  std::vector<std::uint8_t> truth;  ///< `labels` for each text: 0 or 1
  std::vector<std::size_t> folds;   ///< of each text
  std::size_t fold_count = 0;
};

/// `labels` probabilities for each text, by fastText's classifier (words and pairs of words, one
/// against all) trained on the other folds. Empty where fastText is not installed.
[[nodiscard]] std::vector<float> fasttext_held_out(const Dealt& dealt);

/// A tag such as "en", or "" where CLD2 is unsure.
[[nodiscard]] std::string cld2_language(std::string_view text);
[[nodiscard]] bool has_cld2();

/// Hutto and Gilbert 2014, written again after vaderSentiment 3.3: valences, degrees, negations,
/// "but", capitals and exclamation marks; without its dozen idioms.
class Vader {
 public:
  /// `folder` has vader_lexicon.txt and emoji_utf8_lexicon.txt.
  explicit Vader(const std::filesystem::path& folder);
  /// −1 … 1; from 0.05 on good, from −0.05 down bad.
  [[nodiscard]] double compound(std::string_view text) const;

 private:
  struct Word {
    std::string shown;
    std::string lower;
  };
  [[nodiscard]] std::vector<Word> words_of(std::string_view text) const;
  [[nodiscard]] double valence_at(const std::vector<Word>& words, std::size_t at,
                                  bool some_capitals) const;

  std::unordered_map<std::string, double> lexicon_;
  std::unordered_map<std::string, std::string> emoji_;
};

}  // namespace earshot::bench
