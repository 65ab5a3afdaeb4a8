// The location's clock and calendar, from the system's time zone database.
// Owner: main. Threads: const methods from any thread.
#pragma once

#include <string_view>
#include <utility>

#include "core/survey/schedule.h"
#include "platform/system/time_zone.h"

namespace earshot::kiosk {

class ZoneCalendar final : public survey::LocalCalendar {
 public:
  explicit ZoneCalendar(system::TimeZone zone) : zone_(std::move(zone)) {}

  [[nodiscard]] survey::LocalTime local_time(WallTime at) const override {
    return {zone_.local_day(at), zone_.local_minute(at)};
  }

 private:
  const system::TimeZone zone_;
};

}  // namespace earshot::kiosk
