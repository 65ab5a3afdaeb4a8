// Makes the weights of the language model from lines whose language is known.
// Owner: core/text. Threads: pure function, any thread; minutes long, so never on an event loop.
// Softmax regression over hashed features, stochastic gradients with AdaGrad's steps (Duchi et al.
// 2011), then one byte a weight. The same lines, order and seed give the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/text/language.h"

namespace earshot::text {

struct LanguageLine {
  LanguageTag language;
  std::string text;  ///< valid UTF-8
};

struct LanguageTraining {
  unsigned bits = 16;  ///< 2^bits rows of weights
  unsigned epochs = 3;
  float rate = 0.3F;
  std::uint64_t seed = 1;
};

/// Error: invalid when there are no lines, or more than kLanguagesMax languages.
[[nodiscard]] Result<LanguageModel> train_language(const std::vector<LanguageLine>& lines,
                                                   const LanguageTraining& how);

/// The part that is never learnt from: a tenth of the lines, chosen by their text, so that the same
/// line in two places is on one side.
[[nodiscard]] bool held_out_language_line(std::string_view text);

}  // namespace earshot::text
