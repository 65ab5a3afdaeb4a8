// Who taps for fun, or for the score: many responses in a short time on one kiosk are one burst.
// They are kept, flagged and left out of scores, and a person may say otherwise. Pure.
// Owner: whoever files responses, one watch a kiosk. Threads: one.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"

namespace earshot::response {

/// More than so many within so long: a session with one tap, its thanks and the next customer takes
/// five seconds at least, and a queue of customers does not keep that up for a minute.
inline constexpr std::size_t kBurstResponsesMax = 12;
inline constexpr Duration kBurstWithin = std::chrono::seconds(60);
/// Or sessions less than a second apart, again and again.
inline constexpr std::size_t kRapidResponsesMax = 5;
inline constexpr Duration kRapidWithin = std::chrono::seconds(5);

class BurstWatch {
 public:
  struct Verdict {
    ResponseId burst;                ///< of which it is a part; empty: of none
    bool began = false;              ///< it makes the burst
    std::vector<ResponseId> before;  ///< earlier ones that turn out to be parts too
  };

  /// A response was said at `at`. Looks at the last kBurstResponsesMax ones alone, in any order of
  /// time, so that two streams of one kiosk may overtake each other.
  [[nodiscard]] Verdict observe(const ResponseId& id, WallTime at);

  /// As it was judged by an earlier run: `burst` is empty for none.
  void restore(const ResponseId& id, WallTime at, const ResponseId& burst);

 private:
  struct Seen {
    ResponseId id;
    WallTime at;
    ResponseId burst;
  };
  void remember(Seen seen);
  std::deque<Seen> recent_;  ///< oldest arrival first; at most kBurstResponsesMax
};

}  // namespace earshot::response
