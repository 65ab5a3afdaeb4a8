#include "tests/sim/report.h"

#include <algorithm>

#include "tests/sim/device_clock.h"

namespace earshot::sim {

void Report::add(const Outcome& outcome) {
  const Figures& figures = outcome.figures;
  ++runs_;
  steps_ += figures.steps;
  thanked_ += figures.thanked;
  lost_ += figures.lost;
  site_ms_ += figures.lived_ms * figures.locations;
  device_ms_ += figures.lived_ms * figures.locations * (figures.kiosks + 1);
  slowest_ms_ = std::max(slowest_ms_, figures.settled_ms);
  faults_.add(figures.faults);
  coverage_.add(figures.coverage);
  const auto most = [](std::size_t& peak, std::size_t other) { peak = std::max(peak, other); };
  most(peaks_.edge_waiting, figures.peaks.edge_waiting);
  most(peaks_.hq_waiting, figures.peaks.hq_waiting);
  most(peaks_.outbound, figures.peaks.outbound);
  most(peaks_.unsaved, figures.peaks.unsaved);
  most(peaks_.broker_queue, figures.peaks.broker_queue);
}

std::string Report::text(double cpu_seconds) const {
  constexpr double kYearMs = 365.25 * static_cast<double>(kDayMs);
  const double site_years = static_cast<double>(site_ms_) / kYearMs;
  const double minutes = std::max(cpu_seconds, 0.001) / 60;
  std::string text = fmt::format(
      "{} seeds, {} events, {} answers thanked for ({} went with disks destroyed on purpose)\n"
      "{:.2f} site-years ({:.2f} device-years) in {:.1f} CPU-seconds: {:.2f} site-years a "
      "CPU-minute, {:.1f} ms a seed\n"
      "slowest return to quiet after healing: {} s\n"
      "most at once: {} frames at an edge agent, {} at headquarters, {} in a broker's queue, {} "
      "held back by a client\n",
      runs_, steps_, thanked_, lost_, site_years, static_cast<double>(device_ms_) / kYearMs,
      cpu_seconds, site_years / minutes,
      1000 * cpu_seconds / static_cast<double>(std::max<std::uint64_t>(runs_, 1)),
      slowest_ms_ / 1000, peaks_.edge_waiting, peaks_.hq_waiting, peaks_.broker_queue,
      peaks_.outbound);
  text += fmt::format("{:<24}{:>12}{:>12}\n", "fault", "injected", "effective");
  for (const Fault fault : all_faults()) {
    const auto i = static_cast<std::size_t>(fault);
    text += fmt::format("{:<24}{:>12}{:>12}\n", to_string(fault), faults_.injected[i],
                        faults_.effective[i]);
  }
  text += fmt::format("{:<24}{:>12}\n", "path", "reached");
  for (std::size_t i = 0; i < kMarkCount; ++i) {
    const auto mark = static_cast<Mark>(i);
    text += fmt::format("{:<24}{:>12}\n", to_string(mark), coverage_.of(mark));
  }
  return text;
}

std::vector<std::string> Report::unreached() const {
  std::vector<std::string> names;
  for (const Fault fault : all_faults()) {
    if (faults_.effective[static_cast<std::size_t>(fault)] == 0) {
      names.emplace_back(to_string(fault));
    }
  }
  for (std::size_t i = 0; i < kMarkCount; ++i) {
    if (coverage_.of(static_cast<Mark>(i)) == 0) {
      names.emplace_back(to_string(static_cast<Mark>(i)));
    }
  }
  return names;
}

}  // namespace earshot::sim
