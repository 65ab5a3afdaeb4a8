// The public data that the shipped weights are learnt from, as examples. Owner: tools/train.
// Threads: one. assets/models/LICENCES.md names each source and its licence.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/text/training.h"

namespace earshot::train {

/// Examples of several sources; `origins[i]` names where examples[i] is from.
struct Sources {
  text::TrainingSet set;
  std::vector<std::string> origins;
};

/// Takes what stands before the next `at`, or all, from `rest`, and `at` itself.
std::string_view cut(std::string_view& rest, char at);

/// The files of a folder that end so ("txt" with its dot), sorted. Error: not_found, "<folder> has
/// no <what>", where there is none.
[[nodiscard]] Result<std::vector<std::filesystem::path>> files_in(
    const std::filesystem::path& folder, const char* extension, const char* what);

/// What patients' comments elsewhere are about: labels by the codes of the
/// project that gave them.
[[nodiscard]] Result<Sources> comment_topics(const std::filesystem::path& data);
/// Labels negative, neutral, positive.
[[nodiscard]] Result<Sources> three_sentiments(const std::filesystem::path& data);
/// Labels 1 (very negative) … 5 (very positive).
[[nodiscard]] Result<Sources> five_sentiments(const std::filesystem::path& data);
/// The ten emotions, out of GoEmotions' 28.
[[nodiscard]] Result<Sources> emotions(const std::filesystem::path& data);

}  // namespace earshot::train
