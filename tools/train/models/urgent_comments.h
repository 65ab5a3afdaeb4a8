// Comments that cannot wait, and ones that only sound so: written out from patterns of our own in
// urgent/*.txt, and whole ones of urgent/*.tsv. Owner: tools/train. Threads: one. The same files
// and seed give the same comments.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "tools/train/models/sources.h"

namespace earshot::train {

struct UrgentComment {
  std::string text;
  std::string kind;     ///< "" where it can wait
  std::string pattern;  ///< the line it was made of: such comments are never parted by a split
};

/// Writes the patterns and whole comments of one language out. urgent/README.md has the formats.
/// `name` is that of both files without its end. Error: invalid, with the file, line and reason.
[[nodiscard]] Result<std::vector<UrgentComment>> write_out(std::string_view patterns,
                                                           std::string_view whole,
                                                           const std::string& name,
                                                           std::uint64_t seed);

/// All that the files of urgent/ say, in all languages.
[[nodiscard]] Result<std::vector<UrgentComment>> urgent_comments();

/// Label "urgent": our comments, and everyday sentences of the public data, which can wait.
[[nodiscard]] Result<Sources> urgent_or_not(const std::filesystem::path& data);
/// Labels: the twelve kinds; our urgent comments alone.
[[nodiscard]] Result<Sources> urgent_kinds(const std::filesystem::path& data);

}  // namespace earshot::train
