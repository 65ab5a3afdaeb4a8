// A location at one moment, as the manager's page, the site topics and the metrics show it.
// Owner: the edge core makes it. Threads: a plain value, any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/relay/noted_incident.h"
#include "edge-agent/filing.h"
#include "edge-agent/kiosk_book.h"
#include "edge-agent/scoreboard.h"

namespace earshot::edge {

/// The way to headquarters.
struct HeadquartersView {
  bool configured = false;
  bool connected = false;     ///< and answers
  bool silent = false;        ///< no receipt for so long that the way there must be dead
  std::uint64_t pending = 0;  ///< responses whose counts it has not confirmed
  WallTime pending_since;     ///< ms 0: none
  /// By stream: since when its oldest record without a receipt waits; ms 0: none.
  std::map<relay::Stream, WallTime> waiting = {};
  std::string words;
};

struct HealthView {
  bool ok = true;
  std::string words;
};

/// The store's disk.
enum class DiskState : std::uint8_t {
  fine,
  reserve_used,  ///< it was full: the ballast was given up, and all goes on in its place
  full,          ///< and that is used up too: nothing can be stored
};

struct LocationView {
  LocationFacts facts;
  std::string timezone;
  WallTime now;
  Tally all, today;
  std::map<HourUtc, Tally> hours;  ///< the last 24
  std::uint64_t alerts_open = 0;
  std::uint64_t responses = 0;
  std::map<DeviceId, Kiosk> kiosks;
  HeadquartersView headquarters;
  std::uint64_t quarantined = 0;
  std::uint64_t incidents = 0;
  std::vector<relay::NotedIncident> last_incidents;  ///< the newest few, newest first
  DiskState disk = DiskState::fine;
  HealthView health;
};

}  // namespace earshot::edge
