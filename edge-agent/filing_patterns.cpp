// The part of Filing that finds answers that look like staff's, came while the location was closed,
// or faster than anybody reads. A person decides otherwise as with a burst (filing_misuse.cpp).
#include "core/response/patterns.h"
#include "edge-agent/filing.h"

namespace earshot::edge {

/// Only a response that is whole can be judged: the first tap alone always looks quick and silent.
Result<void> Filing::look_for_patterns(FiledResponse& filed) {
  const auto& said = filed.response;
  const bool ours = said.channel == response::Channel::kiosk && !said.partial && !said.withdrawn &&
                    said.audience == survey::Audience::customer;
  if (!location_.watch_patterns || !ours || filed.judged) return {};
  std::uint32_t flags = 0;
  if (response::is_implausibly_fast(said)) flags |= response::kMisuseTooFast;
  response::StaffWatch::Verdict staff;
  if (filed.clock != response::ClockVerdict::uncertain) {
    const survey::LocalTime local{filed.business_day, zone_.local_minute(said.at)};
    const auto& hours = location_.opening_hours;
    if (!survey::hold(hours, local)) flags |= response::kMisuseOutOfHours;
    const bool praise = response::is_quick_praise(said) && response::is_at_shift_edge(hours, local);
    if (staff_.size() >= KioskBook::kKiosksMax && !staff_.contains(filed.device)) staff_.clear();
    staff = staff_[filed.device].observe(said.id, said.at, praise);
    if (!staff.run.empty()) flags |= response::kMisuseStaffPattern;
  }
  if ((flags & ~said.misuse) == 0) return {};
  filed.response.misuse |= flags;
  ++counts_.flagged;
  if (auto kept = books_.responses.set_misuse(filed); !kept) return kept;
  for (const ResponseId& id : staff.before) {
    auto flagged = flag_neighbour(id, {}, response::kMisuseStaffPattern);
    if (!flagged) return flagged;
  }
  return {};
}

}  // namespace earshot::edge
