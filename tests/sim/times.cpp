#include "tests/sim/times.h"

#include <chrono>

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// A clock is believed within two minutes, and so is what it said of the boot.
constexpr Duration kBelieved = 2 * response::kClockTolerance + 1s;

/// How far from the truth the filed time may be; none: nobody could know it. A kiosk knows the
/// moment of a boot by the edge agent's clock, on which it had a look in that boot; it is known for
/// good when that was kept.
std::optional<Duration> tolerance(const World& world, const Site& site, const Voice& voice,
                                  const edge::FiledResponse& row) {
  const auto& happened = world.scene.happened;
  const auto device = voice.device.str();
  if (happened.times(site.id.str(), kClockFaults) > 0) return std::nullopt;
  const auto forgets = {Fault::kiosk_restored, Fault::kiosk_cloned, Fault::damaged_store};
  if (happened.times(device, forgets, voice.first_at) > 0) return std::nullopt;
  if (happened.times(device, {Fault::disk_full, Fault::io_error}) > 0) return std::nullopt;
  const auto look = world.scene.slowest_look.find(row.response.boot_id);
  if (look == world.scene.slowest_look.end()) return std::nullopt;
  return kBelieved + look->second;
}

}  // namespace

bool clock_was_wrong(const World& world, const Site& site, const DeviceId& device) {
  const auto& happened = world.scene.happened;
  return happened.times(device.str(), kClockFaults) + happened.times(site.id.str(), kClockFaults) >
         0;
}

std::optional<Failure> check_time(const World& world, const Site& site, const Voice& voice,
                                  const edge::FiledResponse& row) {
  const Duration late{row.response.at.ms - (kWorldBegins + voice.first_at)};
  const auto wrong = [&](std::string_view why) {
    return Failure{"the right time",
                   fmt::format("{} files customer {} {} ms late as '{}', {}", site.id.str(),
                               voice.number, late.count(), response::to_string(row.clock), why)};
  };
  // While no clock was wrong everybody is believed, however long a frame or receipt was under way.
  if (!clock_was_wrong(world, site, voice.device)) {
    if (row.clock == response::ClockVerdict::as_said && late.count() == 0) return std::nullopt;
    return wrong("and no clock was wrong");
  }
  const auto within = tolerance(world, site, voice, row);
  if (!within || (late <= *within && -late <= *within)) return std::nullopt;
  return wrong(fmt::format("and its kiosk could know the time to {} ms", within->count()));
}

}  // namespace earshot::sim
