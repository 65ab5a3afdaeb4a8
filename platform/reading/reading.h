// Loads what reading comments needs: the taxonomy and the weights, from their files.
// Owner: whoever calls. Threads: any; what is loaded never changes and may be shared.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/text/analyser.h"
#include "core/text/gist.h"
#include "core/text/word_table.h"

namespace earshot::reading {

struct ReadingFiles {
  std::filesystem::path models;    ///< the folder of the weights
  std::filesystem::path taxonomy;  ///< a TOML file; docs/text.md has its format
  std::filesystem::path taught;    ///< a model of earshot-train, whose labels to read; empty: none
  std::vector<std::filesystem::path> searched;  ///< where built-in files were looked for, in order
};

/// Names in the folder of the weights.
inline constexpr const char* kLanguageFile = "language.weights";  ///< in a folder of weights
inline constexpr const char* kWordsFile = "words.table";
inline constexpr const char* kSentimentFile = "sentiment.model";
inline constexpr const char* kSentimentFiveFile = "sentiment-five.model";
inline constexpr const char* kEmotionsFile = "emotions.model";
inline constexpr const char* kUrgentFile = "urgent.model";
inline constexpr const char* kUrgentKindsFile = "urgent-kinds.model";
inline constexpr const char* kGistFile = "gist.model";
inline constexpr const char* kTopicsFile = "topics.model";

/// The files that came with this program: <prefix>/share/earshot beside an installed one, else
/// those of the source tree that it was built from; weights and taxonomy each from the first that
/// has them. Error: not_found, where there is no taxonomy, with where it was looked for.
[[nodiscard]] Result<ReadingFiles> built_in_files();

/// The same for the program `<prefix>/bin/…` that was built from `source`.
[[nodiscard]] Result<ReadingFiles> built_in_files(const std::filesystem::path& program,
                                                  const std::filesystem::path& source);

/// One sentence for people about the weights that are missing: which, where they were looked for,
/// and what is not read without them. "" when all are there.
[[nodiscard]] std::string missing_weights(const ReadingFiles& files);

/// Weights that are missing are left out, and word lists answer instead; a damaged file is an
/// error. Errors: not_found (the taxonomy), invalid (a mistake in it: file, line, reason, hint),
/// corrupt, io.
[[nodiscard]] Result<text::Analyser::Parts> load_reading(const ReadingFiles& files);

/// The taxonomy alone, for one that a person has just changed. Errors as above.
[[nodiscard]] Result<std::shared_ptr<const text::Taxonomy>> load_taxonomy(
    const std::filesystem::path& file);

/// What comments are about, for models that are taught with it; null where
/// there is no such file. Errors: corrupt, unsupported, io.
[[nodiscard]] Result<std::shared_ptr<const text::Gist>> load_gist(
    const std::filesystem::path& file);

/// Writes weights as they are shipped: packed (core/base/packed.h), which everything here that
/// loads them unpacks. Errors: io, no_space.
[[nodiscard]] Result<void> save_weights(const std::filesystem::path& file, std::string_view bytes);

/// What is known of single words. Errors: not_found, corrupt, unsupported, io.
[[nodiscard]] Result<std::shared_ptr<const text::WordTable>> load_words(
    const std::filesystem::path& file);

}  // namespace earshot::reading
