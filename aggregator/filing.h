// Files what comes out of frames: decides which cells, alerts and responses count, gathers the
// changes of one transaction, writes them just before it commits and tells the numbers in memory
// after. Owner: Headquarters. Threads: the event loop's only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aggregator/gathering.h"
#include "aggregator/rollups.h"
#include "aggregator/stores.h"
#include "core/base/ports.h"
#include "core/relay/inbox.h"
#include "core/wire/cell_view.h"
#include "core/wire/codec.h"
#include "platform/system/erasure_ledger.h"

namespace earshot::hq {

/// No location gets more than this many ratings of one key in one hour: beyond it a cell is a
/// mistake.
inline constexpr std::uint64_t kCellCountMax = 10'000'000;

/// How many people a cell was heard from, counted or not; of an older version's cell: those that
/// count and those left out.
[[nodiscard]] std::uint64_t heard_in(const score::CellValue& value);

/// Whether an arriving cell takes the place of the stored one.
/// Same life: the newest version wins, so order and repetition do not matter, and a withdrawn or
/// flagged response lowers a count.
/// Another life: the one that was heard further is nearer to the truth: from more people, or from
/// as many who have changed their minds more often since (or of whom a person decided more often),
/// or the one that left more of them out: who heard more of a burst of taps finds more parts of it.
/// Of two that are alike in all of this the later one stands. An edge agent that was replaced,
/// restored or set its store aside counts versions anew and is being filled again by its kiosks: a
/// refill never makes a number dip, and because cells are whole, never doubles one; what was taken
/// back meanwhile is, as soon as the later life has heard it. What no kiosk has any more stays as
/// the old life told it. Of two edge agents under one name the fuller history is shown, whoever
/// speaks last.
[[nodiscard]] bool replaces(Life life, std::uint64_t version, const score::CellValue& value,
                            const StoredCell& stored);

/// What is known of an alert once `told` has been heard after `stored`. A stream tells in order, so
/// the later word is the newer one: a customer's words may follow their rating. But an
/// acknowledgement stays, the first one of several, and so do words: an edge agent that is being
/// filled again tells once more what was before either. Words go by an erasure alone.
[[nodiscard]] alert::Alert newest_state(const alert::Alert& stored, alert::Alert told);

struct LocatedAlert {
  LocationId location;
  alert::Alert alert;
};

/// What an epoch's word says of its location.
struct LivesHeard {
  LocationId location;
  bool began = false;    ///< its newest life is a later one and has just begun
  bool earlier = false;  ///< an earlier life spoke after a later one
};

struct FilingCounts {
  std::uint64_t cells_kept = 0;       ///< cell records that changed something
  std::uint64_t cells_older = 0;      ///< newer ones were here before
  std::uint64_t cells_refilling = 0;  ///< of a later life, not yet as full as the one before
  std::uint64_t cells_aside = 0;      ///< of an earlier life, told after a later one had spoken
  std::uint64_t alerts = 0, responses = 0;
  std::uint64_t erasures = 0;
  std::uint64_t forged_location = 0;  ///< records that named another location than their sender's
};

class Filing final : public relay::RecordSink {
 public:
  /// `erasures`: which responses' words come no more; null: nobody ever asked for it.
  Filing(CellStore& cells, VoiceStore& voices, Clock& clock, system::ErasureLedger* erasures)
      : cells_(cells), voices_(voices), clock_(clock), erasures_(erasures) {}

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
  [[nodiscard]] const TopicCounts& topics() const { return topics_; }
  /// Moves the windows on. True: count everything again (see Rollups::advance).
  [[nodiscard]] bool advance(WallTime now) {
    topics_.advance(now);
    return rollups_.advance(now);
  }
  [[nodiscard]] const FilingCounts& counts() const { return counts_; }
  [[nodiscard]] const VoiceSummary& voices_of(const LocationId& location) const;
  [[nodiscard]] std::vector<LocatedAlert> take_alerts() { return std::exchange(alerts_, {}); }
  /// Responses that were erased since the last call.
  [[nodiscard]] std::vector<ResponseId> take_erased() { return std::exchange(erased_, {}); }
  /// Locations that began a later life, or were told of by an earlier one, since the last call.
  [[nodiscard]] std::vector<LivesHeard> take_lives() { return std::exchange(lives_, {}); }

 private:
  Result<void> file(const relay::RecordOrigin& origin, const wire::CellRecord& record);
  Result<void> file(const relay::RecordOrigin& origin, const wire::AlertRecord& record);
  Result<void> file(const relay::RecordOrigin& origin, const wire::ResponseRecord& record);
  Result<void> file(const relay::RecordOrigin& origin, const wire::ErasureRecord& record);
  /// Who sends: kept from record to record of a frame.
  /// What the bytes of a known series mean.
  struct KnownSeries {
    Number number = 0;
    Rollups::Asked asked;
    TopicCounts::Asked asked_topic;
    bool of_topic = false;
  };
  struct BytesHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view bytes) const noexcept {
      return std::hash<std::string_view>{}(bytes);
    }
  };
  struct Sender {
    DeviceId device;
    relay::Epoch epoch = 0;
    Speaker speaker;
    Rollups::Location* numbers = nullptr;  ///< null: nobody
    TopicCounts::Location* topics = nullptr;
  };
  class Counting;
  Result<void> listen_to(const relay::RecordOrigin& origin, const LocationId& location);
  /// A cell of a known series, without decoding its names again. None: decode it.
  std::optional<Result<void>> file_quickly(const relay::RecordOrigin& origin,
                                           const wire::CellView& view);
  void remember(const wire::CellView& view, const wire::CellRecord& record);
  Result<void> file(const KnownSeries& series, HourUtc hour, LocalDay business_day,
                    std::uint64_t version, const score::CellValue& value);
  Result<void> take(Gathering::Cell& cell, const StoredCell& told);
  Result<Number> series_of(const wire::CellRecord& record);
  Rollups::Asked& asked_of(Number series, const score::CellKey& key);
  TopicCounts::Asked& asked_topic_of(Number series, const score::CellKey& key);
  [[nodiscard]] KnownSeries known(Number series, const score::CellKey& key);
  void forget_transaction();
  [[nodiscard]] bool is_erased(const ResponseId& id) const {
    return erasures_ != nullptr && erasures_->contains(id);
  }
  VoiceSummary& changing(const LocationId& location);

  CellStore& cells_;
  VoiceStore& voices_;
  Clock& clock_;
  system::ErasureLedger* erasures_;
  Rollups rollups_{WallTime{}};
  TopicCounts topics_;
  std::unordered_map<LocationId, VoiceSummary> summaries_;
  std::unordered_map<LocationId, Life> newest_;  ///< what was heard last
  FilingCounts counts_;
  std::vector<std::optional<Rollups::Asked>> asked_;             ///< by series
  std::vector<std::optional<TopicCounts::Asked>> asked_topics_;  ///< the same, of series of a topic
  std::unordered_map<std::string, KnownSeries, BytesHash, std::equal_to<>> series_of_bytes_;
  // Of the open transaction:
  Sender sender_;
  Gathering gathered_;
  std::vector<PlacedCell> changed_;  ///< for the store, each place once
  std::vector<LivesHeard> lives_heard_;
  std::vector<ResponseId> erased_here_;
  std::unordered_map<LocationId, VoiceSummary> voice_changes_;
  std::vector<LocatedAlert> alert_changes_;
  FilingCounts counts_before_;
  // Committed, and not yet taken:
  std::vector<LocatedAlert> alerts_;
  std::vector<LivesHeard> lives_;
  std::vector<ResponseId> erased_;
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
