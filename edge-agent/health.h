// Health in words for a person: what is wrong, since when, what it means.
// Owner: edge-agent. Threads: pure functions, any thread.
// Judged by what was not confirmed and for how long, never by "connected" alone.
#pragma once

#include <optional>
#include <string>

#include "core/relay/courier.h"
#include "edge-agent/location_view.h"
#include "platform/system/time_zone.h"

namespace earshot::edge {

// A dead link is noticed within 30 s, whatever is dead: the broker's machine, the cable, the far
// end.

/// The broker away for less is ordinary (it restarts) and not told. The link itself needs up to 24
/// s to see that a connection is half open.
inline constexpr Duration kPatience = std::chrono::seconds(5);
/// A kiosk says something every 15 s at the latest, and headquarters answers as often; who was not
/// heard for this long is silent. The page looks once a second.
inline constexpr Duration kSilence = std::chrono::seconds(28);
/// Something that waits for its receipt for this long is worth a sentence, although all speak.
inline constexpr Duration kStuck = std::chrono::minutes(2);

struct SiteLink {
  bool connected = false;
  Duration down_for{0};
  std::string trouble;  ///< why it is not connected
};

/// `silent_for`: since its last receipt, or since the start.
[[nodiscard]] HeadquartersView judge_headquarters(
    const std::optional<relay::CourierHealth>& courier, Duration silent_for,
    const std::string& trouble, const system::TimeZone& zone);

[[nodiscard]] bool is_silent(const Kiosk& kiosk);

/// What is wrong with a kiosk: a word for machines, and a sentence without its name, "not heard
/// since 10:02". Both empty: nothing.
struct KioskTrouble {
  std::string_view reason;  ///< silent, disk_full, disk_nearly_full, refused, waiting, clock
  std::string words;
};
[[nodiscard]] KioskTrouble judge_kiosk(const Kiosk& kiosk, WallTime now,
                                       const system::TimeZone& zone);
/// Its words alone.
[[nodiscard]] std::string kiosk_trouble(const Kiosk& kiosk, WallTime now,
                                        const system::TimeZone& zone);

/// Not ok: the agent cannot do its work (its store refuses, or its broker is away). Otherwise ok,
/// and the words may still name silent kiosks, wrong clocks, a headquarters that is away.
[[nodiscard]] HealthView judge_health(const LocationView& view, const SiteLink& site,
                                      const std::string& store_trouble,
                                      const system::TimeZone& zone);

}  // namespace earshot::edge
