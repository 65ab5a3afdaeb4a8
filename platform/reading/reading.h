// Loads what reading comments needs: the taxonomy and the weights, from their files.
// Owner: whoever calls. Threads: any; what is loaded never changes and may be shared.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/text/analyser.h"
#include "core/text/word_table.h"

namespace earshot::reading {

struct ReadingFiles {
  std::filesystem::path models;    ///< the folder of the weights
  std::filesystem::path taxonomy;  ///< a TOML file; docs/text.md has its format
  std::filesystem::path taught;    ///< a model of earshot-train, whose labels to read; empty: none
};

/// Names in the folder of the weights.
inline constexpr const char* kLanguageFile = "language.weights";  ///< in a folder of weights
inline constexpr const char* kWordsFile = "words.table";

/// The files that came with this program: <prefix>/share/earshot beside an installed one, else
/// those of the source tree that it was built from. Error: not_found.
[[nodiscard]] Result<ReadingFiles> built_in_files();

/// Weights that are missing are left out, and word lists answer instead; a damaged file is an
/// error. Errors: not_found (the taxonomy), invalid (a mistake in it: file, line, reason, hint),
/// corrupt, io.
[[nodiscard]] Result<text::Analyser::Parts> load_reading(const ReadingFiles& files);

/// The taxonomy alone, for one that a person has just changed. Errors as above.
[[nodiscard]] Result<std::shared_ptr<const text::Taxonomy>> load_taxonomy(
    const std::filesystem::path& file);

/// What is known of single words. Errors: not_found, corrupt, unsupported, io.
[[nodiscard]] Result<std::shared_ptr<const text::WordTable>> load_words(
    const std::filesystem::path& file);

}  // namespace earshot::reading
