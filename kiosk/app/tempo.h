// How fast a person can be: what comes faster was not read, and is flagged, never dropped.
// Owner: kiosk/app. Threads: pure functions, any thread.
#pragma once

#include <cstddef>

#include "core/base/time.h"

namespace earshot::kiosk {

/// From the question's appearance to a rating. To see something and choose among several takes
/// people half a second and more (Hick 1952, Hyman 1953), before a word is read.
inline constexpr Duration kFirstAnswerMin = std::chrono::milliseconds(500);
/// Each further answer, on average, when there are at least two: each has its own words to read.
inline constexpr Duration kFurtherAnswerMin = std::chrono::milliseconds(600);

struct Tempo {
  Duration first{};         ///< question shown → first rating
  Duration further{};       ///< first rating → last answer
  std::size_t answers = 1;  ///< all of them
};
[[nodiscard]] bool is_too_fast(const Tempo& tempo);

}  // namespace earshot::kiosk
