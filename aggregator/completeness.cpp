#include "aggregator/completeness.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace earshot::hq {
namespace {

constexpr std::size_t kNamedMax = 3;

void append(std::string& words, const std::string& more) {
  words += (words.empty() ? "" : "; ") + more;
}

std::string words_of_location(const Completeness& of, WallTime now) {
  std::string words;
  if (of.silent_count > 0) {
    append(words, of.last_heard.ms == 0 ? "never heard from"
                                        : "not heard from since " + short_time(of.last_heard, now));
  }
  if (of.pending > 0) {
    append(words, fmt::format("{} on their way since {}", of.pending, short_time(of.since, now)));
  } else if (of.unreceived_since.ms != 0) {
    append(words, "records wait for a receipt since " + short_time(of.unreceived_since, now));
  }
  if (of.two_speak) {
    append(words,
           "two edge agents speak under this location’s name; give each its own. Until then only "
           "the fuller one counts");
  }
  if (of.missing_most > 0) {
    append(words, fmt::format("has another store since {}: at most {} responses from before "
                              "are missing",
                              short_time(of.anew, now), of.missing_most));
  }
  if (of.told_before > 0) {
    append(words, fmt::format("{} answers count as the store before {} told them", of.told_before,
                              short_time(of.anew, now)));
  }
  return words.empty() ? "Complete" : words;
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
    append(words, fmt::format("{} on their way since {}", of.pending, short_time(of.since, now)));
  } else if (of.unreceived_since.ms != 0) {
    append(words, "records wait for a receipt since " + short_time(of.unreceived_since, now));
  }
  if (of.two_speak) append(words, "two edge agents speak under one location’s name");
  if (of.missing_most > 0) {
    append(words, fmt::format("at most {} responses are missing of stores that were lost",
                              of.missing_most));
  }
  return words.empty() ? "Complete" : words;
}

Completeness never_heard() {
  Completeness completeness;
  completeness.silent_count = 1;
  return completeness;
}

/// Adds a child's to its parent's; a last_heard of ms −1 means that nothing was added yet.
void add(Completeness& to, const Completeness& from) {
  if (from.last_heard.ms >= 0 && (to.last_heard.ms < 0 || from.last_heard < to.last_heard)) {
    to.last_heard = from.last_heard;
  }
  if (from.pending > 0 && (to.pending == 0 || from.since < to.since)) to.since = from.since;
  to.pending += from.pending;
  to.silent_count += from.silent_count;
  if (from.oldest_unreceived > to.oldest_unreceived) {
    to.oldest_unreceived = from.oldest_unreceived;
    to.unreceived_since = from.unreceived_since;
  }
  to.missing_most += from.missing_most;
  to.told_before += from.told_before;
  to.two_speak = to.two_speak || from.two_speak;
  if (from.anew.ms != 0 && (to.anew.ms == 0 || from.anew < to.anew)) to.anew = from.anew;
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

Duration Hearing::Stream::age_at(MonoTime now) const {
  Duration age{0};
  if (this->age > Duration{0}) age = this->age + (now - said_at);
  if (here_since) age = std::max(age, now - *here_since);
  return age;
}

Duration Hearing::Location::age_at(MonoTime now) const {
  Duration age{0};
  for (const Stream& stream : streams) age = std::max(age, stream.age_at(now));
  return age;
}

void Hearing::restore(const std::vector<Heard>& heard) {
  const WallTime wall = clock_.wall_now();
  const MonoTime mono = clock_.mono_now();
  for (const Heard& one : heard) {
    const Duration ago = std::max(wall - one.last_heard, Duration{0});
    Location& location = locations_[one.location];
    location.heard = one;
    location.at = mono - ago;
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

void Hearing::on_frame(const relay::Frame& frame) {
  Location& location = heard_now(LocationId::trusted(frame.device.str()));
  Stream& stream = location.streams[static_cast<std::size_t>(frame.stream) - 1];
  if (!frame.records.empty() && !stream.here_since) stream.here_since = location.at;
}

bool Hearing::on_answered(const relay::Frame& frame, const relay::Receipt& answer) {
  Location& location = locations_[LocationId::trusted(frame.device.str())];
  Stream& stream = location.streams[static_cast<std::size_t>(frame.stream) - 1];
  const MonoTime now = clock_.mono_now();
  const bool taken = answer.verdict == relay::Verdict::accepted;
  const std::string refused_before = stream.refused;
  stream.heard = true;
  stream.here_since.reset();
  // All times that are compared are the sender's, so its clock may be wrong by any amount.
  Duration age = frame.stream_since.ms == 0
                     ? Duration{0}
                     : std::max(frame.sent_at - frame.stream_since, Duration{1});
  if (!taken) {
    const Duration least{frame.records.empty() ? 0 : 1};
    age = std::max({age, stream.age_at(now), least});
  }
  stream.age = age;
  stream.said_at = now;
  if (answer.verdict == relay::Verdict::refused) stream.refused = answer.reason;
  // A probe that is taken says nothing of the records that were refused and wait behind it.
  if (taken && (!frame.records.empty() || frame.stream_since.ms == 0)) stream.refused.clear();
  bool news = stream.refused != refused_before;
  Heard& heard = location.heard;
  const bool waits =
      frame.pending_responses > 0 && frame.sent_at - frame.pending_since >= kOnTheirWayAfter;
  const std::uint64_t pending = waits ? frame.pending_responses : 0;
  const WallTime since = waits ? frame.pending_since : WallTime{};
  if (heard.pending == pending && heard.pending_since == since) return news;
  heard.pending = pending;
  heard.pending_since = since;
  location.unsaved = true;
  return true;
}

bool Hearing::on_unread(const LocationId& id, relay::Stream which, const std::string& why) {
  Location& location = heard_now(id);
  Stream& stream = location.streams[static_cast<std::size_t>(which) - 1];
  stream.heard = true;
  if (stream.age == Duration{0}) {
    stream.age = Duration{1};
    stream.said_at = location.at;
  }
  return std::exchange(stream.refused, why) != why;
}

void Hearing::on_life(const LocationId& id, const LaterLife& life) {
  Location& location = locations_[id];
  if (location.life != life) location.life_began = clock_.mono_now();
  location.life = life;
}

bool Hearing::on_told_before(const LocationId& id, std::uint64_t answers) {
  return std::exchange(locations_[id].told_before, answers) != answers;
}

bool Hearing::on_earlier_life(const LocationId& id) {
  Location& location = locations_[id];
  const MonoTime now = clock_.mono_now();
  if (!location.life_began || now - *location.life_began < kLateFramesFor) return false;
  const bool news = !location.earlier_spoke;
  location.earlier_spoke = now;
  return news;
}

std::vector<Hearing::Refill> Hearing::refills() const {
  std::vector<Refill> refills;
  const WallTime wall = clock_.wall_now();
  const MonoTime now = clock_.mono_now();
  for (const auto& [id, location] : locations_) {
    if (!location.life || wall - location.life->began >= kRefillFor) continue;
    refills.push_back(
        {id, *location.life, !is_silent(location, now) && location.heard.pending == 0});
  }
  std::sort(refills.begin(), refills.end(),
            [](const Refill& a, const Refill& b) { return a.location < b.location; });
  return refills;
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
    const bool old = location.age_at(now) >= kAgeWorthSaying;
    changed = changed || silent != location.was_silent || old != location.was_old;
    location.was_silent = silent;
    location.was_old = old;
    if (location.earlier_spoke && now - *location.earlier_spoke >= kTwoSpeakFor) {
      location.earlier_spoke.reset();
      changed = true;
    }
  }
  return changed;
}

Completeness Hearing::of(const Location& location) const {
  const MonoTime now = clock_.mono_now();
  Completeness own;
  own.last_heard = location.heard.last_heard;
  own.pending = location.heard.pending;
  own.since = location.heard.pending_since;
  own.silent_count = is_silent(location, now) ? 1 : 0;
  own.oldest_unreceived = location.age_at(now);
  if (own.oldest_unreceived >= kAgeWorthSaying) {
    own.unreceived_since = clock_.wall_now() - own.oldest_unreceived;
  }
  own.two_speak = location.earlier_spoke.has_value();
  if (location.life && clock_.wall_now() - location.life->began < kRefillFor) {
    own.missing_most = location.life->missing_most;
    own.told_before = location.told_before;
    if (own.missing_most > 0 || own.told_before > 0) own.anew = location.life->began;
  }
  return own;
}

std::optional<AgentHeard> Hearing::agent(const LocationId& id) const {
  const auto known = locations_.find(id);
  if (known == locations_.end() || known->second.heard.last_heard.ms == 0) return std::nullopt;
  const Location& location = known->second;
  const MonoTime now = clock_.mono_now();
  AgentHeard agent;
  agent.last_heard = clock_.wall_now() - (now - location.at);
  agent.silent = is_silent(location, now);
  for (std::size_t i = 0; i < location.streams.size(); ++i) {
    const Stream& stream = location.streams[i];
    const auto which = static_cast<relay::Stream>(i + 1);
    const bool always = which == relay::Stream::urgent || which == relay::Stream::cells;
    if (!stream.heard && !always && !stream.here_since) continue;
    StreamHealth health{which, stream.age_at(now), "", ""};
    if (agent.silent) {
      // Nobody knows that anything there is younger than the silence.
      health.age = std::max(health.age, now - location.at);
      health.reason = "silent";
      health.words = "not heard from since " + short_time(agent.last_heard, clock_.wall_now());
    } else if (!stream.refused.empty()) {
      health.reason = "refused";
      health.words = "it keeps what is refused here: " + stream.refused;
    } else if (stream.here_since && now - *stream.here_since >= kAgeWorthSaying) {
      health.reason = "unwritten";
      health.words = "it has arrived here, and waits until it can be stored";
    } else if (health.age >= kAgeWorthSaying) {
      health.reason = "waiting";
      health.words = "it waits at the location, which is heard, for a receipt";
    }
    agent.streams.push_back(std::move(health));
  }
  return agent;
}

std::vector<Completeness> Hearing::of(const OrgTree& tree) const {
  const WallTime wall = clock_.wall_now();
  const std::vector<OrgNode>& nodes = tree.nodes();
  std::vector<Completeness> all(nodes.size());
  for (Completeness& one : all) one.last_heard.ms = -1;
  for (std::size_t i = nodes.size(); i-- > 0;) {  // children stand behind their parents
    Completeness& own = all[i];
    if (nodes[i].is_location()) {
      const auto known = locations_.find(LocationId::trusted(nodes[i].id.str()));
      own = known != locations_.end() ? this->of(known->second) : never_heard();
    }
    if (nodes[i].parent) add(all[*nodes[i].parent], own);
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Completeness& own = all[i];
    if (own.last_heard.ms < 0) own.last_heard.ms = 0;  // a part without locations
    own.complete = own.silent_count == 0 && own.pending == 0 && own.missing_most == 0 &&
                   !own.two_speak && own.oldest_unreceived < kAgeWorthSaying;
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
