#include "aggregator/devices.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace earshot::hq {
namespace {

DeviceHealth agent_of(const LocationId& location, const Hearing& hearing) {
  DeviceHealth device;
  device.location = location;
  device.device = DeviceId::trusted(location.str());
  auto agent = hearing.agent(location);
  if (!agent) {
    device.words = "never heard from";
    return device;
  }
  device.last_heard = agent->last_heard;
  device.streams = std::move(agent->streams);
  for (const StreamHealth& stream : device.streams) {
    if (device.words.empty()) device.words = stream.words;
  }
  return device;
}

/// The oldest record first; then by name, so that a list does not dance.
bool comes_before(const DeviceHealth& a, const DeviceHealth& b) {
  const Duration first = a.oldest(), second = b.oldest();
  if (first != second) return first > second;
  return std::tie(a.location, a.device) < std::tie(b.location, b.device);
}

std::vector<DeviceHealth> strangers(const OrgTree& tree, const Refusals& refusals) {
  std::vector<DeviceHealth> all;
  for (RefusedSender& sender : refusals.lately()) {
    if (tree.has_location(LocationId::trusted(sender.device.str()))) continue;
    DeviceHealth device;
    device.device = sender.device;
    device.kind = DeviceHealth::Kind::stranger;
    device.words = std::move(sender.words);
    all.push_back(std::move(device));
  }
  return all;
}

/// Only the oldest `count` of all that are added.
class Oldest {
 public:
  explicit Oldest(std::size_t count) : count_(count) {}
  void add(const DeviceHealth& device) {
    for (const StreamHealth& stream : device.streams) {
      const Duration age = stream.age / 1000 * 1000;
      if (age == Duration{0}) continue;
      ++seen_;
      all_.push_back({device.location, device.device, stream.stream, age, stream.reason});
      if (all_.size() >= 2 * count_) cut();
    }
  }
  [[nodiscard]] std::size_t seen() const { return seen_; }
  [[nodiscard]] std::vector<Unreceived> take() {
    cut();
    return std::move(all_);
  }

 private:
  void cut() {
    const auto kept = all_.begin() + static_cast<std::ptrdiff_t>(std::min(count_, all_.size()));
    std::partial_sort(all_.begin(), kept, all_.end(), [](const Unreceived& a, const Unreceived& b) {
      return std::tie(b.age, a.location, a.device, a.stream) <
             std::tie(a.age, b.location, b.device, b.stream);
    });
    all_.erase(kept, all_.end());
  }
  const std::size_t count_;
  std::size_t seen_ = 0;
  std::vector<Unreceived> all_;
};

}  // namespace

std::string_view to_string(DeviceHealth::Kind kind) {
  switch (kind) {
    case DeviceHealth::Kind::edge:
      return "edge";
    case DeviceHealth::Kind::kiosk:
      return "kiosk";
    case DeviceHealth::Kind::stranger:
      break;
  }
  return "stranger";
}

Duration DeviceHealth::oldest() const {
  Duration oldest{0};
  for (const StreamHealth& stream : streams) oldest = std::max(oldest, stream.age);
  return oldest;
}

bool KiosksTold::take(const LocationId& location, const SiteStatus& status, bool retained) {
  if (!status.tells) return false;
  Told& told = told_[location];
  if (retained && told.live) return false;  // older than what was heard since
  const bool news = !std::equal(told.kiosks.begin(), told.kiosks.end(), status.kiosks.begin(),
                                status.kiosks.end(), [](const KioskSaid& a, const KioskSaid& b) {
                                  return a.device == b.device && a.words == b.words;
                                });
  Duration ago{0};
  if (retained && status.at.ms != 0) ago = std::max(clock_.wall_now() - status.at, Duration{0});
  told = {status.kiosks, status.kiosks_all, clock_.mono_now() - ago, !retained};
  return news;
}

std::vector<DeviceHealth> KiosksTold::of(const LocationId& location, bool silent) const {
  const auto known = told_.find(location);
  if (known == told_.end()) return {};
  const Told& told = known->second;
  const Duration ago = clock_.mono_now() - told.at;
  if (!silent && ago >= kToldFor) return {};
  std::vector<DeviceHealth> kiosks;
  for (const KioskSaid& said : told.kiosks) {
    DeviceHealth kiosk;
    kiosk.location = location;
    kiosk.device = said.device;
    kiosk.kind = DeviceHealth::Kind::kiosk;
    if (said.heard) kiosk.last_heard = clock_.wall_now() - (*said.heard + ago);
    if (!said.words.empty()) {
      kiosk.words = (silent ? "when its location was last heard: " : "") + said.words;
    }
    auto waiting = said.waiting;
    if (said.reason == "silent" && said.heard) {
      for (const relay::Stream stream : {relay::Stream::urgent, relay::Stream::responses}) {
        waiting[stream] = std::max(waiting[stream], *said.heard);
      }
    }
    for (const auto& [stream, age] : waiting) {
      if (age > Duration{0}) {
        kiosk.streams.push_back({stream, age + ago, said.reason, kiosk.words});
      } else if (silent) {
        kiosk.streams.push_back({stream, ago, "silent", "its location is not heard"});
      } else {
        kiosk.streams.push_back({stream, Duration{0}, "", ""});
      }
    }
    kiosks.push_back(std::move(kiosk));
  }
  return kiosks;
}

void add_kiosks_that_hold(std::vector<Completeness>& all, const OrgTree& tree,
                          const KiosksTold& kiosks) {
  const std::vector<OrgNode>& nodes = tree.nodes();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!nodes[i].is_location() || all[i].silent_count > 0) continue;
    const auto told = kiosks.of(LocationId::trusted(nodes[i].id.str()), false);
    const auto hold = static_cast<std::uint64_t>(
        std::count_if(told.begin(), told.end(), [](const DeviceHealth& kiosk) {
          return std::any_of(kiosk.streams.begin(), kiosk.streams.end(), [](const auto& stream) {
            return stream.age >= kAgeWorthSaying && stream.reason != "silent";
          });
        }));
    if (hold == 0) continue;
    for (std::optional<std::size_t> part = i; part; part = nodes[*part].parent) {
      all[*part].kiosks_hold += hold;
    }
  }
  for (Completeness& one : all) {
    if (one.kiosks_hold == 0) continue;
    const auto words = one.kiosks_hold == 1
                           ? std::string("answers wait at a kiosk")
                           : fmt::format("answers wait at {} kiosks", one.kiosks_hold);
    one.words = one.complete ? words : one.words + "; " + words;
    one.complete = false;
  }
}

DeviceList devices_of(const OrgTree& tree, std::size_t index, const Hearing& hearing,
                      const KiosksTold& kiosks, const Refusals& refusals) {
  DeviceList list;
  const bool all = tree.nodes()[index].is_location();
  const auto take = [&](DeviceHealth&& device) {
    if (device.in_trouble()) ++list.in_trouble;
    if (all || device.in_trouble()) list.devices.push_back(std::move(device));
  };
  for (std::size_t i = index; i < tree.nodes()[index].end; ++i) {
    if (!tree.nodes()[i].is_location()) continue;
    const LocationId location = LocationId::trusted(tree.nodes()[i].id.str());
    const auto agent = hearing.agent(location);
    take(agent_of(location, hearing));
    for (auto& kiosk : kiosks.of(location, !agent || agent->silent)) take(std::move(kiosk));
  }
  if (index == 0) {
    for (auto& stranger : strangers(tree, refusals)) take(std::move(stranger));
  }
  // A location's own agent stays at the head of its list.
  const auto first = list.devices.begin() + (all && !list.devices.empty() ? 1 : 0);
  const auto kept = list.devices.begin() +
                    static_cast<std::ptrdiff_t>(std::min(kDevicesListed, list.devices.size()));
  std::partial_sort(first, kept, list.devices.end(), comes_before);
  list.devices.erase(kept, list.devices.end());
  return list;
}

AllUnreceived unreceived_of(const OrgTree& tree, const Hearing& hearing, const KiosksTold& kiosks,
                            std::size_t count) {
  Oldest edges(count), below(count);
  for (const OrgNode& node : tree.nodes()) {
    if (!node.is_location()) continue;
    const LocationId location = LocationId::trusted(node.id.str());
    const DeviceHealth agent = agent_of(location, hearing);
    const bool silent = agent.streams.empty() || agent.streams.front().reason == "silent";
    edges.add(agent);
    for (const auto& kiosk : kiosks.of(location, silent)) below.add(kiosk);
  }
  AllUnreceived all;
  all.streams = edges.seen() + below.seen();
  all.edges = edges.take();
  all.kiosks = below.take();
  return all;
}

}  // namespace earshot::hq
