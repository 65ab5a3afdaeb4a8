// Health by device and stream: how old the oldest record without a receipt is, and why, in words.
// Edge agents as headquarters itself hears them, kiosks as their edge agents tell of them, and
// whoever is refused at the door. Owner: Headquarters. Threads: the event loop's only; the views,
// any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "aggregator/completeness.h"
#include "aggregator/org_tree.h"
#include "aggregator/refusals.h"
#include "aggregator/site_status.h"

namespace earshot::hq {

/// The most devices of one node that are listed.
inline constexpr std::size_t kDevicesListed = 60;
/// An edge agent that is heard, but did not tell of its kiosks for so long, does not any more.
inline constexpr Duration kToldFor = std::chrono::minutes(5);

struct DeviceHealth {
  enum class Kind : std::uint8_t { edge, kiosk, stranger };
  LocationId location;  ///< of a stranger: none
  DeviceId device;
  Kind kind = Kind::edge;
  WallTime last_heard;  ///< ms 0: never
  std::vector<StreamHealth> streams;
  std::string words;  ///< what is wrong with it; empty: nothing
  [[nodiscard]] bool in_trouble() const { return !words.empty(); }
  [[nodiscard]] Duration oldest() const;
};
[[nodiscard]] std::string_view to_string(DeviceHealth::Kind kind);

/// What edge agents last told of their kiosks.
class KiosksTold {
 public:
  explicit KiosksTold(Clock& clock) : clock_(clock) {}
  /// `retained`: the broker kept it, and it is as old as its clock says. True: pages must change.
  bool take(const LocationId& location, const SiteStatus& status, bool retained);
  /// Its kiosks as of now. `silent`: the location is not heard, so that nothing newer is known.
  [[nodiscard]] std::vector<DeviceHealth> of(const LocationId& location, bool silent) const;

 private:
  struct Told {
    std::vector<KioskSaid> kiosks;
    std::uint64_t all = 0;
    MonoTime at;
    bool live = false;
  };
  Clock& clock_;
  std::unordered_map<LocationId, Told> told_;
};

/// What waits at kiosks counts against completeness too, and is said; of a silent location nothing
/// is known. `all`: of every node of `tree`, as Hearing has it.
void add_kiosks_that_hold(std::vector<Completeness>& all, const OrgTree& tree,
                          const KiosksTold& kiosks);

/// Of a location: its edge agent and its kiosks. Of any other part: those in trouble, the oldest
/// record first; at the root also strangers. At most kDevicesListed of them.
struct DeviceList {
  std::vector<DeviceHealth> devices;
  std::uint64_t in_trouble = 0;  ///< also of those that are not listed
};
[[nodiscard]] DeviceList devices_of(const OrgTree& tree, std::size_t index, const Hearing& hearing,
                                    const KiosksTold& kiosks, const Refusals& refusals);

/// Every stream of every device with a record that waits for its receipt, edge agents' and kiosks'
/// apart, the oldest first, at most `count` each.
struct Unreceived {
  LocationId location;
  DeviceId device;
  relay::Stream stream = relay::Stream::urgent;
  Duration age{0};
  std::string reason;
};
struct AllUnreceived {
  std::vector<Unreceived> edges, kiosks;
  std::size_t streams = 0;  ///< also of those that are too many
};
[[nodiscard]] AllUnreceived unreceived_of(const OrgTree& tree, const Hearing& hearing,
                                          const KiosksTold& kiosks, std::size_t count);

}  // namespace earshot::hq
