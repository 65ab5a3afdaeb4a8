// Files what comes out of frames: decides which cells, alerts and responses count, gathers the
// changes of one transaction, writes them just before it commits and tells the numbers in memory
// after. Owner: Headquarters. Threads: the event loop's only.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aggregator/rollups.h"
#include "aggregator/stores.h"
#include "core/base/ports.h"
#include "core/relay/inbox.h"
#include "core/wire/codec.h"

namespace earshot::hq {

/// No location gets more than this many ratings of one key in one hour: beyond it a cell is a
/// mistake.
inline constexpr std::uint64_t kCellCountMax = 10'000'000;

/// How many people a cell stands for: those that count and those left out.
[[nodiscard]] std::uint64_t people_in(const score::CellValue& value);

/// Whether an arriving cell takes the place of the stored one.
/// Same epoch: the newest version wins, so order and repetition do not matter.
/// Another epoch: the edge agent was replaced, restored or set its store aside, counts versions
/// anew and is being filled again by its kiosks. Its cell takes over once it stands for at least as
/// many people: until then the old one is nearer to the truth. So a refill never makes a number
/// dip, and because cells are whole, never doubles one. What no kiosk has any more stays as the old
/// epoch told it.
[[nodiscard]] bool replaces(relay::Epoch epoch, std::uint64_t version,
                            const score::CellValue& value, const StoredCell& stored);

/// Of two states of one alert the one to keep: somebody has taken it up, and who did so first.
/// Commutative, so that a late duplicate never opens an alert again.
[[nodiscard]] alert::Alert newest_state(const alert::Alert& a, const alert::Alert& b);

struct LocatedAlert {
  LocationId location;
  alert::Alert alert;
};

struct FilingCounts {
  std::uint64_t cells_kept = 0;       ///< cell records that changed something
  std::uint64_t cells_older = 0;      ///< newer ones were here before
  std::uint64_t cells_refilling = 0;  ///< of a new epoch, not yet as full as the old one's
  std::uint64_t alerts = 0, responses = 0;
  std::uint64_t forged_location = 0;  ///< records that named another location than their sender's
};

class Filing final : public relay::RecordSink {
 public:
  Filing(CellStore& cells, VoiceStore& voices, Clock& clock)
      : cells_(cells), voices_(voices), clock_(clock) {}

  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override;

  /// Writes the gathered cells; call it inside the transaction, just before it commits.
  Result<void> write();
  /// The transaction stands: changes the rollups. Alerts that changed wait in take_alerts().
  void committed();
  /// The transaction is gone, and so is everything that was gathered.
  void rolled_back();

  /// Counts everything again from the stores.
  Result<void> recount(WallTime now);

  [[nodiscard]] Rollups& rollups() { return rollups_; }
  [[nodiscard]] const Rollups& rollups() const { return rollups_; }
  [[nodiscard]] const FilingCounts& counts() const { return counts_; }
  [[nodiscard]] const VoiceSummary& voices_of(const LocationId& location) const;
  [[nodiscard]] std::vector<LocatedAlert> take_alerts() { return std::exchange(alerts_, {}); }

 private:
  using Place = std::pair<LocationId, score::CellKey>;
  struct PlaceHash {
    std::size_t operator()(const Place& place) const noexcept;
  };
  struct Cell {
    score::Histogram before{};
    StoredCell now;
    bool known = false;    ///< there was one before, or one arrived in this transaction
    bool changed = false;  ///< must be written
  };
  using Cells = std::pmr::unordered_map<Place, Cell, PlaceHash>;

  Result<void> file(const relay::RecordOrigin& origin, const wire::CellRecord& record);
  Result<void> file(const relay::RecordOrigin& origin, const wire::AlertRecord& record);
  Result<void> file(const relay::RecordOrigin& origin, const wire::ResponseRecord& record);
  Result<void> file(const relay::RecordOrigin& origin, const wire::ErasureRecord& record);
  Result<Cells::value_type*> gathered(const LocationId& location, const score::CellKey& key);
  VoiceSummary& changing(const LocationId& location);

  CellStore& cells_;
  VoiceStore& voices_;
  Clock& clock_;
  Rollups rollups_{WallTime{}};
  std::unordered_map<LocationId, VoiceSummary> summaries_;
  FilingCounts counts_;
  // Of the open transaction:
  std::pmr::unsynchronized_pool_resource memory_;  ///< the same places again for every transaction
  Cells gathered_{&memory_};
  std::vector<PlacedCell> changed_;   ///< each place once, as they came
  std::vector<const Cell*> changes_;  ///< beside changed_: what was before
  std::unordered_map<LocationId, VoiceSummary> voice_changes_;
  std::vector<LocatedAlert> alert_changes_;
  FilingCounts counts_before_;
  // Committed, and not yet taken:
  std::vector<LocatedAlert> alerts_;
};

/// The relay's inbox, with the filing as part of its transactions.
class FilingInbox final : public relay::Inbox {
 public:
  FilingInbox(relay::Inbox& inner, Filing& filing) : inner_(inner), filing_(filing) {}
  Result<void> begin() override { return inner_.begin(); }
  Result<void> commit() override;
  void rollback() override;
  Result<std::optional<relay::Cursor>> cursor(const DeviceId& device, relay::Epoch epoch,
                                              relay::Stream stream) override {
    return inner_.cursor(device, epoch, stream);
  }
  Result<void> set_cursor(const DeviceId& device, relay::Stream stream, const relay::Cursor& cursor,
                          WallTime now) override {
    return inner_.set_cursor(device, stream, cursor, now);
  }
  Result<bool> has_other_epoch(const DeviceId& device, relay::Epoch epoch) override {
    return inner_.has_other_epoch(device, epoch);
  }
  Result<void> quarantine(const relay::RecordOrigin& origin, std::string_view payload,
                          std::string_view reason, WallTime now) override {
    return inner_.quarantine(origin, payload, reason, now);
  }
  Result<void> note(const relay::Incident& incident, WallTime now) override {
    return inner_.note(incident, now);
  }

 private:
  relay::Inbox& inner_;
  Filing& filing_;
};

}  // namespace earshot::hq
