#include "edge-agent/health.h"

#include <fmt/format.h>

#include <vector>

namespace earshot::edge {
namespace {

std::string silent_kiosks(const LocationView& view, const system::TimeZone& zone) {
  std::string words;
  int silent = 0;
  for (const auto& [device, kiosk] : view.kiosks) {
    if (kiosk.last_heard.ms == 0 || view.now - kiosk.last_heard < kSilence) continue;
    if (++silent == 1) {
      words = fmt::format("Kiosk {} has not been heard since {}.", device.str(),
                          zone.local_clock(kiosk.last_heard));
    }
  }
  if (silent > 1) words = fmt::format("{} kiosks have not been heard for a while.", silent);
  return words;
}

}  // namespace

HeadquartersView judge_headquarters(const std::optional<relay::CourierHealth>& courier,
                                    const std::string& trouble, const system::TimeZone& zone) {
  HeadquartersView view;
  if (!courier) {
    view.words = "No headquarters is configured; everything stays here.";
    return view;
  }
  view.configured = true;
  view.connected = courier->connected && !courier->suspect;
  view.pending = courier->pending.responses;
  view.pending_since = courier->pending.responses == 0 ? WallTime{} : courier->pending.oldest_at;
  const std::string waiting = view.pending == 0
                                  ? "Nothing waits."
                                  : fmt::format("{} on their way since {}.", view.pending,
                                                zone.local_clock(view.pending_since));
  if (!courier->refused_reason.empty()) {
    view.words =
        fmt::format("Headquarters refuses this location: {}. {}", courier->refused_reason, waiting);
  } else if (!courier->connected) {
    view.words = fmt::format("Headquarters cannot be reached{}{}. {} All is kept and sent later.",
                             trouble.empty() ? "" : ": ", trouble, waiting);
  } else if (courier->suspect) {
    view.words = "Connected, but headquarters does not answer. " + waiting;
  } else {
    view.words = view.pending == 0 ? "Headquarters has everything." : waiting;
  }
  return view;
}

HealthView judge_health(const LocationView& view, const SiteLink& site,
                        const std::string& store_trouble, const system::TimeZone& zone) {
  if (!store_trouble.empty()) {
    return {false, fmt::format("Responses cannot be stored: {}. Kiosks keep them meanwhile.",
                               store_trouble)};
  }
  if (!site.connected && site.down_for >= kPatience) {
    return {false, fmt::format("The location’s broker cannot be reached{}{}. Kiosks keep their "
                               "responses meanwhile.",
                               site.trouble.empty() ? "" : ": ", site.trouble)};
  }
  if (auto silent = silent_kiosks(view, zone); !silent.empty()) return {true, std::move(silent)};
  const auto& hq = view.headquarters;
  if (hq.pending_since.ms != 0 && view.now - hq.pending_since >= kAway) return {true, hq.words};
  return {true, "All is well."};
}

}  // namespace earshot::edge
