// The edge agent's core: receives from kiosks, files, counts, alerts, and sends cells and alerts on
// to headquarters. Deterministic: time, randomness, disk and network are ports. Owner: main, or a
// simulator. Threads: the event loop, which is the only one to call it.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/relay/courier.h"
#include "core/relay/receiver.h"
#include "edge-agent/care.h"
#include "edge-agent/filing.h"
#include "edge-agent/location_view.h"
#include "edge-agent/running_ages.h"
#include "platform/system/ballast.h"

namespace earshot::edge {

struct EdgePorts {
  sqlite::Database& database;
  const system::TimeZone& zone;
  Clock& clock;
  Random& random;
  relay::FrameLink& headquarters;
  std::function<relay::Courier::Stamp()> stamp;  ///< this machine's clock, for frames
  system::ErasureLedger* erasures = nullptr;     ///< null: nothing can be erased
  system::Ballast* ballast = nullptr;            ///< null: there is none to give up
  const crypto::KeyPair* key = nullptr;          ///< null: what kiosks close cannot be opened
};

/// How long what headquarters has confirmed is kept, so that a restored headquarters can ask again.
inline constexpr Duration kKeepReceived = std::chrono::hours(24 * 30);
inline constexpr std::uint64_t kKeepReceivedBytesMax = 1ULL << 30;
/// How many records out of quarantine are tried in one call.
inline constexpr std::size_t kRetriedAtOnce = 100;
/// Cells that headquarters lost go up again so many a call of `tidy`.
inline constexpr int kOwedAtOnce = 500;

class Edge {
 public:
  /// Error: as the database; corrupt when a stored row cannot be read.
  static Result<std::unique_ptr<Edge>> open(const LocationFacts& facts, const EdgePorts& ports,
                                            relay::CourierLimits limits = {});
  Edge(const Edge&) = delete;
  Edge& operator=(const Edge&) = delete;

  /// Takes frames in one transaction; the receipts are in the frames' order. On an error nothing
  /// was changed: no receipt may go out, and the kiosks will send again.
  Result<std::vector<relay::Receipt>> take(std::span<const relay::Frame> frames);

  /// Durable when it returns; the first acknowledgement stays. `by` is made clean text of at most
  /// 80 code points. None: no such alert. Error: as the database.
  Result<std::optional<alert::Alert>> acknowledge(const AlertId& id, std::string_view by);

  /// A message on a kiosk's status topic. A kiosk whose disk takes no more answers is an incident,
  /// and health says so while it lasts. What is no status, or of no kiosk of ours, is ignored.
  Result<void> note_status(const DeviceId& device, std::string_view json);

  /// A kiosk sent bytes that are no frame to us. Health says so until it sends one.
  void note_unread(const DeviceId& device, relay::Stream stream) {
    kiosks_.note_unread(device, stream, ports_.clock.wall_now(), ports_.clock.mono_now());
  }

  /// Whether a response counts is a person's to decide; see Filing.
  Result<std::optional<FiledResponse>> judge(const ResponseId& id, std::uint32_t flags);
  Result<Filing::Judged> judge_burst(const ResponseId& burst, std::uint32_t flags,
                                     std::int64_t after);

  /// A customer's words go for good; see Filing. What the store's files still hold of them is
  /// overwritten before this returns, or, while a reader is at work, by the next `tidy`.
  Result<Filing::Erased> erase(const ResponseId& id);

  /// What is done for single customers.
  [[nodiscard]] Care& care() { return care_; }
  /// A frame that a kiosk wrote to a file, as of when it was written. Error: as `take`.
  Result<relay::Receipt> import(const relay::Frame& frame);
  /// When the day ends here.
  [[nodiscard]] WallTime end_of_day(LocalDay day) const;
  /// The kiosks that were heard.
  [[nodiscard]] std::vector<DeviceId> kiosks() const;

  /// Comments are read from now on; `reader` must outlive this. Without, they are just filed.
  void read_with(CommentReader& reader) { filing_.read_with(&reader); }
  [[nodiscard]] const CommentReader* reader() const { return filing_.reader(); }
  /// A person's word on what a comment says; see Filing.
  Result<std::optional<FiledResponse>> correct(const ResponseId& id, const QuestionId& question,
                                               const wire::Correction& correction);
  /// Reads a piece of the history by the reader's newest version; see Filing. True: more waits.
  Result<bool> reread_some();

  /// Records that could not be filed, behind the id `after`, at most `count`.
  Result<std::vector<sqlite::Quarantined>> quarantined(std::int64_t after, std::size_t count) {
    return inbox_.list_quarantined(after, count);
  }
  Result<std::string> quarantined_payload(std::int64_t id) {
    return inbox_.quarantined_payload(id);
  }
  /// Files a record out of quarantine as of when it came. Error: not_found; invalid, conflict,
  /// unsupported: it still cannot be filed, and why; else as the database.
  Result<void> retry_quarantined(std::int64_t id);
  /// The same for those behind the id `after`, kRetriedAtOnce of them; go on with `last_id` until
  /// that is 0.
  Result<sqlite::SqliteInbox::Retried> retry_quarantined_behind(std::int64_t after);

  /// Words older than this are removed by `tidy`; 0: never. How old they are no jump of the clock
  /// falsifies (Retention).
  void keep_words_for(Duration how_long) { keep_words_ = how_long; }
  /// The same for contact details.
  void keep_contacts_for(Duration how_long) { keep_contacts_ = how_long; }

  /// Stores an incident that a person should hear of. Error: as the database.
  Result<void> note(const relay::Incident& incident);

  // The way to headquarters.
  void on_headquarters_connected(std::uint16_t receive_maximum);
  void on_headquarters_disconnected();
  Result<void> on_headquarters_receipt(const relay::Receipt& receipt);
  /// Sends what may be sent; call it after `take`, `acknowledge`, receipts, and at `next_wakeup`.
  Result<void> pump();
  [[nodiscard]] MonoTime next_wakeup() const { return courier_.next_wakeup(); }
  /// Its times are by the wall's clock as it is set now: their distance to now is an age that no
  /// setting of it changes.
  [[nodiscard]] Result<relay::CourierHealth> headquarters_health();
  /// How long ago headquarters answered last, or this edge was opened.
  [[nodiscard]] Duration headquarters_silent_for() const {
    return ports_.clock.mono_now() - hq_heard_at_;
  }

  /// What is owed to the site's topics leaves through `send`, in order, until it refuses.
  void hand_over(const std::function<Result<void>(const Delivery&)>& send) {
    deliveries_.hand_over(send);
  }

  /// Lets go of what was handed over or confirmed long ago; a bounded piece a call. Call it about
  /// once a second, when nothing more urgent waits. Error: as the database.
  Result<void> tidy();

  [[nodiscard]] News take_news() { return filing_.take_news(); }
  [[nodiscard]] bool has_room_for(const DeviceId& device) const {
    return kiosks_.has_room_for(device);
  }

  /// All but `health` and `headquarters`, which the shell knows. Error: as the database.
  Result<LocationView> view();

  [[nodiscard]] const relay::ReceiverCounts& receiver_counts() const { return receiver_.counts(); }
  [[nodiscard]] const FilingCounts& filing_counts() const { return filing_.counts(); }
  [[nodiscard]] const DeliveryBook& deliveries() const { return deliveries_; }
  [[nodiscard]] const CellBook& cells() const { return cells_; }

  /// The streams that leave for headquarters, the urgent one first.
  static const std::vector<relay::Stream>& streams_up();

 private:
  Edge(const LocationFacts& facts, const EdgePorts& ports,
       std::unique_ptr<sqlite::SqliteOutbox> outbox, relay::CourierLimits limits);
  void look_at_clocks();
  void write_delivered(WallTime now);
  void tell_behind();
  [[nodiscard]] WallTime written_at(WallTime stamp);
  Result<void> load();
  Result<void> load_books();
  Result<void> note_now(const relay::Incident& incident);
  Result<void> prune();
  Result<void> strip_overdue();
  Result<bool> headquarters_lost_cells(const relay::Receipt& receipt);
  Result<void> tell_owed_cells();
  Result<void> scrub();
  Result<void> look_at_disk();
  /// Runs `write`; when the disk is full the ballast is given up, and it is tried again at once.
  template <typename F>
  auto durable(F write) -> decltype(write());

  const LocationFacts facts_;
  const EdgePorts ports_;
  sqlite::SqliteInbox inbox_;
  std::unique_ptr<sqlite::SqliteOutbox> outbox_;
  ResponseBook responses_;
  Retention retention_;
  CellBook cells_;
  AlertBook alerts_;
  DeliveryBook deliveries_;
  KioskBook kiosks_;
  CareBook care_book_;
  Filing filing_;
  Care care_;
  /// The way to headquarters, on which frames tell ages that no setting of the clock changes.
  struct Upward final : relay::FrameLink {
    explicit Upward(Edge& edge) : edge_(edge) {}
    Result<void> send(const relay::Frame& frame) override;
    Edge& edge_;
  };
  relay::Receiver receiver_;
  RunningAges ages_;
  Upward upward_{*this};
  WallTime behind_since_{};  ///< as the courier was told of the kiosks
  relay::Courier courier_;
  std::uint64_t responses_at_start_ = 0;
  MonoTime prune_at_{};
  MonoTime hq_heard_at_{};
  DiskState disk_ = DiskState::fine;
  MonoTime disk_at_{};  ///< when the ballast is looked at next
  bool scrub_due_ = false;
  bool cells_owed_ = true;  ///< perhaps: a process before this one may have owed them
  Duration keep_words_{0}, keep_contacts_{0};
  MonoTime words_at_{}, contacts_at_{};  ///< when old ones are looked for next
};

}  // namespace earshot::edge
