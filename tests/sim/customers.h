// Who comes to a kiosk, and what each of them says, in which steps: the first tap counts at once,
// and more answers, or taking it back, are newer revisions of the same response. Owner: the world.
// Threads: a plain value.
#pragma once

#include <vector>

#include "core/response/response.h"
#include "tests/sim/dice.h"
#include "tests/sim/plan.h"

namespace earshot::sim {

/// Revisions of one response, each said so long after the customer came. Place, time and boot are
/// filled in by the kiosk.
struct Visit {
  SimTime at = 0;
  struct Step {
    Duration after{0};
    response::Response response;
  };
  std::vector<Step> steps;
};

/// The doors are open between these, in minutes after midnight. Some come a little before.
inline constexpr int kOpensMinute = 9 * 60 + 15;
inline constexpr int kClosesMinute = 20 * 60;

/// The customers of one kiosk on one day (0 is the first), in the order of their coming.
[[nodiscard]] std::vector<Visit> visits(const Plan& plan, std::string_view kiosk, int day);

}  // namespace earshot::sim
