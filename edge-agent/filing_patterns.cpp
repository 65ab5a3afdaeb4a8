// The part of Filing that finds answers that look like staff's, came while the location was closed,
// or faster than anybody reads. A person decides otherwise as with a burst (filing_misuse.cpp).
#include "core/response/patterns.h"

#include "edge-agent/filing.h"

namespace earshot::edge {

/// What a response tells by itself. Only one that is whole can be judged: the first tap alone
/// always looks quick and silent.
void Filing::judge_alone(FiledResponse& filed) const {
  const auto& said = filed.response;
  filed.praised = false;
  if (!location_.watch_patterns || said.channel != response::Channel::kiosk || said.partial ||
      said.audience != survey::Audience::customer) {
    return;
  }
  std::uint32_t flags = 0;
  if (response::is_implausibly_fast(said)) flags |= response::kMisuseTooFast;
  if (filed.clock != response::ClockVerdict::uncertain) {
    const survey::LocalTime local{filed.business_day, zone_.local_minute(said.at)};
    const auto& hours = location_.opening_hours;
    if (!survey::hold(hours, local)) flags |= response::kMisuseOutOfHours;
    filed.praised = !filed.words_gone && response::is_quick_praise(said) &&
                    response::is_at_shift_edge(hours, local);
  }
  if (!filed.judged) filed.response.misuse |= flags;
}

/// One more praise may make a run of it and its neighbours: a dozen rows are looked at again.
Result<void> Filing::look_for_staff_run(FiledResponse& filed) {
  if (!filed.praised) return {};
  const auto praises = books_.responses.taps_around(
      filed, ResponseBook::Kind::praise, response::kStaffRunWithin, response::kStaffRunNeighbours);
  if (!praises) return tl::unexpected(praises.error());
  const auto run = response::staff_run_around(praises->times(), praises->place);
  if (run.empty()) return {};
  bool began = true;
  for (std::size_t i = run.first; i < run.end; ++i) {
    const auto& part = praises->all[i];
    if ((part.misuse & response::kMisuseStaffPattern) != 0) {
      began = false;
      continue;
    }
    if (i != praises->place) {
      auto flagged = flag_neighbour(part.id, {}, response::kMisuseStaffPattern);
      if (!flagged) return flagged;
    } else if (!filed.judged) {
      filed.response.misuse |= response::kMisuseStaffPattern;
      if (auto kept = books_.responses.set_misuse(filed); !kept) return kept;
    }
  }
  if (began) ++counts_.staff_runs;
  return {};
}

}  // namespace earshot::edge
