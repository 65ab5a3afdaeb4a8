#include "tests/sim/happened.h"

#include <algorithm>
#include <utility>

namespace earshot::sim {

void Happened::note(Fault fault, std::string device, SimTime at) {
  events_.push_back({fault, std::move(device), at});
}

int Happened::times(std::string_view device, std::initializer_list<Fault> faults,
                    SimTime from) const {
  return static_cast<int>(std::count_if(events_.begin(), events_.end(), [&](const Event& event) {
    return event.device == device && event.at >= from &&
           std::find(faults.begin(), faults.end(), event.fault) != faults.end();
  }));
}

}  // namespace earshot::sim
