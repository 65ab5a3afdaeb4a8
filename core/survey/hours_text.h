// Opening hours as a configuration writes them: "mon-fri 09:00-18:00", "sat,sun 10:00-16:00".
// Owner: core/survey. Threads: pure functions, any thread.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/survey/schedule.h"

namespace earshot::survey {

/// Days are mon … sun, single or from-to, with commas; without days it is every day. Times are
/// 00:00 to 24:00; where the end is not after the beginning it is on the next day. Error: invalid.
[[nodiscard]] Result<Hours> parse_hours(std::string_view text);

}  // namespace earshot::survey
