// What an edge agent says on its status topic: that it is there, and how its kiosks are.
// Owner: Service. Threads: pure functions, any thread.
// Retained at the broker, so it may be old: `at` says how old, by the sender's clock.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/relay/types.h"

namespace earshot::hq {

/// What is more than this is left out, and a longer status is none.
inline constexpr std::size_t kKiosksToldMax = 50;
inline constexpr std::size_t kSiteStatusBytesMax = 64 * 1024;

/// A kiosk as its edge agent knows it. Ages are as of when that was said.
struct KioskSaid {
  DeviceId device;
  std::optional<Duration> heard;  ///< how long ago; none: never
  std::string reason;             ///< a word: silent, refused, waiting …; empty: nothing is wrong
  std::string words;              ///< the same as a sentence without its subject
  std::map<relay::Stream, Duration>
      waiting;  ///< age of the oldest record without a receipt; 0: none
};

struct SiteStatus {
  bool online = false;
  bool tells = false;  ///< of its kiosks at all: older edge agents do not, nor does a last will
  WallTime at;         ///< by the sender's clock; ms 0: it does not say
  std::uint64_t kiosks_all = 0;
  std::vector<KioskSaid> kiosks;
};

/// None for what is no such JSON. Of the kiosks, whatever is not as it should be is left out.
[[nodiscard]] std::optional<SiteStatus> parse_site_status(std::string_view json);

}  // namespace earshot::hq
