#include "aggregator/completeness.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace earshot::hq {
namespace {

constexpr std::size_t kNamedMax = 3;

std::string words_of_location(const Completeness& of, WallTime now) {
  if (of.silent_count > 0) {
    if (of.last_heard.ms == 0) return "never heard from";
    return "not heard from since " + short_time(of.last_heard, now);
  }
  if (of.pending > 0) {
    return fmt::format("{} on their way since {}", of.pending, short_time(of.since, now));
  }
  return "Complete";
}

/// Names the silent locations while they are few: "Leeds and York not heard from; 12 on their way
/// …".
std::string words_of_part(const Completeness& of, const OrgTree& tree, const OrgNode& node,
                          WallTime now) {
  std::string words;
  if (of.silent_count > kNamedMax) {
    words = fmt::format("{} of {} locations not heard from", of.silent_count, node.locations);
  } else if (of.silent_count > 0) {
    for (std::size_t i = 0; i < of.silent.size(); ++i) {
      if (i > 0) words += i + 1 == of.silent.size() ? " and " : ", ";
      words += tree.nodes()[*tree.find(NodeId::trusted(of.silent[i].str()))].name;
    }
    words += of.silent_count == 1 && of.last_heard.ms != 0
                 ? " not heard from since " + short_time(of.last_heard, now)
                 : " not heard from";
  }
  if (of.pending > 0) {
    words += fmt::format("{}{} on their way since {}", words.empty() ? "" : "; ", of.pending,
                         short_time(of.since, now));
  }
  return words.empty() ? "Complete" : words;
}

/// Adds a child's to its parent's; a last_heard of ms −1 means that nothing was added yet.
void add(Completeness& to, const Completeness& from) {
  if (from.last_heard.ms >= 0 && (to.last_heard.ms < 0 || from.last_heard < to.last_heard)) {
    to.last_heard = from.last_heard;
  }
  if (from.pending > 0 && (to.pending == 0 || from.since < to.since)) to.since = from.since;
  to.pending += from.pending;
  to.silent_count += from.silent_count;
}

}  // namespace

std::string short_time(WallTime t, WallTime now) {
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  using std::chrono::floor;
  const auto day = [](WallTime at) {
    return floor<std::chrono::days>(std::chrono::sys_time<Duration>(Duration(at.ms)));
  };
  const std::int64_t minute = (t.ms - day(t).time_since_epoch() / Duration(1)) / 60'000;
  const std::string clock = fmt::format("{:02}:{:02}", minute / 60, minute % 60);
  if (day(t) == day(now)) return clock;
  const std::chrono::year_month_day date{day(t)};
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()),
                     kMonths[static_cast<unsigned>(date.month()) - 1], clock);
}

void Hearing::restore(const std::vector<Heard>& heard) {
  const WallTime wall = clock_.wall_now();
  const MonoTime mono = clock_.mono_now();
  for (const Heard& one : heard) {
    const Duration ago = std::max(wall - one.last_heard, Duration{0});
    locations_[one.location] = {one, mono - ago, false, false, true};
  }
}

Hearing::Location& Hearing::heard_now(const LocationId& id) {
  Location& location = locations_[id];
  location.heard.location = id;
  location.heard.last_heard = clock_.wall_now();
  location.at = clock_.mono_now();
  location.offline = false;
  location.unsaved = true;
  return location;
}

void Hearing::on_frame(const LocationId& location) { heard_now(location); }

bool Hearing::on_applied(const relay::Frame& frame) {
  Location& location = locations_[LocationId::trusted(frame.device.str())];
  Heard& heard = location.heard;
  // Both times are the sender's, so its clock may be wrong by any amount.
  const bool waits =
      frame.pending_responses > 0 && frame.sent_at - frame.pending_since >= kOnTheirWayAfter;
  const std::uint64_t pending = waits ? frame.pending_responses : 0;
  const WallTime since = waits ? frame.pending_since : WallTime{};
  if (heard.pending == pending && heard.pending_since == since) return false;
  heard.pending = pending;
  heard.pending_since = since;
  location.unsaved = true;
  return true;
}

bool Hearing::on_status(const LocationId& id, bool online) {
  if (online) {
    heard_now(id);
  } else if (const auto known = locations_.find(id); known != locations_.end()) {
    known->second.offline = true;
  } else {
    return false;  // never heard from, and still not
  }
  Location& location = locations_[id];
  return std::exchange(location.was_silent, !online) == online;
}

bool Hearing::is_silent(const Location& location, MonoTime now) const {
  return location.offline || now - location.at >= kSilentAfter;
}

bool Hearing::changed_by_time() {
  const MonoTime now = clock_.mono_now();
  bool changed = false;
  for (auto& [id, location] : locations_) {
    const bool silent = is_silent(location, now);
    changed = changed || silent != location.was_silent;
    location.was_silent = silent;
  }
  return changed;
}

std::vector<Completeness> Hearing::of(const OrgTree& tree) const {
  const WallTime wall = clock_.wall_now();
  const MonoTime now = clock_.mono_now();
  const std::vector<OrgNode>& nodes = tree.nodes();
  std::vector<Completeness> all(nodes.size());
  for (Completeness& one : all) one.last_heard.ms = -1;
  for (std::size_t i = nodes.size(); i-- > 0;) {  // children stand behind their parents
    Completeness& own = all[i];
    if (nodes[i].is_location()) {
      const auto known = locations_.find(LocationId::trusted(nodes[i].id.str()));
      const bool heard = known != locations_.end();
      own.last_heard = heard ? known->second.heard.last_heard : WallTime{};
      own.pending = heard ? known->second.heard.pending : 0;
      own.since = heard ? known->second.heard.pending_since : WallTime{};
      own.silent_count = heard && !is_silent(known->second, now) ? 0 : 1;
    }
    if (nodes[i].parent) add(all[*nodes[i].parent], own);
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Completeness& own = all[i];
    if (own.last_heard.ms < 0) own.last_heard.ms = 0;  // a part without locations
    own.complete = own.silent_count == 0 && own.pending == 0;
    if (!nodes[i].is_location()) continue;
    own.words = words_of_location(own, wall);
    if (own.silent_count == 0) continue;
    const LocationId id = LocationId::trusted(nodes[i].id.str());
    for (std::optional<std::size_t> part = i; part; part = nodes[*part].parent) {
      if (all[*part].silent.size() < kSilentListedMax) all[*part].silent.push_back(id);
    }
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!nodes[i].is_location()) all[i].words = words_of_part(all[i], tree, nodes[i], wall);
  }
  return all;
}

std::vector<Heard> Hearing::take_unsaved() {
  std::vector<Heard> unsaved;
  for (auto& [id, location] : locations_) {
    if (location.unsaved) unsaved.push_back(location.heard);
    location.unsaved = false;
  }
  std::sort(unsaved.begin(), unsaved.end(),
            [](const Heard& a, const Heard& b) { return a.location < b.location; });
  return unsaved;
}

}  // namespace earshot::hq
