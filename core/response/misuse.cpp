#include "core/response/misuse.h"

#include <algorithm>
#include <utility>

namespace earshot::response {
namespace {

bool within(WallTime a, WallTime b, Duration span) { return a <= b + span && b <= a + span; }

}  // namespace

BurstWatch::Verdict BurstWatch::observe(const ResponseId& id, WallTime at) {
  std::vector<Seen*> near;
  std::size_t rapid = 1;
  for (Seen& seen : recent_) {
    if (!within(seen.at, at, kBurstWithin)) continue;
    near.push_back(&seen);
    if (within(seen.at, at, kRapidWithin)) ++rapid;
  }
  Verdict verdict;
  const bool many = near.size() + 1 > kBurstResponsesMax;
  if (!many && rapid <= kRapidResponsesMax) {
    remember({id, at, {}});
    return verdict;
  }
  if (!many) std::erase_if(near, [&](Seen* seen) { return !within(seen->at, at, kRapidWithin); });
  const auto running = std::find_if(near.rbegin(), near.rend(),
                                    [](const Seen* seen) { return !seen->burst.empty(); });
  verdict.began = running == near.rend();
  verdict.burst = verdict.began ? near.front()->id : (*running)->burst;
  for (Seen* seen : near) {
    if (!seen->burst.empty()) continue;
    seen->burst = verdict.burst;
    verdict.before.push_back(seen->id);
  }
  remember({id, at, verdict.burst});
  return verdict;
}

void BurstWatch::restore(const ResponseId& id, WallTime at, const ResponseId& burst) {
  remember({id, at, burst});
}

void BurstWatch::remember(Seen seen) {
  recent_.push_back(std::move(seen));
  if (recent_.size() > kBurstResponsesMax) recent_.pop_front();
}

}  // namespace earshot::response
