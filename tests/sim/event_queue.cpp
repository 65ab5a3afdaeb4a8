#include "tests/sim/event_queue.h"

#include <algorithm>

namespace earshot::sim {

void EventQueue::at(SimTime when, Action action) {
  heap_.push_back({std::max(when, now_), ++numbers_, std::move(action)});
  std::push_heap(heap_.begin(), heap_.end(), later);
}

bool EventQueue::step(SimTime until) {
  if (heap_.empty() || heap_.front().when > until) {
    now_ = std::max(now_, until);
    return false;
  }
  std::pop_heap(heap_.begin(), heap_.end(), later);
  const Event event = std::move(heap_.back());
  heap_.pop_back();
  now_ = event.when;
  ++steps_;
  event.action();
  return true;
}

}  // namespace earshot::sim
