#include "core/relay/lives.h"

#include <algorithm>

namespace earshot::relay {
namespace {

/// Frames of a life that is over may still be on their way, and were sent a little later than the
/// last one heard; so long they may come in between those of the next life, too.
constexpr std::int64_t kLateMs = 60'000;

}  // namespace

bool Lives::is_young(const Life& newest) { return newest.uptime_ms < newest.first_ms + kLateMs; }

bool Lives::is_second_machine(const Frame& frame) const {
  const auto known = lives_.find(frame.device);
  if (known == lives_.end() || frame.boot_id.empty()) return false;
  const auto& lives = known->second;
  const auto life =
      std::find_if(lives.begin(), lives.end(), [&](const Life& each) { return is(each, frame); });
  if (life == lives.end() || std::next(life) == lives.end() || is_young(lives.back())) return false;
  return frame.uptime_ms > life->over_at_ms + kLateMs;
}

void Lives::heard(const Frame& frame) {
  if (frame.boot_id.empty()) return;
  if (lives_.size() >= kDevicesMax && !lives_.contains(frame.device)) lives_.clear();
  auto& lives = lives_[frame.device];
  const auto life =
      std::find_if(lives.begin(), lives.end(), [&](const Life& each) { return is(each, frame); });
  if (life != lives.end()) {
    life->uptime_ms = std::max(life->uptime_ms, frame.uptime_ms);
    const bool is_over = std::next(life) != lives.end();
    if (is_over && is_young(lives.back())) {
      life->over_at_ms = std::max(life->over_at_ms, frame.uptime_ms);
    }
    return;
  }
  if (!lives.empty()) {
    Life& before = lives.back();
    before.over_at_ms = before.uptime_ms;
    // Within one boot the two count the same uptime.
    if (before.boot_id == frame.boot_id) {
      before.over_at_ms = std::max(before.over_at_ms, frame.uptime_ms);
    }
  }
  if (lives.size() == kLivesMax) lives.erase(lives.begin());
  lives.push_back({frame.epoch, frame.boot_id, frame.uptime_ms, frame.uptime_ms, 0});
}

}  // namespace earshot::relay
