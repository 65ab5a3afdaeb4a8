// Answers that look like staff's, or like nobody's who could have read the question: pure rules,
// whose finds are kept, flagged and left out of scores until a person says otherwise.
// Owner: whoever files responses, one StaffWatch a kiosk. Threads: one; the functions, any.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <vector>

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

/// The best rating of its scale to the main question, and not a word with it, in one go.
[[nodiscard]] bool is_quick_praise(const Response& response);
inline constexpr Duration kQuickPraise = std::chrono::seconds(5);

/// Reading and choosing takes half a second for each answer behind the first, at the very least
/// (Hick 1952, Hyman 1953); judged from three answers on, because two may be one double tap.
[[nodiscard]] bool is_implausibly_fast(const Response& response);
inline constexpr Duration kFurtherAnswer = std::chrono::milliseconds(500);

/// So many quick praises in a row, each soon after the one before. Where six in ten customers give
/// the best rating and half of them are as quick and silent, eight in a row are one in 15,000.
inline constexpr std::size_t kStaffRunMin = 8;
inline constexpr Duration kStaffApart = std::chrono::minutes(2);

class StaffWatch {
 public:
  struct Verdict {
    ResponseId run;                  ///< its first response; empty: it is part of none
    bool began = false;              ///< it makes the run
    std::vector<ResponseId> before;  ///< earlier ones that turn out to be parts too
  };

  /// The next response of this kiosk, said at `at`; `praise`: quick praise at a shift's edge.
  /// Whatever else comes ends a run.
  [[nodiscard]] Verdict observe(const ResponseId& id, WallTime at, bool praise);

 private:
  struct Seen {
    ResponseId id;
    WallTime at;
  };
  std::deque<Seen> row_;  ///< at most kStaffRunMin, the newest last
  ResponseId run_;        ///< that is going on; empty: none
};

}  // namespace earshot::response
