// What the edge agent says of its kiosks to headquarters, on its own status topic: the age of what
// waits at each, and the reason in words. Owner: the shell. Threads: the event loop.
#pragma once

#include <string>

#include "edge-agent/location_view.h"
#include "platform/system/time_zone.h"

namespace earshot::edge {

/// At most so many kiosks are told of, those with a trouble and the oldest records first, and so
/// many bytes.
inline constexpr std::size_t kKiosksToldMax = 50;
inline constexpr std::size_t kSiteStatusBytesMax = 32 * 1024;
/// A record younger than this is on its way, and told as none.
inline constexpr Duration kOnItsWay = std::chrono::seconds(5);

/// When to say it: soon after it has become another, and now and then all the same.
class SiteStatus {
 public:
  static constexpr Duration kSayAgainEvery = std::chrono::seconds(30);
  static constexpr Duration kSaySoonest = std::chrono::seconds(5);

  explicit SiteStatus(const system::TimeZone& zone) : zone_(zone) {}

  /// The JSON that is due now; "": none is.
  [[nodiscard]] std::string due(const LocationView& view, MonoTime now);
  /// It could not leave, or the link is a fresh one: it is due at once.
  void is_lost() { said_ = {}; }

 private:
  struct Said {
    bool ever = false;
    MonoTime at;
    std::string what;  ///< who is in which trouble, and where something waits
  };
  const system::TimeZone& zone_;
  Said said_;
};

/// `{"online": true, "at", "at_ms", "kiosks_all": 3, "kiosks": [{"device", "heard_ms", "reason",
/// "words", "waiting_ms": {"responses": 240000}}]}`
[[nodiscard]] std::string site_status_json(const LocationView& view, const system::TimeZone& zone);

}  // namespace earshot::edge
