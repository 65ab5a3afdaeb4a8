#include "core/response/misuse.h"

#include <algorithm>

#include "core/base/check.h"

namespace earshot::response {
namespace {

struct Rule {
  std::size_t parts;  ///< so many at least
  Duration within;    ///< from the first of them to the last
};
constexpr Rule kRules[] = {{kBurstResponsesMax + 1, kBurstWithin},
                           {kRapidResponsesMax + 1, kRapidWithin}};

}  // namespace

Places burst_around(std::span<const WallTime> said, std::size_t place) {
  EARSHOT_CHECK(place < said.size());
  Places burst{place, place};
  for (const auto& [parts, within] : kRules) {
    for (std::size_t first = place + 1 - std::min(place + 1, parts);
         first <= place && first + parts <= said.size(); ++first) {
      if (said[first + parts - 1] - said[first] > within) continue;
      burst.first = std::min(burst.first, first);
      burst.end = std::max(burst.end, first + parts);
    }
  }
  return burst;
}

}  // namespace earshot::response
