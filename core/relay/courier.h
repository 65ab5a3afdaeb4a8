// The sender's state machine: reads the outbox, keeps a window of frames in flight, moves on with
// receipts, goes back when the receiver asks, and begins a new epoch after a fork. No I/O of its
// own. Owner: the process's event loop, which is the only one to call it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ports.h"
#include "core/relay/outbox.h"

namespace earshot::relay {

/// Where frames leave. Declared here; platform/mqtt implements it.
class FrameLink {
 public:
  virtual ~FrameLink() = default;
  /// Hands a frame to the network without waiting. Error: busy or io; the courier tries again
  /// later.
  virtual Result<void> send(const Frame& frame) = 0;
};

/// Sees the records of a frame just before they leave, and adds what they need to be understood.
class Escort {
 public:
  virtual ~Escort() = default;
  /// Returns how many of the records may leave now, from the first one on; 0: none yet, and the
  /// courier tries again with its next pump. `boot_times` is the escort's to fill.
  virtual std::size_t join(Frame& frame) = 0;
};

struct CourierLimits {
  int frames_in_flight_max = kFramesInFlightMax;
  int frames_in_flight_first = 4;  ///< of records on a fresh connection; one more with each receipt
  /// Half as many frames in flight where receipts take longer: a receiver that many devices come
  /// home to works off what waits there, in which an urgent frame would wait too.
  Duration receipt_soon = std::chrono::milliseconds(500);
  /// Slots that only the first (urgent) stream may use, so that it overtakes a backlog.
  int frames_reserved_for_urgent = 2;
  Duration receipt_wait = std::chrono::seconds(5);  ///< then everything in flight is sent again
  Duration receipt_wait_max =
      std::chrono::seconds(60);                     ///< the wait doubles up to this, with jitter
  int timeouts_until_suspect = 2;                   ///< then the link is not to be trusted
  Duration probe_every = std::chrono::seconds(15);  ///< at rest: is anybody there?
  /// The first fork begins a new epoch at once; the next ones wait, doubling, so that a receiver
  /// gone mad does not make epochs without end.
  Duration fork_wait = std::chrono::minutes(1);
  Duration fork_wait_max = std::chrono::hours(1);
};

/// What is known of the way to the receiver; health is an age, never "connected".
struct CourierHealth {
  bool connected = false;
  bool suspect = false;  ///< connected, but receipts do not come: make a fresh connection
  Pending pending;
  std::uint64_t forks = 0, rewinds = 0, timeouts = 0, frames_sent = 0, receipts = 0;
  std::string refused_reason;  ///< the receiver's words when it refuses; empty: it does not
  /// For each stream, in the order of their priority, when its oldest record without a receipt was
  /// written; ms 0: none waits.
  struct Waiting {
    Stream stream = Stream::responses;
    WallTime since;
  };
  std::vector<Waiting> waiting = {};
};

class Courier {
 public:
  /// `streams` in the order of their priority, the urgent one first. `escort` may be null: records
  /// go alone.
  Courier(DeviceId device, std::vector<Stream> streams, Outbox& outbox, FrameLink& link,
          Random& random, CourierLimits limits = {}, Escort* escort = nullptr);

  /// `receive_maximum`: how many QoS 1 messages the broker takes at once (CONNACK); the window
  /// stays below it. Sends a probe of every stream at once.
  void on_connected(MonoTime now, std::uint16_t receive_maximum);
  void on_disconnected();

  /// Error: io, no_space, corrupt from the outbox; the receipt then counts as not received.
  Result<void> on_receipt(const Receipt& receipt, MonoTime now);

  /// The sender's clock as it goes into frames.
  struct Stamp {
    WallTime wall;
    std::string boot_id;
    std::int64_t uptime_ms = 0;
  };
  /// Sends all that may be sent now, and again what waited too long. Call it after every append,
  /// receipt and connection, and at `next_wakeup`.
  Result<void> pump(MonoTime now, const Stamp& stamp);

  /// A probe of the first stream leaves with the next pump, at rest or not.
  void ask() { lanes_.front().probe = true; }

  /// When `pump` must be called again at the latest.
  [[nodiscard]] MonoTime next_wakeup() const;

  /// Responses that wait behind this sender (an edge agent's kiosks), told to the receiver too.
  void set_pending_behind(std::uint64_t responses, WallTime since);

  [[nodiscard]] Result<CourierHealth> health();

 private:
  struct Flight {
    Stream stream;
    Seq last;  ///< the newest record it carries; for a probe: the one before the next
    std::uint64_t responses;
    MonoTime sent_at;
    bool probe;
  };
  struct Lane {
    Stream stream;
    Seq next = 1;           ///< the next record to send
    bool probe = false;     ///< a probe is due
    bool refused = false;   ///< nothing but probes until the receiver relents
    bool cautious = false;  ///< after a refusal: one frame at a time until one is accepted
    std::string refused_reason{};
    Seq rewound_to = kNever;  ///< the last gap answered, so that its echoes are not answered again
  };
  static constexpr Seq kNever = UINT64_MAX;

  Result<void> send_due(MonoTime now, const Stamp& stamp);
  Result<bool> send_next(Lane& lane, bool may_probe, MonoTime now, const Stamp& stamp);
  /// A frame's records, and how many responses they carry.
  struct Load {
    Frame frame;
    std::uint64_t responses = 0;
  };
  Result<Load> load_records(const Lane& lane, const OutboxHead& head);
  Result<Load> load_probe(const Lane& lane);
  Result<void> tell_pending(Load& load);
  Result<bool> is_other_history(const Receipt& receipt, const OutboxHead& head);
  Result<void> on_refused(Lane& lane, const Receipt& receipt, const OutboxHead& head);
  Result<void> on_accepted(Lane& lane, const Receipt& receipt, const OutboxHead& head,
                           MonoTime now);
  void refuse(Lane& lane, std::string reason);
  Result<void> on_fork(Lane& lane, MonoTime now);
  Result<void> begin_new_epoch();
  void land(Stream stream, Seq received, MonoTime now);
  void keep_pace(const Flight& landed, MonoTime now);
  void take_back(Lane& lane, Seq received);
  Result<void> on_timeout(MonoTime now);
  void restart_wait(MonoTime now);
  [[nodiscard]] Duration jittered(Duration wait);
  [[nodiscard]] bool has_slot(const Lane& lane, bool probe, MonoTime now) const;
  [[nodiscard]] bool is_flying(const Lane& lane, MonoTime now) const;

  const DeviceId device_;
  std::vector<Lane> lanes_;
  std::size_t first_to_probe_ = 0;  ///< of `lanes_`; moves on with every round of probes
  Outbox& outbox_;
  FrameLink& link_;
  Random& random_;
  const CourierLimits limits_;
  Escort* const escort_;
  int window_ = 0;
  int pace_ = 0;          ///< frames in flight while none overtakes: 1 … window_
  MonoTime slowed_at_{};  ///< when it was last halved
  bool connected_ = false;
  bool recovering_ = false;  ///< after a timeout: only probes leave until a receipt comes
  std::deque<Flight> in_flight_;
  int timeouts_in_a_row_ = 0;         ///< over connections: the wait grows with them
  int timeouts_since_connected_ = 0;  ///< on this one: is it to be trusted?
  MonoTime resend_at_{};              ///< meaningful while something is in flight
  MonoTime probe_at_{};
  std::optional<MonoTime> retry_at_;  ///< when the link took no more
  int forks_in_a_row_ = 0;            ///< the wait before the next one grows with them
  MonoTime fork_from_{};              ///< meaningful after a fork: no earlier one than this
  std::uint64_t behind_responses_ = 0;
  WallTime behind_since_{};
  CourierHealth health_;
};

/// The stream for a kiosk's response: an unhappy one goes ahead, unless so many wait there already
/// that they have stopped being news (a long outage), so that the urgent stream never is a backlog
/// itself.
inline constexpr std::uint64_t kUrgentWaitingMax = 64;
[[nodiscard]] Stream stream_for(bool unhappy, std::uint64_t urgent_waiting);

}  // namespace earshot::relay
