// Days as people write them: "2026-03-02".
// Owner: edge-agent. Threads: pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace earshot::edge {

/// Days of the years 1970 to 9999.
[[nodiscard]] std::string to_iso_day(LocalDay day);
/// None: this is no day of the calendar.
[[nodiscard]] std::optional<LocalDay> parse_iso_day(std::string_view text);

}  // namespace earshot::edge
