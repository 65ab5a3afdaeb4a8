#include "edge-agent/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "edge-agent/spans.h"

namespace earshot::edge {
namespace {

/// Since when the oldest record of any stream waits; ms 0: none does.
WallTime oldest_of(const std::map<relay::Stream, WallTime>& waiting) {
  WallTime oldest;
  for (const auto& [stream, since] : waiting) {
    if (since.ms != 0 && (oldest.ms == 0 || since < oldest)) oldest = since;
  }
  return oldest;
}

/// The kiosks with some trouble, the first by name.
std::string kiosk_words(const LocationView& view, const system::TimeZone& zone) {
  std::vector<std::string> silent;
  std::vector<std::string> others;
  for (const auto& [device, kiosk] : view.kiosks) {
    const auto trouble = kiosk_trouble(kiosk, view.now, zone);
    if (trouble.empty()) continue;
    (is_silent(kiosk) ? silent : others)
        .push_back(fmt::format("Kiosk {}: {}.", device.str(), trouble));
  }
  std::string words = silent.size() == 1 ? silent[0] : "";
  if (silent.size() > 1)
    words = fmt::format("{} kiosks have not been heard for a while.", silent.size());
  const std::string more =
      others.size() == 1 ? others[0]
      : others.empty()   ? ""
                         : fmt::format("{} kiosks need a look; the list says why.", others.size());
  return words + (words.empty() || more.empty() ? "" : " ") + more;
}

}  // namespace

bool is_silent(const Kiosk& kiosk) {
  return kiosk.last_heard.ms != 0 && kiosk.silent_for >= kSilence;
}

KioskTrouble judge_kiosk(const Kiosk& kiosk, WallTime now, const system::TimeZone& zone) {
  if (is_silent(kiosk)) return {"silent", "not heard since " + zone.local_clock(kiosk.last_heard)};
  if (kiosk.status.disk == KioskStatus::Disk::full) {
    return {"disk_full",
            "its disk is full, so that it takes no answers: make room on it, or call for service"};
  }
  if (kiosk.status.disk == KioskStatus::Disk::nearly_full) {
    return {"disk_nearly_full", "its disk is nearly full: make room on it, or call for service"};
  }
  const WallTime oldest = oldest_of(kiosk.waiting);
  if (!kiosk.refused.empty()) {
    return {"refused", fmt::format("what it sends is refused{}, and it keeps all of it: {}",
                                   oldest.ms == 0 ? "" : " since " + zone.local_clock(oldest),
                                   kiosk.refused.begin()->second)};
  }
  if (oldest.ms != 0 && now - oldest >= kStuck) {
    return {"waiting", "answers wait without a receipt since " + zone.local_clock(oldest)};
  }
  if (kiosk.clock_error != Duration{0}) {
    return {"clock", fmt::format("its clock is {} {}; its times are corrected",
                                 span_words(kiosk.clock_error),
                                 kiosk.clock_error > Duration{0} ? "ahead" : "behind")};
  }
  return {};
}

std::string kiosk_trouble(const Kiosk& kiosk, WallTime now, const system::TimeZone& zone) {
  return judge_kiosk(kiosk, now, zone).words;
}

HeadquartersView judge_headquarters(const std::optional<relay::CourierHealth>& courier,
                                    Duration silent_for, const std::string& trouble,
                                    const system::TimeZone& zone) {
  HeadquartersView view;
  if (!courier) {
    view.words = "No headquarters is configured; everything stays here.";
    return view;
  }
  view.configured = true;
  view.silent = silent_for >= kSilence;
  view.connected = courier->connected && !courier->suspect && !view.silent;
  view.pending = courier->pending.responses;
  view.pending_since = courier->pending.responses == 0 ? WallTime{} : courier->pending.oldest_at;
  for (const auto& [stream, since] : courier->waiting) view.waiting[stream] = since;
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
  } else if (courier->suspect || view.silent) {
    view.words =
        fmt::format("Connected, but headquarters does not answer. {} All is kept.", waiting);
  } else {
    view.words = view.pending == 0 ? "Headquarters has everything." : waiting;
  }
  return view;
}

HealthView judge_health(const LocationView& view, const SiteLink& site,
                        const std::string& store_trouble, const system::TimeZone& zone) {
  if (view.disk == DiskState::full) {
    return {false,
            "The disk is full and the reserve is used up: nothing can be stored. Make room on the "
            "disk. Kiosks keep their responses meanwhile."};
  }
  if (!store_trouble.empty()) {
    return {false, fmt::format("Responses cannot be stored: {}. Kiosks keep them meanwhile.",
                               store_trouble)};
  }
  if (!site.connected && site.down_for >= kPatience) {
    return {false, fmt::format("The location’s broker cannot be reached{}{}. Kiosks keep their "
                               "responses meanwhile.",
                               site.trouble.empty() ? "" : ": ", site.trouble)};
  }
  std::string words;
  if (view.disk == DiskState::reserve_used) {
    words =
        "The disk is full and the reserve is in use: make room on it soon, or kiosks will have to "
        "keep their responses. ";
  }
  words += kiosk_words(view, zone);
  const auto& hq = view.headquarters;
  const WallTime oldest = oldest_of(hq.waiting);
  const bool stuck = oldest.ms != 0 && view.now - oldest >= kStuck;
  if (hq.configured && (hq.silent || stuck)) {
    if (!words.empty() && words.back() != ' ') words += ' ';
    words += hq.words;
  }
  if (!words.empty() && words.back() == ' ') words.pop_back();
  if (words.empty()) words = "All is well.";
  const bool resting = std::any_of(view.kiosks.begin(), view.kiosks.end(), [](const auto& kiosk) {
    return !is_silent(kiosk.second) && kiosk.second.status.disk == KioskStatus::Disk::full;
  });
  return {!resting, std::move(words)};
}

}  // namespace earshot::edge
