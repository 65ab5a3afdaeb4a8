#include "aggregator/refusals.h"

#include <fmt/format.h>

#include "aggregator/completeness.h"

namespace earshot::hq {

Refusals::Sender* Refusals::find_or_make(const Key& key, MonoTime now) {
  auto found = senders_.find(key);
  if (found != senders_.end() && now - found->second.last >= kRefusalForgotten) {
    senders_.erase(found);
    found = senders_.end();
  }
  if (found == senders_.end() && senders_.size() >= kRefusedSendersMax) {
    std::erase_if(senders_,
                  [&](const auto& one) { return now - one.second.last >= kRefusalForgotten; });
    if (senders_.size() >= kRefusedSendersMax) return nullptr;
  }
  if (found == senders_.end()) {
    found = senders_.emplace(key, Sender{}).first;
    found->second.first = now;
  }
  return &found->second;
}

std::optional<relay::Incident> Refusals::note(RefusalKind kind, const relay::Receipt& refusal) {
  const MonoTime now = clock_.mono_now();
  Sender* sender = find_or_make({refusal.device, kind}, now);
  if (sender == nullptr) {
    ++others_;
    return std::nullopt;
  }
  ++sender->frames;
  sender->last = now;
  sender->stream = refusal.stream;
  sender->reason = refusal.reason;
  if (sender->noted && now - *sender->noted < kRefusalForgotten) return std::nullopt;
  relay::Incident incident{relay::Incident::Kind::refused, refusal.device, refusal.stream,
                           refusal.reason};
  if (sender->noted) {
    const WallTime wall = clock_.wall_now();
    incident.detail += fmt::format("; {} frames since {}", sender->frames,
                                   short_time(wall - (now - sender->first), wall));
  }
  return incident;
}

void Refusals::is_noted(RefusalKind kind, const DeviceId& device) {
  const auto found = senders_.find({device, kind});
  if (found != senders_.end()) found->second.noted = clock_.mono_now();
}

std::vector<RefusedSender> Refusals::lately() const {
  std::vector<RefusedSender> lately;
  const MonoTime now = clock_.mono_now();
  const WallTime wall = clock_.wall_now();
  for (const auto& [key, sender] : senders_) {
    if (now - sender.last >= kRefusedLately) continue;
    const WallTime since = wall - (now - sender.first);
    lately.push_back({key.first, key.second, sender.stream, sender.frames, since, sender.reason,
                      fmt::format("'{}' is refused ({} {} since {}): {}", key.first.str(),
                                  sender.frames, sender.frames == 1 ? "frame" : "frames",
                                  short_time(since, wall), sender.reason)});
  }
  return lately;
}

}  // namespace earshot::hq
