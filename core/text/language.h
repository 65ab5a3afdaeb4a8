// The language of a short text: rules for scripts that belong to one language, and for the others a
// linear model over hashed runs of letters, one byte a weight.
// Owner: core/text. Threads: const calls from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"

namespace earshot::text {

struct LanguageReading {
  LanguageTag language;  ///< empty: unsure
  LanguageTag guess;     ///< the likeliest all the same; empty where there are no letters
  float confidence = 0;  ///< the probability of `guess`, 0 … 1
};

/// As many code points are looked at; what follows says nothing new.
inline constexpr std::size_t kLanguageCodePointsMax = 400;
/// Below this probability the answer is "unsure".
inline constexpr float kLanguageSure = 0.35F;
/// One row of weights holds so many languages.
inline constexpr std::size_t kLanguagesMax = 32;

/// The language that its script alone tells (Greek, Hebrew, Thai, Korean …); empty if it does not.
[[nodiscard]] std::string_view language_of_script(std::string_view utf8);

/// Calls `use(hash)` for each feature of a text: runs of 1–5 letters of each word with its edges,
/// whole words, and pairs of words. Returns how many there were. Training and reading share it.
class LanguageFeatures {
 public:
  /// The hashes of valid UTF-8, at most kLanguageCodePointsMax code points of it.
  const std::vector<std::uint64_t>& of(std::string_view utf8);

 private:
  void add_word();

  std::vector<std::uint64_t> hashes_;
  std::vector<char32_t> word_;
  std::uint64_t previous_word_ = 0;
};

class LanguageModel {
 public:
  /// The weights as `bytes()` wrote them. Error: corrupt.
  static Result<LanguageModel> parse(std::string_view bytes);
  [[nodiscard]] std::string bytes() const;

  /// `utf8` must be valid.
  [[nodiscard]] LanguageReading read(std::string_view utf8) const;

  /// Made by train_language (language_training.h): `weights` has 2^bits rows of kLanguagesMax.
  LanguageModel(std::vector<LanguageTag> languages, unsigned bits, float scale,
                std::vector<float> biases, std::vector<std::int8_t> weights);

  [[nodiscard]] const std::vector<LanguageTag>& languages() const { return languages_; }

 private:
  std::vector<LanguageTag> languages_;
  unsigned bits_ = 0;
  float scale_ = 1;  ///< what a weight of 1 counts
  std::vector<float> biases_;
  std::vector<std::int8_t> weights_;
};

}  // namespace earshot::text
