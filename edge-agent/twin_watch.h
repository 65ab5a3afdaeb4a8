// Notices that another machine speaks under this location's id, and says so once in a while: the
// broker throws one of the two out for the other, and each hears only half of the kiosks' frames.
// Owner: the shell, one a broker. Threads: the event loop.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.h"

namespace earshot::edge {

class TwinWatch {
 public:
  /// Two machines that take turns for a week are some 170 incidents, and not 20,000.
  static constexpr Duration kToldEvery = std::chrono::hours(1);

  /// `taken_over`: how often the broker threw us out for the other, so far. True: tell a person.
  [[nodiscard]] bool is_news(std::uint64_t taken_over, MonoTime now) {
    if (taken_over == seen_) return false;
    seen_ = taken_over;
    if (told_at_ && now - *told_at_ < kToldEvery) return false;
    told_at_ = now;
    return true;
  }

 private:
  std::uint64_t seen_ = 0;
  std::optional<MonoTime> told_at_;
};

}  // namespace earshot::edge
