// Who taps for fun, or for the score: many responses in a short time on one kiosk are one burst.
// They are kept, flagged and left out of scores, and a person may say otherwise. So it is with runs
// of quick praise. What is found depends on what was said, never on the order in which it came.
// Pure. Owner: core/response. Threads: any.
#pragma once

#include <cstddef>
#include <span>

#include "core/base/time.h"

namespace earshot::response {

/// More than so many within so long: a session with one tap, its thanks and the next customer takes
/// five seconds at least, and a queue of customers does not keep that up for a minute.
inline constexpr std::size_t kBurstResponsesMax = 12;
inline constexpr Duration kBurstWithin = std::chrono::seconds(60);
/// Or sessions less than a second apart, again and again.
inline constexpr std::size_t kRapidResponsesMax = 5;
inline constexpr Duration kRapidWithin = std::chrono::seconds(5);

/// So many neighbours on either side decide about a response; further ones change nothing.
inline constexpr std::size_t kBurstNeighbours = kBurstResponsesMax;

/// Places in a list, from `first` up to and without `end`; equal ones are no place at all.
struct Places {
  std::size_t first = 0;
  std::size_t end = 0;
  [[nodiscard]] bool empty() const { return first == end; }
  bool operator==(const Places&) const = default;
};

/// `said`: when responses of one kiosk were said, ascending. The places of those that are parts of
/// a burst together with the one at `place` (< said.size(), asserted), itself among them; empty
/// when that one is a part of none. A response is a part of a burst if any stretch of time as long
/// as one of the rules says holds it and more than so many in all. So whoever was judged with each
/// newcomer among its kBurstNeighbours neighbours on either side has found all parts in the end,
/// whatever the order in which they came: two edge agents that heard the same judge the same.
[[nodiscard]] Places burst_around(std::span<const WallTime> said, std::size_t place);

/// So many quick praises (patterns.h) within so long are staff's. Where six in ten customers give
/// the best rating, half of them are as quick and silent, and one comes every half a minute, all
/// eight in a row are praise once in 15,000 times.
inline constexpr std::size_t kStaffRunMin = 8;
inline constexpr Duration kStaffRunWithin = std::chrono::minutes(4);
inline constexpr std::size_t kStaffRunNeighbours = kStaffRunMin - 1;

/// The same for quick praises of one kiosk alone, `praised` when they were said, ascending.
[[nodiscard]] Places staff_run_around(std::span<const WallTime> praised, std::size_t place);

}  // namespace earshot::response
