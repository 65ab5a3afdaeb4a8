// Answers that look like staff's, or like nobody's who could have read the question: pure rules,
// whose finds are kept, flagged and left out of scores until a person says otherwise.
// Runs of quick praise are found by misuse.h. Owner: core/response. Threads: any.
#pragma once

#include <span>

#include "core/base/time.h"
#include "core/response/response.h"
#include "core/survey/schedule.h"

namespace earshot::response {

/// People who work here tap when they come and when they go: this long before and after opening and
/// closing.
inline constexpr Duration kShiftEdge = std::chrono::minutes(30);
/// True close to a beginning or an end of the opening hours. Without hours it never is.
[[nodiscard]] bool is_at_shift_edge(std::span<const survey::Hours> hours,
                                    const survey::LocalTime& at);

/// The best rating of its scale to the main question, and not a word with it, in one go. It stays
/// one when it is taken back: what was once a part of a run is no less a part of it.
[[nodiscard]] bool is_quick_praise(const Response& response);
inline constexpr Duration kQuickPraise = std::chrono::seconds(5);

/// Reading and choosing takes half a second for each answer behind the first, at the very least
/// (Hick 1952, Hyman 1953); judged from three answers on, because two may be one double tap.
[[nodiscard]] bool is_implausibly_fast(const Response& response);
inline constexpr Duration kFurtherAnswer = std::chrono::milliseconds(500);

}  // namespace earshot::response
