#include "kiosk/store/service_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/survey/schedule.h"
#include "platform/system/time_zone.h"

namespace earshot::kiosk {
namespace {

/// "3 minutes", "2 days": as exact as a person says it.
std::string age_words(Duration age) {
  struct Unit {
    std::int64_t ms;
    const char* one;
    const char* many;
  };
  static constexpr std::array<Unit, 4> kUnits = {{{86'400'000, "day", "days"},
                                                  {3'600'000, "hour", "hours"},
                                                  {60'000, "minute", "minutes"},
                                                  {1'000, "second", "seconds"}}};
  const auto ms = std::max<std::int64_t>(age.count(), 0);
  for (const auto& unit : kUnits) {
    const auto count = ms / unit.ms;
    if (count >= 2 || unit.ms == 1'000) {
      return fmt::format("{} {}", count, count == 1 ? unit.one : unit.many);
    }
  }
  return {};
}

std::string waiting_words(const ServiceFacts& facts) {
  if (facts.waiting == 0) return "none";
  return fmt::format("{}, the oldest {} old", facts.waiting,
                     age_words(facts.now - facts.waiting_since));
}

std::string disk_words(const ServiceFacts& facts) {
  constexpr double kGigabyte = 1e9;
  const auto free = fmt::format("{:.1f} of {:.0f} GB free",
                                static_cast<double>(facts.disk_free_bytes) / kGigabyte,
                                static_cast<double>(facts.disk_bytes) / kGigabyte);
  return facts.disk_trouble.empty() ? free : free + ". " + facts.disk_trouble;
}

std::string clock_words(const ServiceFacts& facts) {
  constexpr Duration kAgrees = std::chrono::seconds(2);
  if (facts.now < survey::kClockSetFrom) return "was never set";
  // "2026-11-22 06:39": what a person compares with a watch.
  auto now = system::to_iso8601(facts.now).substr(0, 16);
  now[10] = ' ';
  if (!facts.clock_error) return now;
  const auto error = *facts.clock_error;
  if (std::chrono::abs(error) < kAgrees) return now + ", right";
  return fmt::format("{}, {} {}", now.substr(11), age_words(std::chrono::abs(error)),
                     error.count() > 0 ? "fast" : "slow");
}

}  // namespace

std::vector<ServiceLine> service_lines(const ServiceFacts& facts) {
  const auto or_else = [](const std::string& text, const char* otherwise) {
    return text.empty() ? std::string(otherwise) : text;
  };
  std::vector<ServiceLine> lines = {
      {"Device", facts.device.str(), ""},
      {"Location", facts.location.str(), ""},
      {"Software", facts.software, ""},
      {"Settings", facts.configuration, ""},
      {"Survey", or_else(facts.survey, "none can be used"), ""},
      {"Unsent", waiting_words(facts), ""},
      {"Disk", disk_words(facts), ""},
      {"Clock, UTC", clock_words(facts), ""},
      {"Network", facts.network_trouble.empty() ? facts.broker : facts.network_trouble, ""},
      {"Key", or_else(facts.key, "none: no words are asked for"), ""},
  };
  lines.push_back({"Volume", std::to_string(facts.volume) + " %", "louder", "quieter"});
  lines.push_back({"Light", std::to_string(facts.brightness) + " %", "brighter", "darker"});
  lines.push_back({"Touch test", "", std::string(kTouchTestAction)});
  if (facts.can_export) {
    lines.push_back(
        {"To USB", or_else(facts.last_export, "unsent answers"), std::string(kExportAction)});
  }
  lines.push_back({"Restart", "", std::string(kRestartAction)});
  return lines;
}

}  // namespace earshot::kiosk
