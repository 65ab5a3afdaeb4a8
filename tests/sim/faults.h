// The faults that a world can suffer, how often each was injected, and how often it really made a
// difference: a duplicate that nobody received proves nothing. Owner: the world. Threads: one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

namespace earshot::sim {

enum class Fault : std::uint8_t {
  // Of single messages, as a rate.
  drop,
  duplicate,
  reorder,
  delay,
  // Of the network, for a while.
  partition,
  half_open,
  broker_restart,
  queue_overflow,
  // Of a process.
  kill,
  kill_midway,
  freeze,
  slow_store,
  // Of the disk and the power.
  power_cut,
  disk_full,
  io_error,
  damaged_store,
  // Of clocks.
  clock_drift,
  clock_forward,
  clock_back,
  clock_unset,
  // Of a device's identity and history.
  kiosk_cloned,
  kiosk_reimaged,
  kiosk_restored,
  edge_cloned,
  edge_reimaged,
  edge_restored,
  hq_restored,
  // Of what is sent.
  poison,
  forged_location,
  garbage,
  stranger,
};
inline constexpr std::size_t kFaultCount = static_cast<std::size_t>(Fault::stranger) + 1;

[[nodiscard]] std::string_view to_string(Fault fault);
[[nodiscard]] std::optional<Fault> parse_fault(std::string_view name);
/// In the enum's order.
[[nodiscard]] const std::array<Fault, kFaultCount>& all_faults();

using FaultSet = std::set<Fault>;

struct FaultTally {
  std::array<std::uint64_t, kFaultCount> injected{};
  std::array<std::uint64_t, kFaultCount> effective{};

  void inject(Fault fault) { ++injected[static_cast<std::size_t>(fault)]; }
  void took_effect(Fault fault) { ++effective[static_cast<std::size_t>(fault)]; }
  void add(const FaultTally& other) {
    for (std::size_t i = 0; i < kFaultCount; ++i) {
      injected[i] += other.injected[i];
      effective[i] += other.effective[i];
    }
  }
};

}  // namespace earshot::sim
