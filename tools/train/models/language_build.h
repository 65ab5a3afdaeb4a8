// Makes the weights of the language model and tells how often they are right on lines held out.
// Owner: tools/train. Threads: one; takes about twenty seconds.
#pragma once

#include <filesystem>
#include <ostream>

#include "core/base/result.h"

namespace earshot::train {

/// From `data`: comments/lid_28langs_train_lower.tsv, of which every tenth line by its text is
/// never learnt from, and English comments, so that short ones about a visit are known as such.
/// From `taxonomy`: its phrases in nine languages. Writes `file`. Errors: not_found, invalid, io.
[[nodiscard]] Result<void> build_language(const std::filesystem::path& data,
                                          const std::filesystem::path& taxonomy,
                                          const std::filesystem::path& file, std::ostream& out);

}  // namespace earshot::train
