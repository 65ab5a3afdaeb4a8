// Which paths of the real code a run reached, taken from the code's own counters, so that no fault
// budget can hide that a case never came up. Owner: the world. Threads: one.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "aggregator/headquarters.h"
#include "core/relay/courier.h"
#include "core/relay/receiver.h"
#include "edge-agent/intake.h"
#include "tests/sim/faults.h"

namespace earshot::sim {

enum class Mark : std::uint8_t {
  // The sender.
  receipts,
  rewinds,
  timeouts,
  suspects,
  epochs_begun,
  refusals_heard,
  saves_failed,
  let_go,
  stores_set_aside,
  answers_taken_over,
  reserves_spent,
  sessions_taken_over,
  // What power cuts did.
  unsynced_lost,
  unsynced_torn,
  unsynced_reordered,
  // The edge agent's receiver.
  edge_gaps,
  edge_forks,
  edge_holes,
  edge_new_epochs,
  edge_duplicates,
  edge_quarantined,
  edge_undecodable,
  edge_dropped,
  edge_failed,
  edge_revised,
  edge_repeated,
  edge_forged,
  edge_historical,
  edge_clock_corrected,
  edge_clock_uncertain,
  edge_two_devices,
  edge_bursts,
  edge_staff_runs,
  edge_alerts,
  alerts_taken_up,
  // Headquarters.
  hq_gaps,
  hq_forks,
  hq_new_epochs,
  hq_duplicates,
  hq_cells_kept,
  hq_cells_refilling,
  hq_unknown_device,
  hq_failed,
};
inline constexpr std::size_t kMarkCount = static_cast<std::size_t>(Mark::hq_failed) + 1;

[[nodiscard]] std::string_view to_string(Mark mark);
/// Faults that lead there by themselves, in a few dozen seeds; none: everyday life does.
[[nodiscard]] FaultSet leading_to(Mark mark);

class Coverage {
 public:
  void reach(Mark mark, std::uint64_t times = 1) {
    times_[static_cast<std::size_t>(mark)] += times;
  }
  // Each is called once in the life of what it counts, at its end.
  void sender(const relay::CourierHealth& health);
  void edge(const edge::Edge& edge, const edge::Intake& intake);
  void headquarters(const hq::Headquarters& headquarters);
  void add(const Coverage& other) {
    for (std::size_t i = 0; i < kMarkCount; ++i) times_[i] += other.times_[i];
  }
  [[nodiscard]] std::uint64_t of(Mark mark) const { return times_[static_cast<std::size_t>(mark)]; }

 private:
  std::array<std::uint64_t, kMarkCount> times_{};
};

}  // namespace earshot::sim
