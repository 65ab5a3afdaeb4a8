// The service screen's lines: what a technician in front of this kiosk wants to know, and may do.
// Owner: the collector. Threads: pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "kiosk/app/screen.h"

namespace earshot::kiosk {

struct ServiceFacts {
  DeviceId device;
  LocationId location;
  std::string software;       ///< its version
  std::string configuration;  ///< a mark of the file, by which two are told apart
  std::string survey;         ///< "visit, version 3"; empty: none can be used
  std::string key;            ///< the mark of the location's key; empty: it is not known
  WallTime now;
  std::uint64_t waiting = 0;  ///< responses without a receipt
  WallTime waiting_since;
  std::uint64_t disk_free_bytes = 0, disk_bytes = 0;
  std::string disk_trouble;             ///< empty: all is well
  std::string network_trouble;          ///< empty: connected
  std::string broker;                   ///< "10.0.0.5:1883"
  std::optional<Duration> clock_error;  ///< against the edge agent's; none: it was never heard
  bool can_export = false;              ///< a folder for it is configured
  std::string last_export;              ///< what became of the last one; empty: there was none
  int volume = 70, brightness = 100;    ///< percent
};

/// Actions of the lines that have one.
inline constexpr std::string_view kExportAction = "export", kRestartAction = "restart";

[[nodiscard]] std::vector<ServiceLine> service_lines(const ServiceFacts& facts);

}  // namespace earshot::kiosk
