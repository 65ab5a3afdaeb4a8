// How far headquarters' cells of a location may differ from what its edge agent has now, cell by
// cell and by what took effect there: nothing but what no program could still know is passed over
// (docs/faults.md, "Known to be open"). Owner: the check. Threads: one.
#pragma once

#include <map>
#include <set>

#include "tests/sim/world.h"

namespace earshot::sim {

/// What of a key is the same whenever it was said.
[[nodiscard]] score::CellKey series_of(score::CellKey key);

class Leeway {
 public:
  Leeway(const World& world, const Site& site);

  /// Headquarters may show this cell as an earlier life of the edge agent told it.
  [[nodiscard]] bool covers(const score::CellKey& key) const {
    return cells_.contains(key) || series_.contains(series_of(key));
  }
  /// By series, the most that can count in all hours together: of each customer one revision, and
  /// once; who may have been filed anew in another hour, once for each life of the edge agent.
  [[nodiscard]] const std::map<score::CellKey, score::Histogram>& most() const { return most_; }

 private:
  void look_at(const World& world, const Site& site, const Voice& voice);

  std::set<score::CellKey> cells_, series_;
  std::map<score::CellKey, score::Histogram> most_;
  std::set<DeviceId> lost_of_;  ///< kiosks of which something said was lost
};

}  // namespace earshot::sim
