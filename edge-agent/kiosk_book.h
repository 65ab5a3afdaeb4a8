// The kiosks that this location has heard: when last, where they stand, what still waits at them.
// In memory, and written now and then so that a restart does not forget who is silent.
// Owner: the edge core. Threads: the event loop.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/relay/types.h"
#include "core/response/clock_correction.h"
#include "edge-agent/kiosk_status.h"
#include "platform/sqlite/database.h"

namespace earshot::edge {

/// All times by this machine's clock, whatever the kiosk's own one says, and counted back from now
/// by one that nobody sets: how far they are away is true whatever became of the wall's.
struct Kiosk {
  TouchpointId touchpoint;  ///< of its last response; empty: none yet
  WallTime last_heard;
  Duration silent_for{0};     ///< by a clock that nobody sets; since the start, if not heard since
  std::uint64_t pending = 0;  ///< responses that it still has to deliver
  WallTime pending_since;     ///< ms 0: nothing waits
  /// By stream that was heard: since when its oldest record without a receipt waits; ms 0: none.
  std::map<relay::Stream, WallTime> waiting = {};
  /// By stream: why what it sends is not taken, so that it waits there. None: it is taken.
  std::map<relay::Stream, std::string> refused = {};
  KioskStatus status = {};  ///< what it said of itself last
  Duration clock_error{0};  ///< how far its clock is ahead (negative: behind); 0: it agrees
};

class KioskBook {
 public:
  /// More devices than any location has; frames from further ones are refused by name.
  static constexpr std::size_t kKiosksMax = 1000;
  /// How stale the written copy of "last heard" may be.
  static constexpr Duration kWriteEvery = std::chrono::seconds(30);

  /// Within this time the same trouble with a clock is told once.
  static constexpr Duration kClockToldEvery = std::chrono::hours(1);

  explicit KioskBook(sqlite::Database& database) : database_(database) {}
  /// Only those `listed`, unless that is empty: nobody waits for a kiosk that was taken away.
  Result<void> load(const std::set<DeviceId>& listed, WallTime now, MonoTime mono);

  /// True if this device may be noted: known already, or there is room.
  [[nodiscard]] bool has_room_for(const DeviceId& device) const;
  /// A frame came, and what it was answered. One that was not taken leaves its records waiting.
  void note_frame(const relay::Frame& frame, const relay::Receipt& answer, WallTime now,
                  MonoTime mono);
  /// Bytes came that are no frame to us: the kiosk is there, and waits.
  void note_unread(const DeviceId& device, relay::Stream stream, WallTime now, MonoTime mono);
  /// What a kiosk said of itself. True if that is news: its disk takes no more answers. Devices
  /// that were never heard are only remembered when they need help.
  bool note_status(const DeviceId& device, const KioskStatus& status);
  void note_touchpoint(const DeviceId& device, const TouchpointId& touchpoint);

  /// Inside a transaction: a response was filed `clock`, `error` away from what was said. Returns
  /// the sentence of the incident that this deserves; none while it is known already.
  std::optional<std::string> note_clock(const DeviceId& device, response::ClockVerdict clock,
                                        Duration error, WallTime now);

  /// True where a kiosk has delivered all of what is written down as waiting there. It may never
  /// speak again, and whoever starts here next must not wait for it.
  [[nodiscard]] bool owes_delivered() const { return owes_delivered_; }

  /// Inside a transaction: writes what changed and was not written for a while.
  Result<void> flush(WallTime now);
  void committed() { told_before_.clear(); }
  void rolled_back();

  [[nodiscard]] std::map<DeviceId, Kiosk> all(WallTime now, MonoTime mono) const;
  /// Over all kiosks: how many responses wait, and since when (ms 0: none wait).
  struct Behind {
    std::uint64_t responses = 0;
    WallTime since;
  };
  [[nodiscard]] Behind behind(WallTime now, MonoTime mono) const;

 private:
  /// What the last incident told of a kiosk's clock: its error, or that it cannot be believed.
  struct Told {
    std::int64_t error_ms = 0;  ///< 0: nothing; kUncertain
    WallTime at;
  };
  static constexpr std::int64_t kUncertain = INT64_MAX;
  /// The oldest of some records that wait at a kiosk.
  struct Oldest {
    std::optional<MonoTime> written;  ///< none: nothing waits
    WallTime stamp;                   ///< as the kiosk says it, by its own clock
    relay::Epoch epoch = 0;           ///< whose, if nothing older can be said of it; else 0
    MonoTime said_at;
    void is_said(WallTime since, const relay::Frame& frame, bool arrived, WallTime now,
                 MonoTime mono);
    void is_not_known(MonoTime mono);
    [[nodiscard]] WallTime since(WallTime now, MonoTime mono) const;
  };
  struct Row {
    Kiosk kiosk;  ///< but for its times, which are as they were stored
    Oldest pending;
    std::map<relay::Stream, Oldest> waiting;
    MonoTime heard_at;
    bool heard_here = false;  ///< since the start
    Told told;
    WallTime written_at;  ///< ms 0: write it at the next chance
    std::uint64_t pending_written = 0;
    bool changed = false;
  };
  Row& heard(const DeviceId& device, WallTime now, MonoTime mono);

  sqlite::Database& database_;
  std::map<DeviceId, Row> rows_;
  std::vector<std::pair<DeviceId, Told>> told_before_;  ///< of this transaction, to be undone
  bool owes_delivered_ = false;
};

}  // namespace earshot::edge
