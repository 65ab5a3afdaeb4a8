// Simulated time: what happens next, ordered by (time, number), so that nothing depends on chance
// or on the machine. Owner: the world. Threads: one.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/base/time.h"

namespace earshot::sim {

/// Milliseconds since the simulated world began.
using SimTime = std::int64_t;

class EventQueue {
 public:
  using Action = std::function<void()>;

  [[nodiscard]] SimTime now() const { return now_; }
  [[nodiscard]] std::uint64_t steps() const { return steps_; }
  [[nodiscard]] std::size_t waiting() const { return heap_.size(); }

  void clear() { heap_.clear(); }

  /// A time that has passed already means now.
  void at(SimTime when, Action action);
  void after(Duration wait, Action action) { at(now_ + wait.count(), std::move(action)); }

  /// Does what is next, if that is not behind `until`; else time stands at `until`, and false.
  bool step(SimTime until);

 private:
  struct Event {
    SimTime when;
    std::uint64_t number;
    Action action;
  };
  static bool later(const Event& a, const Event& b) {
    return a.when != b.when ? a.when > b.when : a.number > b.number;
  }
  SimTime now_ = 0;
  std::uint64_t numbers_ = 0;
  std::uint64_t steps_ = 0;
  std::vector<Event> heap_;
};

}  // namespace earshot::sim
