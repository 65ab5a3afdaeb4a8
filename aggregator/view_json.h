// The views as the JSON that docs and openapi.json describe.
// Owner: the caller. Threads: pure functions, any thread.
#pragma once

#include <map>
#include <string>

#include "aggregator/views.h"

namespace earshot::hq {

/// The questions' texts from the survey files; a question without one shows its id.
using QuestionTexts = std::map<QuestionId, std::string>;

[[nodiscard]] std::string to_json(const TreeView& tree, const QuestionTexts& texts);
[[nodiscard]] std::string to_json(const NodeDetail& detail, const QuestionTexts& texts);
[[nodiscard]] std::string to_json(const LocationId& location, const alert::Alert& alert);

}  // namespace earshot::hq
