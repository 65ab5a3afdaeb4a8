// How complete the numbers are: when each location was last heard, what it said is still on its
// way, and what that means for a region, in words. Owner: Headquarters. Threads: the event loop's
// only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "aggregator/org_tree.h"
#include "aggregator/stores.h"
#include "core/base/ports.h"
#include "core/relay/types.h"

namespace earshot::hq {

/// A location is silent after this long without a frame; edge agents probe every 15 s when at rest.
inline constexpr Duration kSilentAfter = std::chrono::seconds(45);
/// Responses younger than this at the sending of a frame travel in that very frame or just behind
/// it: they are not "on their way" to anybody who reads a page.
inline constexpr Duration kOnTheirWayAfter = std::chrono::seconds(5);
/// The most silent locations that are listed by id.
inline constexpr std::size_t kSilentListedMax = 100;

/// Of one location, or of a whole part of the tree.
struct Completeness {
  bool complete = false;
  std::uint64_t pending = 0;
  WallTime since;       ///< the oldest on its way, by its sender's clock; ms 0: nothing is
  WallTime last_heard;  ///< the location longest not heard; ms 0: one was never heard
  std::uint64_t silent_count = 0;
  std::vector<LocationId> silent;  ///< the first kSilentListedMax of them, in the tree's order
  std::string words;
  bool operator==(const Completeness&) const = default;
};

class Hearing {
 public:
  explicit Hearing(Clock& clock) : clock_(clock) {}

  /// What was known before a restart. How long ago that was is judged by the wall clock.
  void restore(const std::vector<Heard>& heard);
  /// A frame came in. Its records are not yet applied.
  void on_frame(const LocationId& location);
  /// A frame was applied: what it says is on its way counts now. True: the page must change.
  bool on_applied(const relay::Frame& frame);
  /// The broker's word: connected, or lost (last will). True: the page must change.
  bool on_status(const LocationId& location, bool online);
  /// True when somebody fell silent or was heard again since the last call.
  bool changed_by_time();

  /// For every node of `tree`, in its order.
  [[nodiscard]] std::vector<Completeness> of(const OrgTree& tree) const;

  /// What changed since the last call, for the store.
  [[nodiscard]] std::vector<Heard> take_unsaved();

 private:
  struct Location {
    Heard heard;
    MonoTime at;           ///< when last heard, on the monotonic clock
    bool offline = false;  ///< the broker says that it is gone
    bool unsaved = false;
    bool was_silent = true;
  };
  Location& heard_now(const LocationId& location);
  [[nodiscard]] bool is_silent(const Location& location, MonoTime now) const;

  Clock& clock_;
  std::unordered_map<LocationId, Location> locations_;
};

/// "10:02", or "12 Mar 10:02" on another day than `now`. UTC.
[[nodiscard]] std::string short_time(WallTime t, WallTime now);

}  // namespace earshot::hq
