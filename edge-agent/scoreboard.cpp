#include "edge-agent/scoreboard.h"

namespace earshot::edge {
namespace {

// Counts are unsigned and wrap, so adding a negative difference is exact.
void shift(score::Histogram& tally, const score::Histogram& before, const score::Histogram& after) {
  for (std::size_t i = 0; i < tally.size(); ++i) tally[i] += after[i] - before[i];
}

}  // namespace

void Scoreboard::change(const score::CellKey& key, const score::Histogram& before,
                        const score::Histogram& after) {
  if (!key.topic.empty() || before == after) return;
  const AskedAs asked{key.question, key.kind};
  shift(all_[asked], before, after);
  shift(days_[key.business_day][asked], before, after);
  shift(hours_[key.hour][asked], before, after);
}

const Tally& Scoreboard::day(LocalDay day) const {
  static const Tally kNone;
  const auto found = days_.find(day);
  return found == days_.end() ? kNone : found->second;
}

std::map<HourUtc, Tally> Scoreboard::hours(HourUtc first, HourUtc last) const {
  return {hours_.lower_bound(first), hours_.upper_bound(last)};
}

}  // namespace earshot::edge
