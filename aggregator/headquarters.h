// The aggregator's heart: takes frames from the locations of the org tree, files what they hold,
// and answers what pages ask. Deterministic: time and stores are ports, and nothing happens by
// itself. Owner: main (or a simulator). Threads: the event loop's only; the views that it returns,
// any.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "aggregator/completeness.h"
#include "aggregator/devices.h"
#include "aggregator/filing.h"
#include "aggregator/org_tree.h"
#include "aggregator/stores.h"
#include "aggregator/views.h"
#include "core/base/ports.h"
#include "core/relay/receiver.h"
#include "platform/system/ballast.h"

namespace earshot::hq {

/// Frames that may wait to be taken, their bytes, and the most that one commit covers.
inline constexpr std::size_t kWaitingFramesMax = 2'048;
inline constexpr std::size_t kWaitingBytesMax = 64 * 1024 * 1024;
inline constexpr std::size_t kFramesPerCommitMax = 64;

struct Ports {
  Clock& clock;
  relay::Inbox& inbox;
  CellStore& cells;
  VoiceStore& voices;
  HeardStore& heard;
  system::ErasureLedger* erasures = nullptr;  ///< none: no erasure is remembered beside the store
  system::Ballast* ballast = nullptr;         ///< none: a full disk is just a failed write
};

struct HeadquartersCounts {
  std::uint64_t frames_unknown_device = 0;  ///< refused: not in the org tree
  std::uint64_t frames_undecodable = 0;     ///< refused: no frames, or larger than one may be
  std::uint64_t frames_dropped_full = 0;    ///< too many waited; they are sent again
  std::uint64_t ballast_spent = 0;          ///< the disk was full, and a reserve made room
  std::uint64_t commits = 0, failed_commits = 0, recounts = 0;
};

class Headquarters {
 public:
  /// Counts everything that the stores hold. Error: as the stores.
  static Result<std::unique_ptr<Headquarters>> open(Ports ports, OrgTree tree);

  /// Puts a frame into the queue. A receipt that refuses it when its device is not in the org tree;
  /// none otherwise (its receipt comes from work()).
  [[nodiscard]] std::optional<relay::Receipt> offer(relay::Frame frame);
  /// The same for a frame's bytes as they came on its topic; bytes that are none are refused too.
  [[nodiscard]] std::optional<relay::Receipt> offer(const DeviceId& device, relay::Stream stream,
                                                    std::string_view bytes);
  [[nodiscard]] std::size_t waiting() const { return urgent_.size() + others_.size(); }

  struct Work {
    std::vector<relay::Receipt> receipts;
    std::vector<LocatedAlert> alerts;  ///< new or changed, and fresh enough to be news
  };
  /// Takes frames that wait, urgent ones first, in one transaction (at most kFramesPerCommitMax).
  /// Error: the store is in trouble; nothing was changed, the frames are let go and will be sent
  /// again.
  Result<Work> work();

  /// Lets `file(inbox, sink)` file records outside of frames, as out of quarantine; what it changed
  /// is shown afterwards.
  template <typename F>
  auto file_with(F file)
      -> decltype(file(std::declval<relay::Inbox&>(), std::declval<relay::RecordSink&>())) {
    auto filed = file(inbox_, filing_);
    look_at_filing();
    return filed;
  }
  /// Responses that were erased since the last call: what else holds their words must go too.
  [[nodiscard]] std::vector<ResponseId> take_erased() { return filing_.take_erased(); }

  void on_status(const LocationId& location, bool online);
  /// What an edge agent says of its kiosks; `retained`: the broker kept it.
  void on_kiosks(const LocationId& location, const SiteStatus& status, bool retained);
  void set_tree(OrgTree tree);
  [[nodiscard]] const OrgTree& tree() const { return tree_; }

  /// Once a second: moves the windows on, notices silence, looks after refills. Error: a recount
  /// that was due failed, or the store cannot be read.
  Result<void> tick();
  Result<void> save_heard();

  /// Grows with every change that a page could show.
  [[nodiscard]] std::uint64_t version() const { return version_; }
  /// May be as old as ten times what it took to make (at most a second), so that many readers of a
  /// large organisation cannot keep the loop from its work.
  [[nodiscard]] std::shared_ptr<const TreeView> tree_view(Window window);
  /// Error: not_found; as the stores.
  [[nodiscard]] Result<NodeDetail> node(const NodeId& id, Window window);

  /// All numbers in a fixed order: equal for equal states, whatever way they were reached.
  [[nodiscard]] std::string numbers_text() {
    return filing_.rollups().text() + filing_.topics().text();
  }
  /// Counts everything again from the stores.
  Result<void> recount();

  [[nodiscard]] const HeadquartersCounts& counts() const { return counts_; }
  [[nodiscard]] const FilingCounts& filing_counts() const { return filing_.counts(); }
  [[nodiscard]] const relay::ReceiverCounts& receiver_counts() const { return receiver_.counts(); }
  /// Why the last transaction failed, in words; empty: it did not.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  [[nodiscard]] std::size_t silent_locations() const;
  /// Who is refused just now, and what was noted for a person: at most `count`, the newest first,
  /// with numbers below `before`.
  [[nodiscard]] const Refusals& refusals() const { return refusals_; }
  [[nodiscard]] Result<std::vector<relay::NotedIncident>> incidents(std::int64_t before,
                                                                    std::size_t count) {
    return ports_.heard.incidents(before, count);
  }
  /// Streams with a record that waits for its receipt, the oldest `count` of edge agents and of
  /// kiosks.
  [[nodiscard]] AllUnreceived unreceived(std::size_t count = 1'000) const {
    return unreceived_of(tree_, hearing_, kiosks_told_, count);
  }

 private:
  Headquarters(Ports ports, OrgTree tree);
  /// By hearing, and by what edge agents tell of their kiosks.
  [[nodiscard]] std::vector<Completeness> completeness() const;
  std::vector<relay::Frame> next_batch();
  Result<std::vector<relay::Receipt>> take(const std::vector<relay::Frame>& batch, WallTime now);
  void note_refusal(RefusalKind kind, const relay::Receipt& refusal);
  void look_at_filing();
  Result<void> look_at_lives();
  Result<void> look_after_refills();
  [[nodiscard]] Result<void> add_voices(NodeDetail& detail, std::size_t index);
  [[nodiscard]] std::vector<LocationId> newest_in(std::size_t index, std::size_t limit,
                                                  WallTime VoiceSummary::*newest) const;

  struct CachedTree {
    std::shared_ptr<const TreeView> view;
    std::uint64_t version = 0;
    MonoTime made_at;
    Duration took{0};
  };

  Ports ports_;
  OrgTree tree_;
  Filing filing_;
  FilingInbox inbox_;
  relay::Receiver receiver_;
  Hearing hearing_;
  Refusals refusals_;
  KiosksTold kiosks_told_;
  std::deque<relay::Frame> urgent_;
  std::deque<relay::Frame> others_;
  std::size_t waiting_bytes_ = 0;
  HeadquartersCounts counts_;
  FilingCounts filing_seen_;
  bool lives_to_read_ = true;
  std::optional<MonoTime> refills_seen_;
  std::uint64_t version_ = 1;
  bool recount_due_ = false;
  std::string trouble_;
  std::array<CachedTree, kWindows.size()> cached_;
};

}  // namespace earshot::hq
