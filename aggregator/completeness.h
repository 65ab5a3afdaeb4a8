// How complete the numbers are: when each location was last heard, what it said is still on its
// way, and what that means for a region, in words. Owner: Headquarters. Threads: the event loop's
// only.
#pragma once

#include <array>
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

/// A location is silent after this long without a frame; edge agents probe every 15 s when at rest,
/// so that a probe and half the time of another one have been missed, and the page, which is looked
/// after once a second, says so within 30 s.
inline constexpr Duration kSilentAfter = std::chrono::seconds(28);
/// An edge agent's earlier life that speaks within this time shows that there are two of them.
inline constexpr Duration kTwoSpeakFor = std::chrono::minutes(10);
/// A frame of an earlier life that was on its way when the later one began is no second agent.
inline constexpr Duration kLateFramesFor = std::chrono::minutes(2);
/// What an earlier life had still to tell is refilled by the kiosks, which keep what was received
/// for so long: afterwards nothing more can come, and nothing more is said.
inline constexpr Duration kRefillFor = std::chrono::hours(30 * 24);
/// Responses younger than this at the sending of a frame travel in that very frame or just behind
/// it: they are not "on their way" to anybody who reads a page.
inline constexpr Duration kOnTheirWayAfter = std::chrono::seconds(5);
/// The most silent locations that are listed by id.
inline constexpr std::size_t kSilentListedMax = 100;
/// What an age below this is worth to somebody who reads a page: nothing, it is on its way.
inline constexpr Duration kAgeWorthSaying = std::chrono::seconds(30);

/// Of one location, or of a whole part of the tree.
struct Completeness {
  bool complete = false;
  std::uint64_t pending = 0;
  WallTime since;       ///< the oldest on its way, by its sender's clock; ms 0: nothing is
  WallTime last_heard;  ///< the location longest not heard; ms 0: one was never heard
  std::uint64_t silent_count = 0;
  std::vector<LocationId> silent;  ///< the first kSilentListedMax of them, in the tree's order
  /// How old the oldest record is that a location has not got a receipt for, by headquarters' own
  /// clock; 0: all was received.
  Duration oldest_unreceived{0};
  WallTime unreceived_since;       ///< the same as a time; ms 0: it is not worth a word
  std::uint64_t missing_most = 0;  ///< responses that a store which was lost had still to tell
  std::uint64_t told_before = 0;   ///< answers that count as an earlier store told them
  WallTime anew;                   ///< since when; ms 0: nothing is missing or told before
  bool two_speak = false;          ///< two edge agents speak under one name
  std::uint64_t kiosks_hold = 0;   ///< kiosks at which answers wait that their edge agent lacks
  std::string words;
  bool operator==(const Completeness&) const = default;
};

/// One stream of one device.
struct StreamHealth {
  relay::Stream stream = relay::Stream::urgent;
  Duration age{0};  ///< of the oldest record without a receipt; 0: none waits
  /// Why it waits: a word (silent, refused, unwritten, waiting; of a kiosk its edge agent's), and
  /// the same as a sentence without its subject. Empty: nothing waits, or it is on its way.
  std::string reason;
  std::string words;
};

/// An edge agent as headquarters hears it.
struct AgentHeard {
  WallTime last_heard;
  bool silent = false;
  std::vector<StreamHealth> streams;  ///< those that it is known to have
};

class Hearing {
 public:
  explicit Hearing(Clock& clock) : clock_(clock) {}

  /// What was known before a restart. How long ago that was is judged by the wall clock.
  void restore(const std::vector<Heard>& heard);
  /// A frame came in. Its records are not yet applied.
  void on_frame(const relay::Frame& frame);
  /// A frame was answered. When it was taken, what it says is on its way counts now; else its
  /// records still wait at its sender. True: the page must change.
  bool on_answered(const relay::Frame& frame, const relay::Receipt& answer);
  /// Bytes came that are no frame to us: the location is there, and its records wait.
  /// True: the page must change.
  bool on_unread(const LocationId& location, relay::Stream stream, const std::string& why);
  /// The newest life of a location that had another one before.
  void on_life(const LocationId& location, const LaterLife& life);
  /// True: the page must change.
  bool on_told_before(const LocationId& location, std::uint64_t answers);
  /// An earlier life spoke after a later one had begun. True: the page must change.
  bool on_earlier_life(const LocationId& location);
  struct Refill {
    LocationId location;
    LaterLife life;
    bool quiet = false;  ///< heard, and nothing is on its way
  };
  /// Who may still be refilled, and has to be looked after.
  [[nodiscard]] std::vector<Refill> refills() const;

  /// The broker's word: connected, or lost (last will). True: the page must change.
  bool on_status(const LocationId& location, bool online);
  /// True when somebody fell silent or was heard again since the last call.
  bool changed_by_time();

  /// For every node of `tree`, in its order.
  [[nodiscard]] std::vector<Completeness> of(const OrgTree& tree) const;

  /// None: it was never heard.
  [[nodiscard]] std::optional<AgentHeard> agent(const LocationId& location) const;

  /// What changed since the last call, for the store.
  [[nodiscard]] std::vector<Heard> take_unsaved();

 private:
  /// Of one stream: how old the oldest record was that still waited at its sender when it said so.
  struct Stream {
    Duration age{0};
    MonoTime said_at;
    std::optional<MonoTime> here_since;  ///< since when a frame waits here to be written
    bool heard = false;                  ///< since the start
    std::string refused;                 ///< why what it sends is not taken; empty: it is
    [[nodiscard]] Duration age_at(MonoTime now) const;
  };
  struct Location {
    [[nodiscard]] Duration age_at(MonoTime now) const;
    std::array<Stream, 4> streams;  ///< by the stream's number − 1
    std::optional<LaterLife> life;
    std::uint64_t told_before = 0;
    std::optional<MonoTime> life_began;  ///< in this run of the program
    std::optional<MonoTime> earlier_spoke;
    Heard heard;
    MonoTime at;           ///< when last heard, on the monotonic clock
    bool offline = false;  ///< the broker says that it is gone
    bool unsaved = false;
    bool was_silent = true;
    bool was_old = false;
  };
  Location& heard_now(const LocationId& location);
  [[nodiscard]] bool is_silent(const Location& location, MonoTime now) const;
  [[nodiscard]] Completeness of(const Location& location) const;

  Clock& clock_;
  std::unordered_map<LocationId, Location> locations_;
};

/// "10:02", or "12 Mar 10:02" on another day than `now`. UTC.
[[nodiscard]] std::string short_time(WallTime t, WallTime now);

}  // namespace earshot::hq
