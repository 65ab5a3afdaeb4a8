// The kiosks that this location has heard: when last, where they stand, what still waits at them.
// In memory, and written now and then so that a restart does not forget who is silent.
// Owner: the edge core. Threads: the event loop.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "core/base/result.h"
#include "core/relay/types.h"
#include "platform/sqlite/database.h"

namespace earshot::edge {

struct Kiosk {
  TouchpointId touchpoint;  ///< of its last response; empty: none yet
  WallTime last_heard;
  std::uint64_t pending = 0;  ///< responses that it still has to deliver
  WallTime pending_since;     ///< ms 0: nothing waits; by the kiosk's clock
};

class KioskBook {
 public:
  /// More devices than any location has; frames from further ones are refused by name.
  static constexpr std::size_t kKiosksMax = 1000;
  /// How stale the written copy of "last heard" may be.
  static constexpr Duration kWriteEvery = std::chrono::seconds(30);

  explicit KioskBook(sqlite::Database& database) : database_(database) {}
  /// Only those `listed`, unless that is empty: nobody waits for a kiosk that was taken away.
  Result<void> load(const std::set<DeviceId>& listed);

  /// True if this device may be noted: known already, or there is room.
  [[nodiscard]] bool has_room_for(const DeviceId& device) const;
  /// A frame came. When it was `received`, that much less waits at the kiosk than it said.
  void note_frame(const relay::Frame& frame, bool received, WallTime now);
  void note_touchpoint(const DeviceId& device, const TouchpointId& touchpoint);

  /// Inside a transaction: writes what changed and was not written for a while.
  Result<void> flush(WallTime now);
  void rolled_back();

  [[nodiscard]] std::map<DeviceId, Kiosk> all() const;
  /// Over all kiosks: how many responses wait, and since when (ms 0: none wait).
  struct Behind {
    std::uint64_t responses = 0;
    WallTime since;
  };
  [[nodiscard]] Behind behind() const;

 private:
  struct Row {
    Kiosk kiosk;
    WallTime written_at;  ///< ms 0: write it at the next chance
    bool changed = false;
  };
  sqlite::Database& database_;
  std::map<DeviceId, Row> rows_;
};

}  // namespace earshot::edge
