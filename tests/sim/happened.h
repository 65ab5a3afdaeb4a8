// Which mishaps took effect, on which device and when: what a check passes over is decided by this,
// and by nothing that was merely planned. Owner: the scene. Threads: one.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/event_queue.h"
#include "tests/sim/faults.h"

namespace earshot::sim {

/// All that a clock can suffer.
inline constexpr std::initializer_list<Fault> kClockFaults{Fault::clock_drift, Fault::clock_forward,
                                                           Fault::clock_back, Fault::clock_unset};
/// By these an edge agent goes on without something that it once had; of two, one is taken away.
inline constexpr std::initializer_list<Fault> kEdgeLosses{
    Fault::edge_restored, Fault::edge_reimaged, Fault::edge_cloned, Fault::damaged_store};

class Happened {
 public:
  /// `device`: as the relay knows it; a clone's is its original's, an edge agent's its location's.
  void note(Fault fault, std::string device, SimTime at);
  /// How often one of `faults` befell the device at `from` or later.
  [[nodiscard]] int times(std::string_view device, std::initializer_list<Fault> faults,
                          SimTime from = 0) const;

 private:
  struct Event {
    Fault fault;
    std::string device;
    SimTime at;
  };
  std::vector<Event> events_;
};

}  // namespace earshot::sim
