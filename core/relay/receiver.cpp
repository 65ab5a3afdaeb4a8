#include "core/relay/receiver.h"

#include <fmt/format.h>

#include <utility>

namespace earshot::relay {
namespace {

/// How many devices and epochs are remembered as told of; beyond it some are told of again.
constexpr std::size_t kToldMax = 1000;
constexpr Duration kTellAgainAfter = std::chrono::hours(24);

Admission gap(const Cursor& cursor) {
  Admission a;
  a.verdict = Verdict::gap;
  a.cursor = cursor;
  a.reason = fmt::format("records from {} on are missing", cursor.seq + 1);
  return a;
}

Admission fork(const Cursor& cursor) {
  Admission a;
  a.verdict = Verdict::fork;
  a.cursor = cursor;
  a.reason = fmt::format("record {} is not the one received before", cursor.seq);
  return a;
}

Digest next_digest(const Frame& frame, std::size_t index, const Digest& before,
                   std::vector<Withheld>::const_iterator& withheld) {
  const bool gone = withheld != frame.withheld.end() && withheld->index == index;
  return gone ? (withheld++)->digest : chain_next(before, frame.records[index]);
}

/// Where a cursor stands that has everything of `frame` before the record at `index`.
Cursor cursor_before(const Frame& frame, std::size_t index) {
  Cursor cursor{frame.epoch, frame.first_seq - 1 + index, frame.digest_before};
  auto withheld = frame.withheld.begin();
  for (std::size_t i = 0; i < index; ++i) {
    cursor.digest = next_digest(frame, i, cursor.digest, withheld);
  }
  return cursor;
}

std::string hole_words(const Admission& admission) {
  return fmt::format("records {} to {} no longer exist at the device and were never received here",
                     admission.hole_first, admission.hole_last);
}

/// Poison stays with the record; everything else means that the store is in trouble.
bool is_poison(const Error& error) {
  return error.code == ErrorCode::invalid || error.code == ErrorCode::conflict ||
         error.code == ErrorCode::unsupported;
}

}  // namespace

std::string_view to_string(Incident::Kind kind) {
  switch (kind) {
    case Incident::Kind::fork:
      return "fork";
    case Incident::Kind::hole:
      return "hole";
    case Incident::Kind::new_epoch:
      return "new_epoch";
    case Incident::Kind::quarantined:
      return "quarantined";
    case Incident::Kind::refused:
      return "refused";
    case Incident::Kind::two_devices:
      return "two_devices";
    case Incident::Kind::clock:
      return "clock";
    case Incident::Kind::disk:
      return "disk";
  }
  return "unknown";
}

Admission admit(const std::optional<Cursor>& known, const Frame& frame) {
  const Cursor cursor =
      known.value_or(Cursor{frame.epoch, 0, chain_start(frame.device, frame.epoch, frame.stream)});
  const Seq before = frame.first_seq - 1;
  const Seq last = before + frame.records.size();

  Admission a;
  a.cursor = cursor;
  if (before > cursor.seq) {
    // Missing records are asked for, unless the sender says that they are gone for good.
    if (frame.oldest_seq != frame.first_seq) return gap(cursor);
    a.hole_first = cursor.seq + 1;
    a.hole_last = before;
    a.reason = hole_words(a);
    a.cursor.seq = before;
    a.cursor.digest = frame.digest_before;
  } else if (before == cursor.seq) {
    if (frame.digest_before != cursor.digest) return fork(cursor);
  } else if (last < cursor.seq) {
    // Wholly received before; its digests cannot be checked here. The receipt carries the cursor's
    // digest, by which the sender can.
    a.skip = frame.records.size();
    return a;
  } else {
    a.skip = static_cast<std::size_t>(cursor.seq - before);
  }

  Digest digest = frame.digest_before;
  auto withheld = frame.withheld.begin();
  for (std::size_t i = 0; i < frame.records.size(); ++i) {
    digest = next_digest(frame, i, digest, withheld);
    if (i + 1 == a.skip && digest != cursor.digest) return fork(cursor);
  }
  if (a.skip < frame.records.size()) {
    a.cursor.seq = last;
    a.cursor.digest = digest;
  }
  return a;
}

Result<std::vector<Receipt>> Receiver::take(std::span<const Frame> frames, WallTime now) {
  // Changes only with the transaction, so that it never tells of what was rolled back.
  Change change{counts_, told_};
  std::vector<Receipt> receipts;
  receipts.reserve(frames.size());
  if (auto begun = inbox_.begin(); !begun) return tl::unexpected(begun.error());
  for (const Frame& frame : frames) {
    auto receipt = take_one(frame, now, change);
    if (!receipt) {
      inbox_.rollback();
      return tl::unexpected(receipt.error());
    }
    receipts.push_back(std::move(*receipt));
  }
  if (auto committed = inbox_.commit(); !committed) {
    inbox_.rollback();
    return tl::unexpected(committed.error());
  }
  counts_ = change.counts;
  told_ = std::move(change.told);
  for (const Frame& frame : frames) lives_.heard(frame);
  return receipts;
}

Result<Receipt> Receiver::take_one(const Frame& frame, WallTime now, Change& change) {
  auto known = inbox_.cursor(frame.device, frame.epoch, frame.stream);
  if (!known) return tl::unexpected(known.error());
  Admission admission = admit(*known, frame);
  ++change.counts.frames;
  if (!known->has_value() && admission.verdict == Verdict::accepted) {
    if (auto noted = note_first_of_epoch(frame, now, change.counts); !noted) {
      return tl::unexpected(noted.error());
    }
  }
  if (auto noted = note_unusual(frame, admission, now, change); !noted) {
    return tl::unexpected(noted.error());
  }
  const bool admitted = admission.verdict == Verdict::accepted;
  if (admitted) {
    auto refused = apply_records(frame, admission, now, change.counts);
    if (!refused) return tl::unexpected(refused.error());
    if (*refused) {
      ++change.counts.frames_refused;
      admission.verdict = Verdict::refused;
      admission.cursor = cursor_before(frame, (*refused)->index);
      admission.reason = std::move((*refused)->reason);
      auto noted = note_refusal(frame, admission.reason, now, change.told);
      if (!noted) return tl::unexpected(noted.error());
    } else if (admission.skip < frame.records.size()) {
      change.told.refusals.erase({frame.device, frame.stream});
    }
    if (!known->has_value() || admission.cursor != **known) {
      if (auto set = inbox_.set_cursor(frame.device, frame.stream, admission.cursor, now); !set) {
        return tl::unexpected(set.error());
      }
    }
  }
  return Receipt{frame.device,     frame.stream, admission.verdict, admission.cursor,
                 admission.reason, now,          frame.boot_id,     frame.uptime_ms};
}

/// In order, up to the first one that neither can be applied nor set aside.
Result<std::optional<Receiver::Refusal>> Receiver::apply_records(const Frame& frame,
                                                                 const Admission& admission,
                                                                 WallTime now,
                                                                 ReceiverCounts& counts) {
  counts.records_duplicate += admission.skip;
  RecordOrigin origin{frame.device,  frame.epoch,   frame.stream,    0,
                      frame.sent_at, frame.boot_id, frame.uptime_ms, frame.boot_times};
  auto withheld = frame.withheld.begin();
  for (std::size_t i = admission.skip; i < frame.records.size(); ++i) {
    while (withheld != frame.withheld.end() && withheld->index < i) ++withheld;
    if (withheld != frame.withheld.end() && withheld->index == i) {
      ++counts.records_withheld;
      continue;
    }
    origin.seq = frame.first_seq + i;
    auto applied = sink_.apply(origin, frame.records[i]);
    if (applied) {
      ++counts.records_applied;
      continue;
    }
    if (!is_poison(applied.error())) return tl::unexpected(applied.error());
    auto room = set_aside(origin, frame.records[i], applied.error().message, now);
    if (!room && room.error().code == ErrorCode::busy) return Refusal{i, room.error().message};
    if (!room) return tl::unexpected(room.error());
    ++counts.records_quarantined;
  }
  return std::nullopt;
}

Result<void> Receiver::set_aside(const RecordOrigin& origin, std::string_view payload,
                                 const std::string& reason, WallTime now) {
  if (auto kept = inbox_.quarantine(origin, payload, reason, now); !kept) return kept;
  return inbox_.note(Incident{Incident::Kind::quarantined, origin.device, origin.stream,
                              fmt::format("record {} was set aside: {}", origin.seq, reason)},
                     now);
}

Result<void> Receiver::note_unusual(const Frame& frame, const Admission& admission, WallTime now,
                                    Change& change) {
  if (admission.verdict == Verdict::gap) {
    ++change.counts.gaps;  // ordinary after an outage: counted, no incident
  } else if (admission.verdict == Verdict::fork) {
    // Whatever else is in flight, and every probe until the device has heard of it, says the same.
    if (change.told.forks.size() >= kToldMax) change.told.forks.clear();
    if (change.told.forks.emplace(frame.device, frame.epoch).second) {
      ++change.counts.forks;
      auto noted = inbox_.note(
          Incident{Incident::Kind::fork, frame.device, frame.stream,
                   admission.reason +
                       "; the device was cloned or restored from a backup. Both histories are "
                       "kept, and it goes on in a new epoch"},
          now);
      if (!noted) return noted;
    }
  } else if (admission.hole_first != 0) {
    ++change.counts.holes;
    auto noted = inbox_.note(
        Incident{Incident::Kind::hole, frame.device, frame.stream, admission.reason}, now);
    if (!noted) return noted;
  }
  return note_second_machine(frame, now, change);
}

/// Once for all streams of an epoch: the first one heard tells of it.
Result<void> Receiver::note_first_of_epoch(const Frame& frame, WallTime now,
                                           ReceiverCounts& counts) {
  for (const Stream stream :
       {Stream::urgent, Stream::responses, Stream::cells, Stream::verbatims}) {
    auto cursor = inbox_.cursor(frame.device, frame.epoch, stream);
    if (!cursor) return tl::unexpected(cursor.error());
    if (cursor->has_value()) return {};
  }
  auto other = inbox_.has_other_epoch(frame.device, frame.epoch);
  if (!other) return tl::unexpected(other.error());
  if (!*other) return {};
  ++counts.new_epochs;
  return inbox_.note(
      Incident{Incident::Kind::new_epoch, frame.device, frame.stream,
               "the device began a new epoch: its store was replaced, set aside or forked"},
      now);
}

Result<void> Receiver::note_second_machine(const Frame& frame, WallTime now, Change& change) {
  if (!lives_.is_second_machine(frame)) return {};
  auto& told = change.told.two_devices;
  const auto before = told.find(frame.device);
  if (before != told.end() && now - before->second < kTellAgainAfter) return {};
  if (told.size() >= kToldMax) told.clear();
  told[frame.device] = now;
  ++change.counts.two_devices;
  return inbox_.note(
      Incident{Incident::Kind::two_devices, frame.device, frame.stream,
               fmt::format("two machines speak as '{}': give one of them a device id and a store "
                           "of its own. What both say is kept",
                           frame.device.str())},
      now);
}

Result<void> Receiver::note_refusal(const Frame& frame, const std::string& reason, WallTime now,
                                    Told& told) {
  if (told.refusals.size() >= kToldMax) told.refusals.clear();
  if (!told.refusals.emplace(frame.device, frame.stream).second) return {};
  return inbox_.note(Incident{Incident::Kind::refused, frame.device, frame.stream, reason}, now);
}

}  // namespace earshot::relay
