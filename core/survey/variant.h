// A/B comparisons: which arm a response falls to, and the survey as that arm asks it.
// Owner: core/survey. Threads: pure functions, any thread.
#pragma once

#include "core/base/ids.h"
#include "core/survey/survey.h"

namespace earshot::survey {

/// By the arms' weights, from the response's random id (sampling.h); null: it has none.
[[nodiscard]] const Variant* choose_variant(const Survey& survey, const ResponseId& response);

/// The survey in the variant's words, without the questions that it leaves out.
[[nodiscard]] Survey as_asked(const Survey& survey, const Variant& variant);

}  // namespace earshot::survey
