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
#include "core/relay/types.h"
#include "core/response/response.h"
#include "core/score/cell.h"

namespace earshot::hq {

/// A cell as it stands: whole, as its edge agent sent it last.
struct StoredCell {
  relay::Epoch epoch = 0;
  std::uint64_t version = 0;
  score::CellValue value;
  bool operator==(const StoredCell&) const = default;
};

/// A cell and where it belongs; points into what its maker holds.
struct PlacedCell {
  const LocationId* location;
  const score::CellKey* key;
  const StoredCell* cell;
};

/// `find` and `put` are called inside the relay's open transaction.
class CellStore {
 public:
  virtual ~CellStore() = default;
  virtual Result<std::optional<StoredCell>> find(const LocationId& location,
                                                 const score::CellKey& key) = 0;
  /// Each place occurs once.
  virtual Result<void> put(std::span<const PlacedCell> cells) = 0;
  /// Every cell of all topics (key.topic empty), in no particular order, for the recount.
  using Visitor = std::function<void(const LocationId&, const score::CellKey&,
                                     const score::Histogram& ratings)>;
  virtual Result<void> each_total(const Visitor& visit) = 0;
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

/// `find…` and `put…` are called inside the relay's open transaction, the lists outside of one.
class VoiceStore {
 public:
  virtual ~VoiceStore() = default;
  virtual Result<std::optional<alert::Alert>> find_alert(const LocationId& location,
                                                         const AlertId& id) = 0;
  virtual Result<void> put_alert(const LocationId& location, const alert::Alert& alert) = 0;
  /// The revision that is kept; none: the response was never received.
  virtual Result<std::optional<std::uint32_t>> find_revision(const LocationId& location,
                                                             const ResponseId& id) = 0;
  virtual Result<void> put_response(const StoredVoice& voice) = 0;

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

class HeardStore {
 public:
  virtual ~HeardStore() = default;
  /// One transaction of its own.
  virtual Result<void> save(std::span<const Heard> heard) = 0;
  virtual Result<std::vector<Heard>> load() = 0;
};

}  // namespace earshot::hq
