// What a seed means: how large the world is, how long it lives, who says how much, and what goes
// wrong when. Drawn once, before anything happens; a smaller plan of the same seed differs only by
// what was taken out. Owner: the run. Threads: a plain value, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "tests/sim/event_queue.h"
#include "tests/sim/faults.h"

namespace earshot::sim {

/// One thing that goes wrong at a moment; rates of single messages are in the plan itself.
struct Mishap {
  int number = 0;  ///< its name for --skip; the same in every smaller plan
  Fault fault = Fault::kill;
  SimTime at = 0;
  Duration lasts{0};         ///< or how long before `at` the backup was made
  std::uint64_t where = 0;   ///< chooses the victim among those that it can hit
  std::uint64_t chance = 0;  ///< seeds whatever else has to be decided
};

struct Plan {
  std::uint64_t seed = 0;
  int locations = 1;
  int kiosks = 1;    ///< at each location
  Duration lives{};  ///< until everything is healed
  int visits = 10;   ///< customers a kiosk and day, at most
  FaultSet faults;
  std::vector<Mishap> mishaps;  ///< by time
  // Rates in a thousand messages.
  std::uint64_t drop = 0, duplicate = 0, reorder = 0, delay = 0;

  Duration probe_every{};        ///< the couriers', 15 s in production
  Duration edge_tick{};          ///< how often edge agents and headquarters look after themselves
  Duration latency_max{};        ///< of a message on its way, one way
  Duration batch_wait_max{};     ///< of an edge agent, between a frame and its commit
  std::size_t queue_max = 1000;  ///< of a broker, for each subscriber
  std::uint16_t receive_maximum = 20;
  bool verbatims = true;        ///< do words leave the locations?
  bool kiosks_listed = true;    ///< does an edge agent know its kiosks by name?
  bool empty_disks = false;     ///< do the first programs make their stores themselves?
  bool watch_bursts = false;    ///< do edge agents leave bursts of taps out of the scores?
  bool watch_patterns = false;  ///< and what looks like staff's, or came while it was closed?
  Duration keep_received = std::chrono::hours(24 * 30);  ///< how long kiosks keep what was received
};

/// Takes things out of what a seed draws, or fixes them.
struct Limits {
  std::optional<FaultSet> only;  ///< no other faults than these
  FaultSet without;
  std::set<int> skip;                            ///< mishaps by number
  std::optional<int> locations, kiosks, visits;  ///< at most
  std::optional<Duration> lives;                 ///< at most
  std::optional<int> days;                       ///< exactly, with the rhythm of a real site
  std::optional<Duration> probe_every;
};

[[nodiscard]] Plan draw(std::uint64_t seed, const Limits& limits = {});

/// The options of the program that draw this very plan again.
[[nodiscard]] std::string options_of(std::uint64_t seed, const Limits& limits);

/// "2 locations × 3 kiosks, 2 h 30 min, up to 20 customers a kiosk; drop 12 ‰, kill ×3 …"
[[nodiscard]] std::string describe(const Plan& plan);

}  // namespace earshot::sim
