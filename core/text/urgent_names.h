// Urgent kinds by the names that files and people's corrections give them.
// Owner: none. Threads: any.
#pragma once

#include <optional>
#include <string_view>

#include "core/text/analysis.h"

namespace earshot::text {

/// The other way round than `to_string`; none: no kind has this name.
[[nodiscard]] std::optional<UrgentKind> urgent_kind_named(std::string_view name);

}  // namespace earshot::text
