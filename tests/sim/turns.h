// Who spoke under a device's name, as its receiver answered: by the uptime that each frame was sent
// at. Owner: the scene. Threads: one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace earshot::sim {

/// One machine's frames in a row. Without a boot: the receiver began anew, and knows nobody.
struct Turn {
  std::string boot_id;
  std::int64_t first_ms = 0, last_ms = 0;
};

/// By receiver ("hq", or a location) and device.
using Turns = std::map<std::pair<std::string, std::string>, std::vector<Turn>>;

inline void note_turn(Turns& turns, const std::string& receiver, const std::string& device,
                      const std::string& boot_id, std::int64_t sent_at_ms) {
  auto& all = turns[{receiver, device}];
  if (all.empty() || all.back().boot_id != boot_id) {
    all.push_back({boot_id, sent_at_ms, sent_at_ms});
  } else if (all.back().last_ms < sent_at_ms) {
    all.back().last_ms = sent_at_ms;
  }
}

inline void note_receiver_began(Turns& turns, const std::string& receiver) {
  for (auto& [pair, all] : turns) {
    if (pair.first == receiver) all.push_back({});
  }
}

}  // namespace earshot::sim
