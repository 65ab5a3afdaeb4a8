#include "tests/sim/faults.h"

#include <algorithm>

namespace earshot::sim {
namespace {

constexpr std::array<std::string_view, kFaultCount> kFaultNames{
    "drop",           "duplicate",       "reorder",
    "delay",          "partition",       "half-open",
    "broker-restart", "queue-overflow",  "kill",
    "kill-midway",    "freeze",          "slow-store",
    "power-cut",      "disk-full",       "io-error",
    "damaged-store",  "clock-drift",     "clock-forward",
    "clock-back",     "clock-unset",     "kiosk-cloned",
    "kiosk-reimaged", "kiosk-restored",  "edge-cloned",
    "edge-reimaged",  "edge-restored",   "hq-restored",
    "poison",         "forged-location", "garbage",
    "stranger"};

}  // namespace

std::string_view to_string(Fault fault) { return kFaultNames[static_cast<std::size_t>(fault)]; }

std::optional<Fault> parse_fault(std::string_view name) {
  const auto found = std::find(kFaultNames.begin(), kFaultNames.end(), name);
  if (found == kFaultNames.end()) return std::nullopt;
  return static_cast<Fault>(found - kFaultNames.begin());
}

const std::array<Fault, kFaultCount>& all_faults() {
  static const auto kAll = [] {
    std::array<Fault, kFaultCount> all{};
    for (std::size_t i = 0; i < kFaultCount; ++i) all[i] = static_cast<Fault>(i);
    return all;
  }();
  return kAll;
}

}  // namespace earshot::sim
