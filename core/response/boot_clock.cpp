#include "core/response/boot_clock.h"

#include <algorithm>
#include <utility>

namespace earshot::response {
namespace {

/// No device runs longer without a restart; keeps every sum of times within 64 bits.
constexpr std::int64_t kUptimeMax = Duration(std::chrono::hours(24 * 366 * 30)).count();

Duration up(std::int64_t uptime_ms) {
  return Duration{std::clamp<std::int64_t>(uptime_ms, 0, kUptimeMax)};
}

/// The boot began between these two, by the receiver's clock.
struct Bounds {
  WallTime first, last;
};

Bounds began(const ClockLook& look) {
  return {look.now - up(look.uptime_ms), look.now - up(look.sent_uptime_ms)};
}

bool within(WallTime began_at, const Bounds& bounds) {
  return bounds.first - kClockTolerance <= began_at && began_at <= bounds.last + kClockTolerance;
}

bool agrees_with_us(const ClockLook& look) {
  return within(look.wall - up(look.uptime_ms), began(look));
}

bool receiver_knows(const ClockLook& look) { return look.now >= kClockUnset; }

BootTime exact(std::string boot_id, std::int64_t from_uptime_ms, const ClockLook& look) {
  const Bounds bounds = began(look);
  const WallTime at = agrees_with_us(look) ? look.wall - up(look.uptime_ms)
                                           : bounds.first + (bounds.last - bounds.first) / 2;
  return {std::move(boot_id), from_uptime_ms, BootTime::Kind::exact, at};
}

}  // namespace

std::optional<TimeSaid> time_said(const Response& response, std::span<const BootTime> boot_times) {
  if (response.boot_id.empty()) return std::nullopt;
  const BootTime* found = nullptr;
  for (const BootTime& each : boot_times) {
    if (each.boot_id != response.boot_id || each.from_uptime_ms > response.uptime_ms) continue;
    if (found == nullptr || each.from_uptime_ms >= found->from_uptime_ms) found = &each;
  }
  if (found == nullptr) return std::nullopt;
  const TimeSaid as_said{response.at, ClockVerdict::as_said};
  const TimeSaid uncertain{std::max(found->at, kClockUnset), ClockVerdict::uncertain};
  switch (found->kind) {
    case BootTime::Kind::exact: {
      const WallTime said = std::max(found->at + up(response.uptime_ms), kClockUnset);
      const bool agree =
          response.at <= said + kClockTolerance && said <= response.at + kClockTolerance;
      return agree ? as_said : TimeSaid{said, ClockVerdict::corrected};
    }
    case BootTime::Kind::as_said: {
      const bool possible =
          response.at >= kClockUnset && response.at <= found->at + kClockTolerance;
      return found->at.ms == 0 || possible ? as_said : uncertain;
    }
    case BootTime::Kind::uncertain:
      return uncertain;
  }
  return std::nullopt;
}

bool is_good(const ClockLook& look) {
  if (look.round_trip() < Duration{0}) return false;
  if (!receiver_knows(look) || look.round_trip() <= kRoundTripMax) return true;
  return look.round_trip() <= kOnTheWay && agrees_with_us(look);
}

BootTime judge(std::string boot_id, const ClockLook& look) {
  if (!receiver_knows(look)) return {std::move(boot_id), 0, BootTime::Kind::as_said, {}};
  return exact(std::move(boot_id), 0, look);
}

std::optional<BootTime> judge_again(const BootTime& current, const ClockLook& look) {
  if (!receiver_knows(look) || look.round_trip() > kRoundTripMax ||
      look.round_trip() < Duration{0} || look.uptime_ms <= current.from_uptime_ms) {
    return std::nullopt;
  }
  if (current.kind == BootTime::Kind::exact && within(current.at, began(look))) {
    return std::nullopt;
  }
  return exact(current.boot_id, look.uptime_ms, look);
}

BootTime judge_former(std::string boot_id, const BootTime& current, WallTime wall,
                      std::int64_t uptime_ms) {
  if (current.kind != BootTime::Kind::exact) {
    return {std::move(boot_id), 0, BootTime::Kind::as_said, {}};
  }
  const WallTime by_receiver = current.at + up(uptime_ms);
  const bool agree = wall <= by_receiver + kClockTolerance && by_receiver <= wall + kClockTolerance;
  const auto kind = agree ? BootTime::Kind::as_said : BootTime::Kind::uncertain;
  return {std::move(boot_id), 0, kind, std::max(current.at, kClockUnset)};
}

}  // namespace earshot::response
