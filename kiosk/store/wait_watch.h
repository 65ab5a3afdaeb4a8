// Notices answers that have waited too long for a receipt, and says so now and then, one sentence a
// stream. Counts by the monotonic clock, so that a clock that is set upsets nothing.
// Owner: the collector. Threads: its event loop's only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/relay/courier.h"

namespace earshot::kiosk {

class WaitWatch {
 public:
  static constexpr Duration kTooLong = std::chrono::seconds(30);
  static constexpr Duration kSayAgain = std::chrono::seconds(60);

  /// What is to be logged now. Call it every few seconds, and after every receipt.
  [[nodiscard]] std::vector<std::string> look(
      const std::vector<relay::CourierHealth::Waiting>& waiting, WallTime wall, MonoTime now);

 private:
  struct Oldest {
    WallTime since;
    Duration age_when_noticed{0};
    MonoTime noticed{};
    std::optional<MonoTime> said;
  };
  std::map<relay::Stream, Oldest> oldest_;
};

}  // namespace earshot::kiosk
