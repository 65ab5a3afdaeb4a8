#include "tests/sim/report.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

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
  for (std::size_t i = 0; i < kFaultCount; ++i) {
    if (figures.faults.effective[i] > 0) ++seeds_with_fault_[i];
  }
  for (std::size_t i = 0; i < kMarkCount; ++i) {
    if (figures.coverage.of(static_cast<Mark>(i)) > 0) ++seeds_with_mark_[i];
  }
  for (std::size_t i = 0; i < kPartCount; ++i) split_[i] += figures.split[i];
  const auto most = [](std::size_t& peak, std::size_t other) { peak = std::max(peak, other); };
  most(peaks_.edge_waiting, figures.peaks.edge_waiting);
  most(peaks_.hq_waiting, figures.peaks.hq_waiting);
  most(peaks_.outbound, figures.peaks.outbound);
  most(peaks_.unsaved, figures.peaks.unsaved);
  most(peaks_.broker_queue, figures.peaks.broker_queue);
  most(peaks_.memory, figures.peaks.memory);
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
      "held back by a client, {:.1f} MB of memory for a whole world\n",
      runs_, steps_, thanked_, lost_, site_years, static_cast<double>(device_ms_) / kYearMs,
      cpu_seconds, site_years / minutes,
      1000 * cpu_seconds / static_cast<double>(std::max<std::uint64_t>(runs_, 1)),
      slowest_ms_ / 1000, peaks_.edge_waiting, peaks_.hq_waiting, peaks_.broker_queue,
      peaks_.outbound, static_cast<double>(peaks_.memory) / 1e6);
  const auto whole = std::max<std::int64_t>(std::accumulate(split_.begin(), split_.end(), 0LL), 1);
  std::vector<std::string> shares;
  for (std::size_t i = 0; i < kPartCount; ++i) {
    shares.push_back(fmt::format("{} % {}", (100 * split_[i] + whole / 2) / whole, kPartNames[i]));
  }
  text += fmt::format("of the time: {}\n", fmt::join(shares, ", "));
  text += fmt::format("{:<24}{:>12}{:>12}{:>12}\n", "fault", "injected", "effective", "in seeds");
  for (const Fault fault : all_faults()) {
    const auto i = static_cast<std::size_t>(fault);
    text += fmt::format("{:<24}{:>12}{:>12}{:>12}\n", to_string(fault), faults_.injected[i],
                        faults_.effective[i], seeds_with_fault_[i]);
  }
  text += fmt::format("{:<24}{:>12}{:>12}{:>12}\n", "path", "", "reached", "in seeds");
  for (std::size_t i = 0; i < kMarkCount; ++i) {
    const auto mark = static_cast<Mark>(i);
    text += fmt::format("{:<24}{:>12}{:>12}{:>12}\n", to_string(mark), "", coverage_.of(mark),
                        seeds_with_mark_[i]);
  }
  return text;
}

std::vector<Unreached> Report::unreached() const {
  std::vector<Unreached> all;
  for (const Fault fault : all_faults()) {
    if (seeds_with_fault_[static_cast<std::size_t>(fault)] > 0) continue;
    all.push_back({std::string(to_string(fault)), {fault}});
  }
  for (std::size_t i = 0; i < kMarkCount; ++i) {
    const auto mark = static_cast<Mark>(i);
    if (seeds_with_mark_[i] > 0) continue;
    all.push_back({std::string(to_string(mark)), leading_to(mark)});
  }
  return all;
}

}  // namespace earshot::sim
