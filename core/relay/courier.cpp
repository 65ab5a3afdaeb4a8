#include "core/relay/courier.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/check.h"

namespace earshot::relay {
namespace {

/// How soon a link that took no more is asked again.
constexpr Duration kLinkRetry = std::chrono::milliseconds(50);
/// Slots kept free below the broker's receive maximum, for the agent's other messages.
constexpr int kReceiveMaximumSpare = 4;

}  // namespace

Stream stream_for(bool unhappy, std::uint64_t urgent_waiting) {
  return unhappy && urgent_waiting < kUrgentWaitingMax ? Stream::urgent : Stream::responses;
}

Courier::Courier(DeviceId device, std::vector<Stream> streams, Outbox& outbox, FrameLink& link,
                 Random& random, CourierLimits limits, Escort* escort)
    : device_(std::move(device)),
      outbox_(outbox),
      link_(link),
      random_(random),
      limits_(limits),
      escort_(escort) {
  EARSHOT_CHECK(!streams.empty());
  for (const Stream stream : streams) lanes_.push_back(Lane{.stream = stream});
}

void Courier::on_connected(MonoTime now, std::uint16_t receive_maximum) {
  connected_ = true;
  health_.connected = true;
  health_.suspect = false;
  timeouts_since_connected_ = 0;
  window_ = std::clamp(static_cast<int>(receive_maximum) - kReceiveMaximumSpare, 1,
                       limits_.frames_in_flight_max);
  pace_ = std::min(limits_.frames_in_flight_first, window_);
  slowed_at_ = now;
  in_flight_.clear();
  recovering_ = true;  // first learn where the receiver stands; its first receipt opens the window
  retry_at_.reset();
  for (Lane& lane : lanes_) {
    lane.next = 0;  // taken from the outbox when it is first used
    lane.probe = true;
    lane.refused = false;
    lane.cautious = false;
    lane.rewound_to = kNever;
  }
  probe_at_ = now + jittered(limits_.probe_every);
}

void Courier::on_disconnected() {
  connected_ = false;
  health_.connected = false;
  health_.suspect = false;
  in_flight_.clear();
}

Result<void> Courier::on_receipt(const Receipt& receipt, MonoTime now) {
  const auto lane = std::find_if(lanes_.begin(), lanes_.end(), [&](const Lane& candidate) {
    return candidate.stream == receipt.stream;
  });
  if (!connected_ || lane == lanes_.end()) return {};
  auto head = outbox_.head(lane->stream);
  if (!head) return tl::unexpected(head.error());
  // A frame that its receiver could not read names no epoch to it: that refusal is meant for us.
  const bool unread = receipt.verdict == Verdict::refused && receipt.cursor.epoch == 0;
  if (receipt.cursor.epoch != head->epoch && !unread) return {};  // of a life that has ended

  ++health_.receipts;
  recovering_ = false;
  timeouts_in_a_row_ = 0;
  timeouts_since_connected_ = 0;
  health_.suspect = false;
  restart_wait(now);

  if (receipt.verdict == Verdict::refused) {
    refuse(*lane, receipt.reason);
    return on_refused(*lane, receipt, *head);
  }
  auto other = is_other_history(receipt, *head);
  if (!other) return tl::unexpected(other.error());
  if (*other) return on_fork(*lane, now);
  // The frames behind a refused one are answered with a gap: that is no welcome yet.
  if (receipt.verdict == Verdict::accepted) lane->refused = false;
  if (receipt.cursor.seq > head->received_seq || head->received_seq == head->last_seq) {
    lane->cautious = false;
    lane->refused_reason.clear();
  }

  if (receipt.verdict == Verdict::gap) {
    land(lane->stream, receipt.cursor.seq, now);
    if (lane->rewound_to == receipt.cursor.seq) return {};  // the echo of the same gap
    ++health_.rewinds;
    lane->rewound_to = receipt.cursor.seq;
    take_back(*lane, receipt.cursor.seq);
    return outbox_.set_received(lane->stream, receipt.cursor.seq);
  }
  return on_accepted(*lane, receipt, *head, now);
}

/// True when the receiver has received another history than the one in this outbox: it says so
/// itself, it is further than we ever were (we were restored from a backup), or its digest is not
/// ours.
Result<bool> Courier::is_other_history(const Receipt& receipt, const OutboxHead& head) {
  if (receipt.verdict == Verdict::fork || receipt.cursor.seq > head.last_seq) return true;
  auto digest = outbox_.digest_at(receipt.stream, receipt.cursor.seq);
  if (digest) return *digest != receipt.cursor.digest;
  if (digest.error().code == ErrorCode::not_found) return false;  // let go long ago: cannot be told
  return tl::unexpected(digest.error());
}

/// A frame may have been taken up to the record that is refused: what is before it has arrived.
Result<void> Courier::on_refused(Lane& lane, const Receipt& receipt, const OutboxHead& head) {
  Seq received = head.received_seq;
  if (receipt.cursor.seq > received && receipt.cursor.seq <= head.last_seq) {
    auto digest = outbox_.digest_at(lane.stream, receipt.cursor.seq);
    if (digest && *digest == receipt.cursor.digest) received = receipt.cursor.seq;
  }
  take_back(lane, received);
  if (received == head.received_seq) return {};
  return outbox_.set_received(lane.stream, received);
}

Result<void> Courier::on_accepted(Lane& lane, const Receipt& receipt, const OutboxHead& head,
                                  MonoTime now) {
  const Seq received = receipt.cursor.seq;
  land(lane.stream, received, now);
  if (received < head.received_seq) {
    // The receiver was restored from a backup: it asks again for what it no longer has.
    ++health_.rewinds;
    take_back(lane, received);
  } else if (lane.next <= received) {
    lane.next = received + 1;  // it has more than we knew: receipts were lost
  }
  if (lane.rewound_to != kNever && received > lane.rewound_to) lane.rewound_to = kNever;
  if (received == head.received_seq) return {};
  return outbox_.set_received(lane.stream, received);
}

void Courier::refuse(Lane& lane, std::string reason) {
  lane.refused = true;
  lane.cautious = true;
  lane.refused_reason = std::move(reason);
}

Result<void> Courier::on_fork(Lane& lane, MonoTime now) {
  if (forks_in_a_row_ > 0 && now >= fork_from_ + limits_.fork_wait_max) forks_in_a_row_ = 0;
  if (forks_in_a_row_ > 0 && now < fork_from_) {
    refuse(lane,
           "the receiver keeps answering with another history than this device's; another new "
           "epoch is not begun yet");
    std::erase_if(in_flight_, [&](const Flight& flight) { return flight.stream == lane.stream; });
    lane.next = 0;
    return {};
  }
  if (auto begun = begin_new_epoch(); !begun) return begun;
  Duration wait = limits_.fork_wait;
  for (int i = 0; i < forks_in_a_row_ && wait < limits_.fork_wait_max; ++i) wait *= 2;
  fork_from_ = now + std::min(wait, limits_.fork_wait_max);
  ++forks_in_a_row_;
  return {};
}

Result<void> Courier::begin_new_epoch() {
  ++health_.forks;
  Epoch epoch = 0;
  while (epoch == 0) random_.fill(std::as_writable_bytes(std::span(&epoch, 1)));
  if (auto begun = outbox_.begin_epoch(epoch); !begun) return begun;
  in_flight_.clear();
  for (Lane& lane : lanes_) {
    lane.next = 0;  // behind those with a receipt, which come first in the new epoch
    lane.probe = true;
    lane.refused = false;
    lane.cautious = true;  // where the receiver stands in it is to be learnt first
    lane.rewound_to = kNever;
  }
  return {};
}

/// Takes what the receiver has off the list of flights.
void Courier::land(Stream stream, Seq received, MonoTime now) {
  std::erase_if(in_flight_, [&](const Flight& flight) {
    if (flight.stream != stream || flight.last > received) return false;
    keep_pace(flight, now);
    return true;
  });
}

/// Additive increase, multiplicative decrease (Chiu and Jain, 1989), once for what left before.
void Courier::keep_pace(const Flight& landed, MonoTime now) {
  if (landed.probe) return;
  if (now - landed.sent_at <= limits_.receipt_soon) {
    pace_ = std::min(pace_ + 1, window_);
  } else if (landed.sent_at >= slowed_at_) {
    pace_ = std::max(pace_ / 2, 1);
    slowed_at_ = now;
  }
}

/// Forgets the stream's flights and goes on behind `received`.
void Courier::take_back(Lane& lane, Seq received) {
  std::erase_if(in_flight_, [&](const Flight& flight) { return flight.stream == lane.stream; });
  lane.next = received + 1;
}

Result<void> Courier::pump(MonoTime now, const Stamp& stamp) {
  if (!connected_) return {};
  retry_at_.reset();
  if (!in_flight_.empty() && now >= resend_at_) {
    if (auto timed_out = on_timeout(now); !timed_out) return timed_out;
  }
  if (now >= probe_at_) {
    for (Lane& lane : lanes_) {
      if (!is_flying(lane, now)) lane.probe = true;
    }
    probe_at_ = now + jittered(limits_.probe_every);
  }
  auto sent = send_due(now, stamp);
  if (sent || sent.error().code != ErrorCode::busy) return sent;
  retry_at_ = now + kLinkRetry;
  return {};
}

/// Records by priority, then probes in turns: a broker whose queue has room for fewer messages than
/// leave at once drops the last ones, and that must not be the same lane's every time.
Result<void> Courier::send_due(MonoTime now, const Stamp& stamp) {
  for (Lane& lane : lanes_) {
    for (;;) {
      auto sent = send_next(lane, false, now, stamp);
      if (!sent) return tl::unexpected(sent.error());
      if (!*sent) break;
    }
  }
  bool probed = false;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    auto sent = send_next(lanes_[(first_to_probe_ + i) % lanes_.size()], true, now, stamp);
    if (!sent) return tl::unexpected(sent.error());
    probed = probed || *sent;
  }
  if (probed) first_to_probe_ = (first_to_probe_ + 1) % lanes_.size();
  return {};
}

/// True if a frame left; false if this lane has nothing to send, or no slot. A probe leaves only if
/// it `may_probe`.
Result<bool> Courier::send_next(Lane& lane, bool may_probe, MonoTime now, const Stamp& stamp) {
  auto head = outbox_.head(lane.stream);
  if (!head) return tl::unexpected(head.error());
  if (lane.next == 0) lane.next = head->received_seq + 1;
  lane.next = std::max(lane.next, head->oldest_seq);
  const bool has_records = lane.next <= head->last_seq && !lane.refused && !recovering_;
  const bool probe = !has_records && lane.probe && may_probe;
  if ((!has_records && !probe) || !has_slot(lane, probe, now)) return false;

  auto load = probe ? load_probe(lane) : load_records(lane, *head);
  if (load && !probe && load->frame.records.empty()) {  // none may leave yet
    if (!lane.probe || !may_probe) return false;
    load = load_probe(lane);
  }
  if (!load) return tl::unexpected(load.error());
  if (auto told = tell_pending(*load); !told) return tl::unexpected(told.error());
  Frame& frame = load->frame;
  auto behind = outbox_.written_at(lane.stream, lane.next + frame.records.size());
  if (!behind) return tl::unexpected(behind.error());
  frame.stream_since = *behind;
  frame.device = device_;
  frame.epoch = head->epoch;
  frame.stream = lane.stream;
  frame.first_seq = lane.next;
  frame.oldest_seq = std::min(head->oldest_seq, lane.next);
  frame.sent_at = stamp.wall;
  frame.boot_id = stamp.boot_id;
  frame.uptime_ms = stamp.uptime_ms;
  if (auto sent = link_.send(frame); !sent) return tl::unexpected(sent.error());

  ++health_.frames_sent;
  if (in_flight_.empty()) restart_wait(now);
  lane.next += frame.records.size();
  in_flight_.push_back(Flight{lane.stream, lane.next - 1, load->responses, now, probe});
  lane.probe = false;
  return true;
}

Result<Courier::Load> Courier::load_records(const Lane& lane, const OutboxHead& head) {
  EARSHOT_CHECK(lane.next <= head.last_seq);
  auto batch = outbox_.read(lane.stream, lane.next, kFramePayloadBytesMax, kFrameRecordsMax);
  if (!batch) return tl::unexpected(batch.error());
  EARSHOT_CHECK(!batch->records.empty());
  Load load;
  load.frame.digest_before = batch->digest_before;
  load.frame.records.reserve(batch->records.size());
  Frame& frame = load.frame;
  for (Record& record : batch->records) {
    if (record.withheld) frame.withheld.push_back({frame.records.size(), *record.withheld});
    frame.records.push_back(std::move(record.payload));
  }
  if (escort_ != nullptr) {
    const std::size_t leave = std::min(escort_->join(frame), frame.records.size());
    frame.records.resize(leave);
    std::erase_if(frame.withheld, [&](const Withheld& each) { return each.index >= leave; });
  }
  for (std::size_t i = 0; i < frame.records.size(); ++i) {
    load.responses += batch->records[i].responses;
  }
  return load;
}

Result<Courier::Load> Courier::load_probe(const Lane& lane) {
  auto before = outbox_.digest_at(lane.stream, lane.next - 1);
  if (!before) return tl::unexpected(before.error());
  Load load;
  load.frame.digest_before = *before;
  return load;
}

/// What will still wait once this frame and those in flight have arrived: a receiver that has
/// applied them then knows how complete it is, even if it never hears from this device again.
Result<void> Courier::tell_pending(Load& load) {
  auto waiting = outbox_.pending();
  if (!waiting) return tl::unexpected(waiting.error());
  std::uint64_t leaving = load.responses;
  for (const Flight& flight : in_flight_) leaving += flight.responses;
  const std::uint64_t own = waiting->responses - std::min(leaving, waiting->responses);
  load.frame.pending_responses = own + behind_responses_;
  if (own > 0) load.frame.pending_since = waiting->oldest_at;
  WallTime& since = load.frame.pending_since;
  if (behind_responses_ > 0 && (since.ms == 0 || behind_since_ < since)) since = behind_since_;
  return {};
}

Result<void> Courier::on_timeout(MonoTime now) {
  ++health_.timeouts;
  ++timeouts_in_a_row_;
  ++timeouts_since_connected_;
  if (timeouts_since_connected_ >= limits_.timeouts_until_suspect) health_.suspect = true;
  // Whatever was in flight may be lost, or the receiver may be slow: ask it before sending again,
  // so that a stalled receiver finds a few probes in its queue and not a growing pile of frames.
  recovering_ = true;
  pace_ = 1;
  in_flight_.clear();
  for (Lane& lane : lanes_) {
    auto head = outbox_.head(lane.stream);
    if (!head) return tl::unexpected(head.error());
    lane.next = head->received_seq + 1;
    lane.rewound_to = kNever;
    lane.probe = true;
  }
  restart_wait(now);
  return {};
}

void Courier::restart_wait(MonoTime now) {
  Duration wait = limits_.receipt_wait;
  for (int i = 0; i < timeouts_in_a_row_ && wait < limits_.receipt_wait_max; ++i) wait *= 2;
  resend_at_ = now + jittered(std::min(wait, limits_.receipt_wait_max));
}

/// Between 80 % and 100 % of `wait`, so that devices that began together drift apart.
Duration Courier::jittered(Duration wait) {
  const auto fifth = static_cast<std::uint64_t>(std::max<std::int64_t>(wait.count() / 5, 1));
  return wait - Duration{static_cast<std::int64_t>(random_below(random_, fifth))};
}

/// What left long ago is lost, which the other lanes' receipts may hide from the common wait.
bool Courier::is_flying(const Lane& lane, MonoTime now) const {
  return std::any_of(in_flight_.begin(), in_flight_.end(), [&](const Flight& flight) {
    return flight.stream == lane.stream && now < flight.sent_at + limits_.receipt_wait;
  });
}

bool Courier::has_slot(const Lane& lane, bool probe, MonoTime now) const {
  if (lane.cautious && is_flying(lane, now)) return false;
  const int flying = static_cast<int>(in_flight_.size());
  if (probe || &lane == &lanes_.front()) return flying < window_;
  // Probes do not count against the pace: one that was lost would hold up the records at pace 1.
  const auto carrying = std::count_if(in_flight_.begin(), in_flight_.end(),
                                      [](const Flight& flight) { return !flight.probe; });
  return carrying < pace_ && flying < std::max(window_ - limits_.frames_reserved_for_urgent, 1);
}

MonoTime Courier::next_wakeup() const {
  if (!connected_) return MonoTime{std::numeric_limits<std::int64_t>::max()};
  MonoTime wakeup = probe_at_;
  if (!in_flight_.empty()) wakeup = std::min(wakeup, resend_at_);
  if (retry_at_) wakeup = std::min(wakeup, *retry_at_);
  return wakeup;
}

void Courier::set_pending_behind(std::uint64_t responses, WallTime since) {
  behind_responses_ = responses;
  behind_since_ = since;
}

Result<CourierHealth> Courier::health() {
  auto pending = outbox_.pending();
  if (!pending) return tl::unexpected(pending.error());
  health_.pending = *pending;
  health_.waiting.clear();
  health_.refused_reason.clear();
  for (const Lane& lane : lanes_) {
    if (health_.refused_reason.empty()) health_.refused_reason = lane.refused_reason;
    auto head = outbox_.head(lane.stream);
    if (!head) return tl::unexpected(head.error());
    auto since = outbox_.written_at(lane.stream, head->received_seq + 1);
    if (!since) return tl::unexpected(since.error());
    health_.waiting.push_back({lane.stream, *since});
  }
  return health_;
}

}  // namespace earshot::relay
