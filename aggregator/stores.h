// The aggregator's store ports: cells, voices (alerts and comments) and when each location was
// heard. Declared here, where they are needed; SQLite implements them (sqlite_store.h), and so may
// PostgreSQL. Owner: Headquarters. Threads: the event loop's only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/alert/alert.h"
#include "core/base/result.h"
#include "core/relay/noted_incident.h"
#include "core/response/response.h"
#include "core/score/cell.h"

namespace earshot::hq {

/// A store's own small number for a location, or for a series: what of a cell's key is the same for
/// all hours. Good while the transaction lives in which it was first given, then for ever.
using Number = std::int64_t;

/// A location's lives, counted 1, 2, 3 … in the order in which headquarters first heard of them:
/// one for each epoch of its edge agent. A higher one is a later one.
using Life = std::int64_t;

/// Where a cell stands.
struct CellPlace {
  Number location = 0;
  Number series = 0;
  HourUtc hour = 0;
  LocalDay business_day = 0;
  bool of_topic = false;  ///< as the series says
  bool operator==(const CellPlace&) const = default;
};

/// A cell as it stands: whole, as its edge agent sent it last.
struct StoredCell {
  Life life = 0;
  std::uint64_t version = 0;
  score::CellValue value;
  bool operator==(const StoredCell&) const = default;
};

/// Points into what its maker holds.
struct PlacedCell {
  CellPlace place;
  const StoredCell* cell = nullptr;
};

/// A life that is not a location's first: its edge agent was replaced, restored or set its store
/// aside, or two of them speak under one name.
struct LaterLife {
  Life life = 0;
  WallTime began;                  ///< first heard, by headquarters' clock
  WallTime before;                 ///< when the location was last heard before that; ms 0: unknown
  std::uint64_t missing_most = 0;  ///< responses that the one before had still to tell, at most
  bool operator==(const LaterLife&) const = default;
};

/// Who sends: a location in one of its lives.
struct Speaker {
  Number location = 0;
  Life life = 0;
  Life newest = 0;  ///< of this location's; larger than `life`: another one has spoken since
};

/// Hears every cell, one location after the other.
class CellVisitor {
 public:
  virtual ~CellVisitor() = default;
  virtual void location(const LocationId& id) = 0;
  /// `key`: only what is the same for all hours. The same number comes with the same key.
  virtual void cell(Number series, const score::CellKey& key, HourUtc hour, LocalDay business_day,
                    const score::Histogram& ratings) = 0;
  /// A cell of one topic; of its value only `responses` and what pack_rest keeps is filled.
  virtual void topic(Number series, const score::CellKey& key, HourUtc hour, LocalDay business_day,
                     const score::CellValue& value) = 0;
};

/// All but `each_total` are called inside the relay's open transaction.
class CellStore {
 public:
  virtual ~CellStore() = default;
  /// Notes whoever speaks for the first time.
  virtual Result<Speaker> speaker(const LocationId& location, relay::Epoch epoch, WallTime now) = 0;
  /// None: there was no such series yet.
  virtual Result<std::optional<Number>> find_series(const score::CellKey& key) = 0;
  /// Error: invalid, when this location already brought in too many.
  virtual Result<Number> new_series(Number location, const score::CellKey& key) = 0;
  virtual Result<std::optional<StoredCell>> find(const CellPlace& place) = 0;
  /// Each place occurs once.
  virtual Result<void> put(std::span<const PlacedCell> cells) = 0;
  /// Keeps a cell that is not shown because another life's is: both histories are kept.
  virtual Result<void> set_aside(const PlacedCell& cell) = 0;
  virtual Result<void> each_total(CellVisitor& visitor) = 0;
};

/// A response that a location's policy let out, as it is shown.
struct StoredVoice {
  LocationId location;
  WallTime received_at;
  response::Response response;
};

/// What there is of one location, so that nobody has to look where nothing is.
struct VoiceSummary {
  std::uint64_t alerts_open = 0;
  WallTime newest_alert;    ///< raised_at; ms 0: none
  WallTime newest_comment;  ///< the response's own time; ms 0: none
  bool operator==(const VoiceSummary&) const = default;
};

/// `find…`, `put…` and `erase` are called inside the relay's open transaction, the lists outside of
/// one.
class VoiceStore {
 public:
  virtual ~VoiceStore() = default;
  virtual Result<std::optional<alert::Alert>> find_alert(const LocationId& location,
                                                         const AlertId& id) = 0;
  virtual Result<void> put_alert(const LocationId& location, const alert::Alert& alert) = 0;
  /// As it is kept; none: the response was never received.
  virtual Result<std::optional<response::Response>> find_response(const LocationId& location,
                                                                  const ResponseId& id) = 0;
  virtual Result<void> put_response(const StoredVoice& voice) = 0;
  /// Takes out the words of a response and of every alert for it, for good.
  virtual Result<void> erase(const LocationId& location, const ResponseId& id) = 0;

  /// Newest first, at most `limit`.
  virtual Result<std::vector<alert::Alert>> alerts(const LocationId& location,
                                                   std::size_t limit) = 0;
  /// Responses with words that count, newest first, at most `limit`.
  virtual Result<std::vector<StoredVoice>> comments(const LocationId& location,
                                                    std::size_t limit) = 0;
  using Visitor = std::function<void(const LocationId&, const VoiceSummary&)>;
  virtual Result<void> each_summary(const Visitor& visit) = 0;
};

/// When a location was last heard and what it said was on its way.
struct Heard {
  LocationId location;
  WallTime last_heard;
  std::uint64_t pending = 0;
  WallTime pending_since;  ///< ms 0: nothing waits
};

/// All are called outside of a transaction, and are one of their own.
class HeardStore {
 public:
  virtual ~HeardStore() = default;
  virtual Result<void> save(std::span<const Heard> heard) = 0;
  virtual Result<std::vector<Heard>> load() = 0;
  /// The newest life of each location that had another one before.
  using LocatedLife = std::pair<LocationId, LaterLife>;
  virtual Result<std::vector<LocatedLife>> later_lives() = 0;
  /// How many answers of hours from `from` on are still counted as an earlier life told them.
  virtual Result<std::uint64_t> told_before(const LocationId& location, Life life,
                                            HourUtc from) = 0;
  /// What was noted for a person, the newest first: at most `count`, with numbers below `before`.
  virtual Result<std::vector<relay::NotedIncident>> incidents(std::int64_t before,
                                                              std::size_t count) = 0;
  /// Nothing of the life before can be missing any more.
  virtual Result<void> nothing_missing(const LocationId& location, Life life) = 0;
};

}  // namespace earshot::hq
