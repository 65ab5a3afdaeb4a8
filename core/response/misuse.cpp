#include "core/response/misuse.h"

#include <algorithm>

#include "core/base/check.h"

namespace earshot::response {
namespace {

struct Rule {
  std::size_t parts;  ///< so many at least
  Duration within;    ///< from the first of them to the last
};
constexpr Rule kBurstRules[] = {{kBurstResponsesMax + 1, kBurstWithin},
                                {kRapidResponsesMax + 1, kRapidWithin}};
constexpr Rule kStaffRules[] = {{kStaffRunMin, kStaffRunWithin}};

Places crowd_around(std::span<const WallTime> said, std::size_t place,
                    std::span<const Rule> rules) {
  EARSHOT_CHECK(place < said.size());
  Places crowd{place, place};
  for (const auto& [parts, within] : rules) {
    for (std::size_t first = place + 1 - std::min(place + 1, parts);
         first <= place && first + parts <= said.size(); ++first) {
      if (said[first + parts - 1] - said[first] > within) continue;
      crowd.first = std::min(crowd.first, first);
      crowd.end = std::max(crowd.end, first + parts);
    }
  }
  return crowd;
}

}  // namespace

Places burst_around(std::span<const WallTime> said, std::size_t place) {
  return crowd_around(said, place, kBurstRules);
}

Places staff_run_around(std::span<const WallTime> praised, std::size_t place) {
  return crowd_around(praised, place, kStaffRules);
}

}  // namespace earshot::response
