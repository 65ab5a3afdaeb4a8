// The part of Filing that finds bursts of taps, and lets a person decide otherwise.
#include <algorithm>
#include <span>

#include "edge-agent/filing.h"

namespace earshot::edge {
namespace {

constexpr std::string_view kBurstRule = "burst";
/// How many parts of a burst are judged in one transaction.
constexpr int kJudgedAtOnce = 200;
constexpr std::uint32_t kFlagsKnown = (1U << response::kMisuseFlagCount) - 1;

alert::Alert burst_alert(const FiledResponse& filed, const ResponseId& burst, WallTime now) {
  alert::Alert alert;
  alert.id = alert_id_for(burst, kBurstRule);
  alert.severity = alert::Severity::warning;
  alert.rule = kBurstRule;
  alert.response = burst;
  alert.touchpoint = filed.response.touchpoint;
  alert.at = filed.response.at;
  alert.raised_at = now;
  const std::string place = alert::place_name(filed.response.touchpoint);
  alert.sentence = alert::capitalised(place) +
                   ": somebody taps again and again. All is kept, and left out of the scores.";
  alert.next_step = "See who stands at the " + place + ".";
  return alert;
}

}  // namespace

/// A new response may be one tap of a burst, and may show that its neighbours were too: two dozen
/// rows at most are looked at again.
Result<void> Filing::look_for_burst(FiledResponse& filed) {
  const bool tapped = filed.response.channel == response::Channel::kiosk &&
                      filed.clock != response::ClockVerdict::uncertain;
  if (!location_.watch_bursts || !tapped) return {};
  const auto taps = books_.responses.taps_around(
      filed, ResponseBook::Kind::any, response::kBurstWithin, response::kBurstNeighbours);
  if (!taps) return tl::unexpected(taps.error());
  const auto places = response::burst_around(taps->times(), taps->place);
  if (places.empty()) return {};

  const std::span parts(taps->all.data() + places.first, places.end - places.first);
  const auto running = std::find_if(parts.rbegin(), parts.rend(),
                                    [](const auto& part) { return !part.burst.empty(); });
  const bool began = running == parts.rend();
  filed.burst = began ? parts.front().id : running->burst;
  filed.response.misuse |= response::kMisuseBurst;
  if (auto kept = books_.responses.set_misuse(filed); !kept) return kept;
  for (const auto& part : parts) {
    if (part.id == filed.response.id || !part.burst.empty()) continue;
    if (auto flagged = flag_neighbour(part.id, filed.burst, response::kMisuseBurst); !flagged)
      return flagged;
  }
  if (!began) return {};
  ++counts_.bursts;
  return filed.historical ? Result<void>{} : tell_of_burst(filed, filed.burst);
}

Result<void> Filing::flag_neighbour(const ResponseId& id, const ResponseId& burst,
                                    std::uint32_t flag) {
  const auto found = books_.responses.find(id);
  if (!found) return tl::unexpected(found.error());
  if (!found->has_value() || (*found)->judged) return {};
  const auto held = books_.cells.holds(contribution_of(**found));
  if (!held) return tl::unexpected(held.error());
  if (!*held) return {};  // it stays as it is counted: this is no reason to refuse the new one
  FiledResponse changed = **found;
  if (!burst.empty()) changed.burst = burst;
  changed.response.misuse |= flag;
  ++counts_.flagged;
  return set_flags(**found, changed, false);
}

/// One alert a burst, whatever comes of it.
Result<void> Filing::tell_of_burst(const FiledResponse& filed, const ResponseId& burst) {
  const auto alert = burst_alert(filed, burst, now_);
  const auto known = books_.alerts.find(alert.id);
  if (!known) return tl::unexpected(known.error());
  if (known->has_value()) return {};
  ++counts_.alerts;
  if (auto kept = books_.alerts.insert(alert); !kept) return kept;
  return owe_alert(alert);
}

/// The response counts, or no longer does: its cells follow, and so does its alert.
Result<void> Filing::set_flags(const FiledResponse& old, const FiledResponse& changed,
                               bool may_raise) {
  if (auto kept = books_.responses.set_misuse(changed); !kept) return kept;
  if (old.response.misuse == changed.response.misuse && old.decisions == changed.decisions) {
    return {};
  }
  for (const auto& [key, value] : contribution_of(old)) {
    if (auto taken = books_.cells.subtract(key, value); !taken) return taken;
  }
  if (auto counted = count_in(contribution_of(changed)); !counted) return counted;
  if (old.response.misuse == changed.response.misuse) return {};
  if (auto told = raise_or_change_alert(changed, true, may_raise); !told) return told;
  if (location_.verbatims && has_words(changed.response)) {
    if (auto owed = owe_words(changed.response); !owed) return owed;
  }
  if (!changed.historical) fresh_.add(changed);
  return {};
}

Result<std::optional<FiledResponse>> Filing::judge(const ResponseId& id, std::uint32_t flags) {
  if ((flags & ~kFlagsKnown) != 0) return fail(ErrorCode::invalid, "there is no such misuse flag");
  const auto found = books_.responses.find(id);
  if (!found) return tl::unexpected(found.error());
  if (!found->has_value()) return std::nullopt;
  FiledResponse changed = **found;
  changed.judged = true;
  ++changed.decisions;
  changed.response.misuse = flags;
  if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
  const auto done =
      set_flags(**found, changed, !changed.historical).and_then([&] { return commit(); });
  if (!done) {
    rollback();
    return tl::unexpected(done.error());
  }
  return changed;
}

Result<Filing::Judged> Filing::judge_burst(const ResponseId& burst, std::uint32_t flags,
                                           std::int64_t after) {
  if ((flags & ~kFlagsKnown) != 0) return fail(ErrorCode::invalid, "there is no such misuse flag");
  const auto parts = books_.responses.parts_of(burst, after, kJudgedAtOnce);
  if (!parts) return tl::unexpected(parts.error());
  Judged judged;
  if (parts->empty()) return judged;
  if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
  Result<void> done;
  for (const auto& part : *parts) {
    FiledResponse changed = part;
    changed.judged = true;
    ++changed.decisions;
    changed.response.misuse = flags;
    // Nobody runs to five hundred customers at once: a burst that counts again is no news.
    if (done = set_flags(part, changed, false); !done) break;
    if (part.response.misuse != flags) ++judged.changed;
  }
  if (done) done = commit();
  if (!done) {
    rollback();
    return tl::unexpected(done.error());
  }
  if (static_cast<int>(parts->size()) == kJudgedAtOnce) judged.next = parts->back().number;
  return judged;
}

}  // namespace earshot::edge
