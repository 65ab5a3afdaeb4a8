// What was read in a comment as JSON, and a person's correction of it out of JSON.
// Owner: edge-agent. Threads: pure functions, any thread.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "edge-agent/json.h"
#include "edge-agent/response_book.h"

namespace earshot::text {
class Taxonomy;
}

namespace earshot::edge {

/// What holds of the comment to `question`, corrected or not; null when it was not read. All places
/// are in Unicode code points of the comment.
[[nodiscard]] Json reading_json(const FiledResponse& filed, const QuestionId& question);

/// Which comment a person means, and what it says.
struct AskedCorrection {
  QuestionId question;  ///< empty: the first comment
  wire::Correction correction;
};
/// Topics must be of `taxonomy` (null: none is known). Error: invalid, for a person.
[[nodiscard]] Result<AskedCorrection> parse_correction(const std::string& body,
                                                       const text::Taxonomy* taxonomy);

/// The topics of `taxonomy` (null: none) by id, with their names by language, and what else a
/// correction may name.
[[nodiscard]] Json topics_json(const text::Taxonomy* taxonomy, const std::string& model);

/// Every corrected comment of `filed` that still has its words: its text without personal data, the
/// question it answers, and what the person said.
[[nodiscard]] Json corrections_json(const FiledResponse& filed, const QuestionTexts& texts);

}  // namespace earshot::edge
