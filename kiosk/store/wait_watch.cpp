#include "kiosk/store/wait_watch.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot::kiosk {
namespace {

std::string in_words(Duration age) {
  const auto s = age.count() / 1000;
  if (s < 120) return fmt::format("{} s", s);
  if (s < 2 * 3600) return fmt::format("{} min", s / 60);
  if (s < 48 * 3600) return fmt::format("{} h", s / 3600);
  return fmt::format("{} days", s / 86400);
}

}  // namespace

std::vector<std::string> WaitWatch::look(const std::vector<relay::CourierHealth::Waiting>& waiting,
                                         WallTime wall, MonoTime now) {
  std::vector<std::string> lines;
  for (const auto& [stream, since] : waiting) {
    const auto found = oldest_.find(stream);
    const auto name = relay::to_string(stream);
    if (since.ms == 0) {
      if (found == oldest_.end()) continue;
      if (found->second.said) lines.push_back(fmt::format("{}: every answer has a receipt", name));
      oldest_.erase(found);
      continue;
    }
    auto& oldest = oldest_[stream];
    if (oldest.since != since) {
      oldest.since = since;
      oldest.age_when_noticed = std::max(wall - since, Duration{0});
      oldest.noticed = now;
    }
    const Duration age = oldest.age_when_noticed + (now - oldest.noticed);
    if (age <= kTooLong || (oldest.said && now - *oldest.said < kSayAgain)) continue;
    oldest.said = now;
    lines.push_back(
        fmt::format("{}: the oldest answer without a receipt has waited for {}; it is kept", name,
                    in_words(age)));
  }
  return lines;
}

}  // namespace earshot::kiosk
