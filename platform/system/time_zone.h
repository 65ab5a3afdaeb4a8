// A location's own time: its business day and clock time, from the system's time zone database.
// Owner: whoever loads it. Threads: const methods from any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/base/time.h"

namespace earshot::system {

class TimeZone {
 public:
  /// `name` as in the IANA database: "Europe/London". Error: not_found.
  /// Times outside the years 0 to 9999 count as the nearest moment inside them.
  static Result<TimeZone> load(std::string_view name);

  /// The one that this machine is set to. Error: not_found.
  static Result<TimeZone> of_this_machine();

  [[nodiscard]] LocalDay local_day(WallTime t) const;
  /// Minutes after local midnight, 0–1439.
  [[nodiscard]] int local_minute(WallTime t) const;
  /// "14:05".
  [[nodiscard]] std::string local_clock(WallTime t) const;
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  TimeZone(std::string name, const void* zone) : name_(std::move(name)), zone_(zone) {}
  std::string name_;
  const void* zone_ = nullptr;  ///< a date::time_zone, kept out of this header
};

/// "2026-03-01T14:05:09.123Z"; times outside the years 0 to 9999 as the nearest moment inside them.
[[nodiscard]] std::string to_iso8601(WallTime t);

}  // namespace earshot::system
