#include "tests/sim/leeway.h"

#include <algorithm>

#include "edge-agent/response_book.h"
#include "tests/sim/reader.h"
#include "tests/sim/times.h"

namespace earshot::sim {
namespace {

/// The judgement of a boot is on its kiosk's disk, and with what was filed by it on the edge
/// agent's. Where neither has it any more, or a copy of the kiosk's disk judged for itself, what is
/// filed anew may get another hour, if a clock was wrong.
bool may_move(const World& world, const Site& site, const DeviceId& device) {
  const auto& happened = world.scene.happened;
  return happened.times(site.id.str(), kEdgeLosses) > 0 &&
         happened.times(device.str(),
                        {Fault::kiosk_restored, Fault::kiosk_cloned, Fault::damaged_store}) > 0 &&
         clock_was_wrong(world, site, device);
}

edge::Contribution contribution_of(const World& world, const response::Response& said) {
  edge::FiledResponse filed;
  filed.response = said;
  filed.business_day = world.scene.zone.local_day(said.at);
  filed.readings = reader().read(said);
  return edge::contribution_of(filed);
}

bool something_lost(const Voice& voice) {
  return std::any_of(voice.revisions.begin(), voice.revisions.end(),
                     [](const auto& each) { return each.second.lost; });
}

}  // namespace

score::CellKey series_of(score::CellKey key) {
  key.hour = 0;
  key.business_day = 0;
  return key;
}

Leeway::Leeway(const World& world, const Site& site) {
  const auto& voices = world.scene.oracle.voices();
  for (const auto& [id, voice] : voices) {
    if (voice.location == site.id && something_lost(voice)) lost_of_.insert(voice.device);
  }
  for (const auto& [id, voice] : voices) {
    if (voice.location == site.id) look_at(world, site, voice);
  }
}

void Leeway::look_at(const World& world, const Site& site, const Voice& voice) {
  const bool moves = may_move(world, site, voice.device);
  // Whether somebody was a part of a crowd depends on the others, of whom some are lost.
  const bool crowds = world.scene.plan.watch_bursts || world.scene.plan.watch_patterns;
  const bool lost = something_lost(voice) || (crowds && lost_of_.contains(voice.device));
  const bool any_hour = moves || (lost && clock_was_wrong(world, site, voice.device));
  std::map<score::CellKey, score::Histogram> once;
  for (const auto& [revision, utterance] : voice.revisions) {
    for (const auto& [key, value] : contribution_of(world, utterance.response)) {
      auto& most = once[series_of(key)];
      for (std::size_t i = 0; i < most.size(); ++i) most[i] = std::max(most[i], value.ratings[i]);
      if (any_hour) series_.insert(series_of(key));
      if (lost) cells_.insert(key);
    }
  }
  const auto lives = moves ? 1 + 2 * world.scene.happened.times(site.id.str(), kEdgeLosses) : 1;
  for (const auto& [key, histogram] : once) {
    auto& sum = most_[key];
    for (std::size_t i = 0; i < sum.size(); ++i) {
      sum[i] += histogram[i] * static_cast<std::uint64_t>(lives);
    }
  }
}

}  // namespace earshot::sim
