// An analysis as one line of JSON. Owner: tools/analyse. Threads: any.
#pragma once

#include <string>

#include "core/text/analysis.h"

namespace earshot::analyse {

/// Everything that was read. Offsets in Unicode code points.
[[nodiscard]] std::string printed(const text::Analysis& analysis);

/// {"topics": […]} alone: the labels of a taught model where there is one, else the taxonomy's.
[[nodiscard]] std::string printed_topics(const text::Analysis& analysis, bool taught);

/// {"error": …} for a line that could not be read, so that lines and objects stay in step.
[[nodiscard]] std::string printed_error(std::string_view message);

}  // namespace earshot::analyse
