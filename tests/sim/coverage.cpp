#include "tests/sim/coverage.h"

namespace earshot::sim {
namespace {

constexpr std::array<std::string_view, kMarkCount> kMarkNames{"receipts",
                                                              "rewinds",
                                                              "timeouts",
                                                              "suspect links",
                                                              "epochs begun",
                                                              "refusals heard",
                                                              "saves failed",
                                                              "received let go",
                                                              "stores set aside",
                                                              "answers taken over",
                                                              "reserves spent",
                                                              "sessions taken over",
                                                              "unsynced lost",
                                                              "unsynced torn",
                                                              "unsynced reordered",
                                                              "edge: gap",
                                                              "edge: fork",
                                                              "edge: hole",
                                                              "edge: new epoch",
                                                              "edge: duplicate",
                                                              "edge: quarantined",
                                                              "edge: undecodable",
                                                              "edge: queue full",
                                                              "edge: commit failed",
                                                              "edge: revised",
                                                              "edge: repeated",
                                                              "edge: forged",
                                                              "edge: historical",
                                                              "edge: clock corrected",
                                                              "edge: clock uncertain",
                                                              "edge: two devices",
                                                              "edge: bursts",
                                                              "edge: staff runs",
                                                              "edge: alert",
                                                              "edge: alert taken up",
                                                              "hq: gap",
                                                              "hq: fork",
                                                              "hq: new epoch",
                                                              "hq: duplicate",
                                                              "hq: cell kept",
                                                              "hq: cell refilling",
                                                              "hq: unknown device",
                                                              "hq: commit failed"};

}  // namespace

std::string_view to_string(Mark mark) { return kMarkNames[static_cast<std::size_t>(mark)]; }

FaultSet leading_to(Mark mark) {
  switch (mark) {
    case Mark::receipts:
    case Mark::let_go:
    case Mark::edge_revised:
    case Mark::edge_alerts:
    case Mark::alerts_taken_up:
    case Mark::edge_bursts:
    case Mark::edge_staff_runs:
    case Mark::hq_cells_kept:
      return {};
    case Mark::saves_failed:
    case Mark::edge_failed:
    case Mark::hq_failed:
      return {Fault::disk_full, Fault::io_error};
    case Mark::stores_set_aside:
    case Mark::answers_taken_over:
      return {Fault::damaged_store};
    case Mark::reserves_spent:
      return {Fault::disk_full};
    case Mark::sessions_taken_over:
    case Mark::edge_two_devices:
      return {Fault::kiosk_cloned};
    case Mark::edge_forks:
      return {Fault::kiosk_cloned, Fault::kiosk_restored, Fault::partition};
    case Mark::epochs_begun:
    case Mark::edge_repeated:
    case Mark::edge_new_epochs:
      return {Fault::kiosk_cloned, Fault::kiosk_restored};
    case Mark::unsynced_lost:
    case Mark::unsynced_torn:
    case Mark::unsynced_reordered:
      return {Fault::power_cut};
    case Mark::refusals_heard:
    case Mark::edge_undecodable:
    case Mark::edge_dropped:
      return {Fault::garbage};
    case Mark::edge_quarantined:
    case Mark::edge_forged:
      return {Fault::poison, Fault::forged_location};
    case Mark::edge_holes:
      return {Fault::edge_reimaged, Fault::edge_restored};
    case Mark::edge_clock_uncertain:  // a boot that nobody judged, with a clock that was wrong
      return {Fault::partition, Fault::power_cut, Fault::clock_unset, Fault::clock_forward,
              Fault::kiosk_restored};
    case Mark::edge_clock_corrected:
      return {Fault::clock_unset, Fault::clock_forward, Fault::kill};
    case Mark::hq_forks:
      return {Fault::edge_cloned, Fault::edge_restored};
    case Mark::hq_new_epochs:
    case Mark::hq_cells_refilling:
      return {Fault::edge_restored, Fault::edge_reimaged};
    case Mark::hq_unknown_device:
      return {Fault::stranger};
    default:  // what bad links do
      return {Fault::partition, Fault::half_open, Fault::drop, Fault::duplicate,
              Fault::kill_midway};
  }
}

void Coverage::sender(const relay::CourierHealth& health) {
  reach(Mark::receipts, health.receipts);
  reach(Mark::rewinds, health.rewinds);
  reach(Mark::timeouts, health.timeouts);
  reach(Mark::epochs_begun, health.forks);
}

void Coverage::edge(const edge::Edge& edge, const edge::Intake& intake) {
  const auto& received = edge.receiver_counts();
  reach(Mark::edge_gaps, received.gaps);
  reach(Mark::edge_forks, received.forks);
  reach(Mark::edge_holes, received.holes);
  reach(Mark::edge_new_epochs, received.new_epochs);
  reach(Mark::edge_duplicates, received.records_duplicate);
  reach(Mark::edge_quarantined, received.records_quarantined);
  reach(Mark::edge_undecodable, intake.counts().undecodable);
  reach(Mark::edge_dropped, intake.counts().dropped);
  reach(Mark::edge_failed, intake.counts().failed);
  const auto& filed = edge.filing_counts();
  reach(Mark::edge_revised, filed.revised);
  reach(Mark::edge_repeated, filed.repeated);
  reach(Mark::edge_forged, filed.forged);
  reach(Mark::edge_historical, filed.historical);
  reach(Mark::edge_clock_corrected, filed.clock_corrected);
  reach(Mark::edge_clock_uncertain, filed.clock_uncertain);
  reach(Mark::edge_two_devices, received.two_devices);
  reach(Mark::edge_bursts, filed.bursts);
  reach(Mark::edge_staff_runs, filed.staff_runs);
  reach(Mark::edge_alerts, filed.alerts);
}

void Coverage::headquarters(const hq::Headquarters& headquarters) {
  const auto& received = headquarters.receiver_counts();
  reach(Mark::hq_gaps, received.gaps);
  reach(Mark::hq_forks, received.forks);
  reach(Mark::hq_new_epochs, received.new_epochs);
  reach(Mark::hq_duplicates, received.records_duplicate);
  const auto& filed = headquarters.filing_counts();
  reach(Mark::hq_cells_kept, filed.cells_kept);
  reach(Mark::hq_cells_refilling, filed.cells_refilling);
  reach(Mark::hq_unknown_device, headquarters.counts().frames_unknown_device);
  reach(Mark::hq_failed, headquarters.counts().failed_commits);
}

}  // namespace earshot::sim
