// Comments in our own words as customers type them, in comments/*.tsv: what they speak of and how
// they are meant. Owner: tools/train. Threads: one.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "tools/train/models/sources.h"

namespace earshot::train {

struct WrittenComment {
  std::string language;
  std::string sentiment;  ///< negative, neutral (or mixed), positive; "" where nobody said
  bool labelled = false;  ///< somebody said which topics it has
  std::vector<std::string> topics;  ///< ids of the built-in taxonomy
  std::string text;
};

/// Those of one file, whose name is in its messages. comments/README.md has the format. Error:
/// invalid, with the line and the reason.
[[nodiscard]] Result<std::vector<WrittenComment>> read_written(std::string_view file,
                                                               std::string_view language,
                                                               const std::string& name);

/// All that are committed, by file and line. Errors: not_found, and those of one file.
[[nodiscard]] Result<std::vector<WrittenComment>> written_comments();

/// Labels: the topics of the built-in taxonomy, with those that its phrases name as asides.
[[nodiscard]] Result<Sources> written_topics(const std::filesystem::path& data);

}  // namespace earshot::train
