// What a replay did, for a person and for a program; and the list of devices for an installer.
// Owner: the commands. Threads: pure functions, any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/traffic/feedback_file.h"
#include "tools/traffic/feedback_map.h"
#include "tools/traffic/fleet.h"
#include "tools/traffic/places.h"

namespace earshot::traffic {

/// More bad rows than these are counted, but not listed in the JSON report.
inline constexpr std::size_t kBadRowsListedMax = 1000;

struct ReplayReport {
  std::string file, map;
  FileCounts rows;
  std::uint64_t responses = 0;
  std::uint64_t comments_cut = 0;
  std::size_t locations = 0;
  FleetTotals sending;
  double seconds = 0;  ///< from the first connection attempt to the last receipt
  bool dry_run = false;
  std::string failure;           ///< why it ended before everything was received; empty: it did not
  std::vector<BadRow> bad_rows;  ///< the first kBadRowsListedMax
};

/// 0, 1 or 3, as documented in docs/traffic.md.
[[nodiscard]] int exit_code(const ReplayReport& report);

/// Several lines, each ended.
[[nodiscard]] std::string to_text(const ReplayReport& report);
[[nodiscard]] std::string to_json(const ReplayReport& report);

/// {"locations": [{"id","name","kiosks":[…]}…], "touchpoints": [{"id","name"}…],
///  "kiosks": [{"device","location","touchpoint"}…]}, and for a replay "survey" and "questions".
[[nodiscard]] std::string devices_json(std::span<const Places::Named> locations,
                                       std::span<const Places::Named> touchpoints,
                                       std::span<const Place> kiosks, const FeedbackMap* map);

}  // namespace earshot::traffic
