#include "edge-agent/site_status.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <vector>

#include "edge-agent/health.h"

namespace earshot::edge {
namespace {

struct Told {
  const DeviceId* device;
  const Kiosk* kiosk;
  KioskTrouble trouble;
  Duration oldest{0};
};

Duration age_of(WallTime since, WallTime now) {
  const Duration age = since.ms == 0 ? Duration{0} : now - since;
  return age < kOnItsWay ? Duration{0} : age;
}

std::vector<Told> kiosks_to_tell(const LocationView& view, const system::TimeZone& zone) {
  std::vector<Told> all;
  for (const auto& [device, kiosk] : view.kiosks) {
    Told told{&device, &kiosk, judge_kiosk(kiosk, view.now, zone)};
    for (const auto& [stream, since] : kiosk.waiting) {
      told.oldest = std::max(told.oldest, age_of(since, view.now));
    }
    all.push_back(std::move(told));
  }
  std::stable_sort(all.begin(), all.end(), [](const Told& a, const Told& b) {
    return std::tuple(a.trouble.reason.empty(), -a.oldest) <
           std::tuple(b.trouble.reason.empty(), -b.oldest);
  });
  if (all.size() > kKiosksToldMax) all.erase(all.begin() + kKiosksToldMax, all.end());
  return all;
}

nlohmann::ordered_json kiosk_json(const Told& told, WallTime now) {
  nlohmann::ordered_json waiting = nlohmann::ordered_json::object();
  for (const auto& [stream, since] : told.kiosk->waiting) {
    waiting[std::string(relay::to_string(stream))] = age_of(since, now).count();
  }
  // One that was not heard since the start is silent at least for as long as the clock says.
  const Duration silent = std::max(told.kiosk->silent_for, now - told.kiosk->last_heard);
  return {{"device", told.device->str()},
          {"heard_ms", told.kiosk->last_heard.ms == 0 ? -1 : silent.count()},
          {"reason", told.trouble.reason},
          {"words", told.trouble.words},
          {"waiting_ms", std::move(waiting)}};
}

/// What makes a status another one: not how far the ages have grown.
std::string gist_of(const LocationView& view, const system::TimeZone& zone) {
  std::string gist;
  for (const auto& [device, kiosk] : view.kiosks) {
    gist += device.str() + ' ' + judge_kiosk(kiosk, view.now, zone).words;
    for (const auto& [stream, since] : kiosk.waiting) {
      if (age_of(since, view.now) > Duration{0}) gist += relay::to_string(stream);
    }
    gist += '\n';
  }
  return gist;
}

}  // namespace

std::string site_status_json(const LocationView& view, const system::TimeZone& zone) {
  nlohmann::ordered_json json = {{"online", true},
                                 {"at", system::to_iso8601(view.now)},
                                 {"at_ms", view.now.ms},
                                 {"kiosks_all", view.kiosks.size()},
                                 {"kiosks", nlohmann::ordered_json::array()}};
  const auto text = [](const nlohmann::ordered_json& any) {
    return any.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  std::size_t bytes = text(json).size();
  for (const Told& told : kiosks_to_tell(view, zone)) {
    auto kiosk = kiosk_json(told, view.now);
    bytes += text(kiosk).size() + 1;
    if (bytes > kSiteStatusBytesMax) break;
    json["kiosks"].push_back(std::move(kiosk));
  }
  return text(json);
}

std::string SiteStatus::due(const LocationView& view, MonoTime now) {
  std::string gist = gist_of(view, zone_);
  const Duration ago = now - said_.at;
  const bool news = gist != said_.what && ago >= kSaySoonest;
  if (said_.ever && !news && ago < kSayAgainEvery) return {};
  said_ = {true, now, std::move(gist)};
  return site_status_json(view, zone_);
}

}  // namespace earshot::edge
