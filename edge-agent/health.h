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

/// Trouble shorter than this is ordinary (a broker restarts) and not told.
inline constexpr Duration kPatience = std::chrono::seconds(30);
/// A kiosk says something every 15 s; after this long it counts as silent.
inline constexpr Duration kSilence = std::chrono::minutes(2);
/// Headquarters away for this long is worth a sentence; nothing is lost meanwhile.
inline constexpr Duration kAway = std::chrono::minutes(5);

struct SiteLink {
  bool connected = false;
  Duration down_for{0};
  std::string trouble;  ///< why it is not connected
};

[[nodiscard]] HeadquartersView judge_headquarters(
    const std::optional<relay::CourierHealth>& courier, const std::string& trouble,
    const system::TimeZone& zone);

/// Not ok: the agent cannot do its work (its store refuses, or its broker is away). Otherwise ok,
/// and the words may still name a silent kiosk or a headquarters that is away.
[[nodiscard]] HealthView judge_health(const LocationView& view, const SiteLink& site,
                                      const std::string& store_trouble,
                                      const system::TimeZone& zone);

}  // namespace earshot::edge
