// Plays the plan: lets simulated time go by, and has each kiosk say what its customers said.
// Owner: the day command. Threads: the event loop's.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "tools/traffic/fleet.h"
#include "tools/traffic/plan.h"
#include "tools/traffic/play_clock.h"

namespace earshot::traffic {

class DayRun {
 public:
  using OnFailure = std::function<void(const Error&)>;

  /// All must outlive it. `on_failure`: a store failed, and the run has stopped.
  DayRun(const Machine& machine, const Plan& plan, std::span<const Place> places, PlayClock clock,
         Fleet& fleet, OnFailure on_failure);

  void start();
  /// No more customers; what they said stays with the fleet.
  void stop();

 private:
  struct Lane {
    std::int64_t next_minute = 0;  ///< not yet planned
    std::vector<Visit> visits;     ///< of the minute before it
    std::size_t next_visit = 0;
  };

  void tick();
  Result<void> play(std::size_t kiosk);
  response::Response to_response(std::size_t kiosk, const Visit& visit, std::size_t index);
  void say_how_it_goes(MonoTime now);

  const Machine& machine_;
  const Plan& plan_;
  const std::span<const Place> places_;
  PlayClock clock_;
  Fleet& fleet_;
  OnFailure on_failure_;
  std::vector<Lane> lanes_;
  MonoTime last_tick_;
  MonoTime next_line_;
  std::uint64_t timer_ = 0;
};

}  // namespace earshot::traffic
