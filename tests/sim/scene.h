// What all machines of one world share: time, network, disk, the oracle that listens, and what was
// counted. Owner: the world. Threads: one.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/alert/alert.h"
#include "core/relay/types.h"
#include "platform/system/time_zone.h"
#include "tests/fakes/faulty_disk.h"
#include "tests/sim/broker.h"
#include "tests/sim/coverage.h"
#include "tests/sim/happened.h"
#include "tests/sim/oracle.h"
#include "tests/sim/stopwatch.h"
#include "tests/sim/turns.h"

namespace earshot::sim {

/// Somebody must be told of this, in one of these words.
struct AlarmDue {
  SimTime since = 0;
  std::string where;  ///< the location, or "hq"
  std::vector<relay::Incident::Kind> kinds;
  std::string device;
  bool once_said = false;  ///< only if somebody was heard at that device since
};

/// How large what must stay small ever was.
struct Peaks {
  std::size_t edge_waiting = 0;      ///< frames at an edge agent's intake
  std::size_t hq_waiting = 0;        ///< frames at headquarters
  std::size_t outbound = 0;          ///< messages that a client holds back
  std::size_t unsaved = 0;           ///< responses that a kiosk could not save yet
  std::size_t frames_in_flight = 0;  ///< without a receipt, of one sender
  std::size_t broker_queue = 0;
  std::size_t memory = 0;  ///< bytes of the whole world, the oracle's book included
};

struct Scene {
  const Plan& plan;
  std::filesystem::path root;  ///< a folder of this run's own
  const system::TimeZone& zone;
  Stopwatch stopwatch{};
  EventQueue queue{};
  Story story{queue};
  FaultTally faults{};
  Coverage coverage{};
  Peaks peaks{};
  Net net{queue, story, plan, faults, Dice(plan.seed, "net")};
  DiceRandom disk_random{Dice(plan.seed, "disk")};
  fakes::FaultyDisk disk{disk_random};
  Oracle oracle{story};
  Happened happened{};
  Turns turns{};
  std::vector<AlarmDue> alarms_due{};
  std::set<std::string, std::less<>> noise{};  ///< payloads that are no frames
  /// Alerts that a person took up, and was told so.
  std::map<AlertId, alert::Severity> acknowledged{};  ///< and how grave it was when it was
  /// Of each boot of a kiosk, the slowest look at its edge agent's clock; none: it never had one.
  std::map<std::string, Duration> slowest_look{};
  /// A device's retention let go of something: its disk held `before`. Set by the world.
  std::function<void(const LocationId&, const Holding& before)> let_go{};
  /// The first thing that was wrong while the world still lived; empty: nothing.
  std::string wrong{};
  /// What died in the middle of its own doing: taken away once that is over.
  std::vector<std::shared_ptr<void>> graveyard{};
};

}  // namespace earshot::sim
