// The urgent rule: a comment that tells of something that cannot wait is an urgent alert at once,
// whatever was rated. Owner: core/alert. Threads: pure functions, any thread.
#pragma once

#include <optional>

#include "core/alert/alert.h"
#include "core/text/analysis.h"

namespace earshot::alert {

/// For a response with a comment, `words`, that tells of `kind`: fresh, and not taken back. It is
/// raised for staff too, and also where the answer is left out of the scores: rather one too many.
/// `id` is used for the alert; its `rule` is "urgent-" and the kind. None: nothing to tell.
[[nodiscard]] std::optional<Alert> urgent_rule(const response::Response& response,
                                               text::UrgentKind kind, std::string_view words,
                                               WallTime now, const AlertId& id);

}  // namespace earshot::alert
