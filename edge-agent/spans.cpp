#include "edge-agent/spans.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace earshot::edge {

std::string span_words(Duration span) {
  using std::chrono::hours;
  using std::chrono::minutes;
  using std::chrono::seconds;
  struct Unit {
    Duration length;
    const char* name;
  };
  static constexpr std::array<Unit, 5> kUnits = {{{hours(24 * 365), "year"},
                                                  {hours(24), "day"},
                                                  {hours(1), "hour"},
                                                  {minutes(1), "minute"},
                                                  {seconds(1), "second"}}};
  if (span < Duration{0}) span = -span;
  for (const auto& [length, name] : kUnits) {
    // From nine tenths of a unit on: "1 day", and not "24 hours" or "23 hours".
    if (span * 10 < length * 9 && length != kUnits.back().length) continue;
    const auto count = (span + length / 2) / length;
    return fmt::format("{} {}{}", count, name, count == 1 ? "" : "s");
  }
  return "no time";
}

}  // namespace earshot::edge
