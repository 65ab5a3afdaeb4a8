// What every decoder promises about what it lets through, and about what it says when it refuses.
// Each aborts when the promise is broken. Owner: tests/fuzz. Threads: pure functions, any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/base/result.h"

namespace earshot::fuzz {

/// Well-formed UTF-8, at most so many code points, without control characters (but newlines) and
/// without anything that reorders the text around it.
void expect_inert(std::string_view text, std::size_t code_points_max);

/// A refusal is a line that a person may read in a log, on a page or on a kiosk: not empty, inert,
/// without line breaks, and short however long the input was.
void expect_readable(const Error& error);

}  // namespace earshot::fuzz
