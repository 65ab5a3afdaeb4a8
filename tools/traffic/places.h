// The locations, touchpoints and kiosks that a replayed file speaks of, each found once and named.
// Owner: the replay command. Threads: one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "tools/traffic/feedback_map.h"

namespace earshot::traffic {

/// A kiosk that is played: its device id, and where it stands.
struct Place {
  DeviceId device;
  LocationId location;
  TouchpointId touchpoint;
  bool operator==(const Place&) const = default;
};

/// More kiosks than this mean that a column was mistaken for another.
inline constexpr std::size_t kKiosksMax = 5000;

class Places {
 public:
  Places(const PlaceNames& locations, const PlaceNames& touchpoints)
      : locations_{locations, {}, {}, {}}, touchpoints_{touchpoints, {}, {}, {}} {}

  struct Named {
    std::string id;
    std::string name;  ///< as the file has it, the first time
  };

  /// The number of the kiosk at these places, which stays the same from then on. Error: invalid
  /// when nothing of a name can be an id, or when two names would become the same id (say which
  /// under [location.ids] or [touchpoint.ids]); no_space above kKiosksMax.
  Result<std::size_t> kiosk_at(const std::string& location, const std::string& touchpoint);

  [[nodiscard]] const std::vector<Named>& locations() const { return locations_.all; }
  [[nodiscard]] const std::vector<Named>& touchpoints() const { return touchpoints_.all; }
  [[nodiscard]] const std::vector<Place>& kiosks() const { return kiosks_; }

 private:
  struct Registry {
    const PlaceNames& names;
    std::unordered_map<std::string, std::string> id_of;     ///< value → id
    std::unordered_map<std::string, std::string> first_of;  ///< id → the value that had it first
    std::vector<Named> all;
  };
  static Result<std::string> id_in(Registry& registry, const std::string& value,
                                   std::string_view kind);
  [[nodiscard]] DeviceId unused_name(const std::string& location,
                                     const std::string& touchpoint) const;

  Registry locations_;
  Registry touchpoints_;
  std::vector<Place> kiosks_;
  std::unordered_map<std::string, std::size_t> kiosk_of_;  ///< by "<location>/<touchpoint>"
};

}  // namespace earshot::traffic
