#include "edge-agent/kiosk_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "edge-agent/spans.h"

namespace earshot::edge {
namespace {

/// An age that a kiosk's clock gives is believed up to here: beyond, the clock was set in between.
constexpr Duration kAgeMax = std::chrono::hours(24 * 400);

}  // namespace

/// A record keeps the age that is known of it. And where all before it has `arrived`, none of the
/// same life is older than what was known before: so its clock may be set as it likes.
void KioskBook::Oldest::is_said(WallTime since, const relay::Frame& frame, bool arrived,
                                WallTime now, MonoTime mono) {
  const relay::Epoch life = arrived ? frame.epoch : 0;
  if (since.ms == 0) {
    *this = {std::nullopt, {}, life, mono};
    return;
  }
  if (written && since == stamp) return;
  // One that does not say what its clock is has ours; what was written before its clock was set has
  // the age that we know.
  Duration age = (frame.sent_at.ms == 0 ? now : frame.sent_at) - since;
  if (since < response::kClockUnset && age > kAgeMax) age = written ? mono - *written : Duration{0};
  age = std::clamp(age, Duration{0}, kAgeMax);
  if (epoch != 0 && epoch == life) age = std::min(age, mono - written.value_or(said_at));
  *this = {mono - age, since, life, mono};
}

/// Something waits, since now at the latest.
void KioskBook::Oldest::is_not_known(MonoTime mono) {
  if (!written) *this = {mono, {}, 0, mono};
}

WallTime KioskBook::Oldest::since(WallTime now, MonoTime mono) const {
  return written ? now - (mono - *written) : WallTime{};
}

Result<void> KioskBook::load(const std::set<DeviceId>& listed, WallTime now, MonoTime mono) {
  return sqlite::guarded([&]() -> Result<void> {
    SQLite::Statement rows(database_.raw(),
                           "SELECT device, touchpoint, last_heard_ms, pending, pending_since_ms, "
                           "clock_told_ms, clock_told_at_ms FROM kiosks");
    while (rows.executeStep()) {
      const auto device = DeviceId::trusted(rows.getColumn(0).getString());
      if (!listed.empty() && !listed.contains(device)) continue;
      Row row;
      row.kiosk.touchpoint = TouchpointId::trusted(rows.getColumn(1).getString());
      row.kiosk.last_heard = {rows.getColumn(2).getInt64()};
      row.kiosk.pending = static_cast<std::uint64_t>(rows.getColumn(3).getInt64());
      const WallTime since{rows.getColumn(4).getInt64()};
      row.kiosk.pending_since = since;
      // As old as the wall's clock says, and no younger than when both were written.
      const Duration age = std::max({now - since, row.kiosk.last_heard - since, Duration{0}});
      if (since.ms != 0) row.pending = {mono - age, {}, 0, mono};
      row.pending_written = row.kiosk.pending;
      row.told = {rows.getColumn(5).getInt64(), {rows.getColumn(6).getInt64()}};
      row.heard_at = mono;
      rows_[device] = row;
    }
    return {};
  });
}

bool KioskBook::has_room_for(const DeviceId& device) const {
  return rows_.size() < kKiosksMax || rows_.contains(device);
}

KioskBook::Row& KioskBook::heard(const DeviceId& device, WallTime now, MonoTime mono) {
  auto& row = rows_[device];
  row.heard_at = mono;
  row.heard_here = true;
  row.changed = true;
  row.kiosk.last_heard = now;
  return row;
}

void KioskBook::note_unread(const DeviceId& device, relay::Stream stream, WallTime now,
                            MonoTime mono) {
  if (!has_room_for(device)) return;
  auto& row = heard(device, now, mono);
  row.kiosk.refused[stream] =
      "it cannot be read, because its software and this location’s are of different versions; "
      "update the older one";
  row.waiting[stream].is_not_known(mono);
}

void KioskBook::note_frame(const relay::Frame& frame, const relay::Receipt& answer, WallTime now,
                           MonoTime mono) {
  auto& row = heard(frame.device, now, mono);
  auto& kiosk = row.kiosk;
  const bool received = answer.verdict == relay::Verdict::accepted;
  // A probe that is taken says nothing of the records that were refused and wait behind it.
  if (answer.verdict == relay::Verdict::refused) {
    kiosk.refused[frame.stream] = answer.reason;
  } else if (received && (!frame.records.empty() || frame.stream_since.ms == 0)) {
    kiosk.refused.erase(frame.stream);
  }
  kiosk.clock_error = response::clock_error(frame.sent_at, now);
  kiosk.pending = frame.pending_responses + (received ? 0 : frame.records.size());
  if (kiosk.pending == 0 && row.pending_written != 0) {
    row.written_at = {};
    owes_delivered_ = true;
  }
  // Other streams' frames may still be on their way, and get lost.
  const WallTime pending = kiosk.pending == 0 ? WallTime{} : frame.pending_since;
  row.pending.is_said(pending, frame, false, now, mono);
  // What a frame says holds once it has arrived; one that was not taken leaves its records waiting.
  auto& waiting = row.waiting[frame.stream];
  if (received || (!waiting.written && frame.stream_since.ms != 0)) {
    waiting.is_said(frame.stream_since, frame, received, now, mono);
  } else if (!frame.records.empty()) {
    waiting.is_not_known(mono);
  }
}

std::optional<std::string> KioskBook::note_clock(const DeviceId& device,
                                                 response::ClockVerdict clock, Duration error,
                                                 WallTime now) {
  using response::ClockVerdict;
  auto& row = rows_[device];
  const bool long_ago = now < row.told.at || now - row.told.at >= kClockToldEvery;
  const auto tell = [&](std::int64_t error_ms) {
    told_before_.emplace_back(device, row.told);
    row.told = {error_ms, now};
    row.changed = true;
    row.written_at = {};
  };
  if (clock == ClockVerdict::as_said) {
    // Right again. Not at once: a backlog from before may come between.
    if (row.told.error_ms != 0 && long_ago) tell(0);
    return std::nullopt;
  }
  if (clock == ClockVerdict::uncertain) {
    if (row.told.error_ms == kUncertain && !long_ago) return std::nullopt;
    tell(kUncertain);
    return fmt::format(
        "{} sent responses from before its last start whose times cannot be believed; they are "
        "filed at the latest moment they can have been said, and marked as uncertain. Set its "
        "clock",
        device.str());
  }
  const bool known =
      row.told.error_ms != 0 && row.told.error_ms != kUncertain &&
      std::abs(row.told.error_ms - error.count()) <= response::kClockTolerance.count();
  if (known) return std::nullopt;
  tell(error.count());
  return fmt::format("{}’s clock is {} {}; its times are corrected. Set its clock", device.str(),
                     span_words(error), error > Duration{0} ? "ahead" : "behind");
}

bool KioskBook::note_status(const DeviceId& device, const KioskStatus& status) {
  using Disk = KioskStatus::Disk;
  const bool needs_help = status.disk == Disk::full || status.disk == Disk::nearly_full;
  if (!rows_.contains(device) && (!needs_help || !has_room_for(device))) return false;
  auto& known = rows_[device].kiosk.status;
  const bool news = status.disk == Disk::full && known.disk != Disk::full;
  known = status;
  return news;
}

void KioskBook::note_touchpoint(const DeviceId& device, const TouchpointId& touchpoint) {
  auto& row = rows_[device];
  if (row.kiosk.touchpoint == touchpoint) return;
  row.kiosk.touchpoint = touchpoint;
  row.changed = true;
  row.written_at = {};
}

Result<void> KioskBook::flush(WallTime now) {
  return sqlite::guarded([&]() -> Result<void> {
    for (auto& [device, row] : rows_) {
      const bool due = now < row.written_at || now - row.written_at >= kWriteEvery;
      if (!row.changed || !due) continue;
      auto& upsert = database_.prepared(
          "INSERT INTO kiosks (device, touchpoint, last_heard_ms, pending, pending_since_ms, "
          "clock_told_ms, clock_told_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (device) DO "
          "UPDATE SET touchpoint = excluded.touchpoint, last_heard_ms = excluded.last_heard_ms, "
          "pending = excluded.pending, pending_since_ms = excluded.pending_since_ms, "
          "clock_told_ms = excluded.clock_told_ms, clock_told_at_ms = excluded.clock_told_at_ms");
      upsert.bind(1, device.str());
      upsert.bind(2, row.kiosk.touchpoint.str());
      upsert.bind(3, row.kiosk.last_heard.ms);
      upsert.bind(4, static_cast<std::int64_t>(row.kiosk.pending));
      const WallTime since = row.heard_here ? row.pending.since(row.kiosk.last_heard, row.heard_at)
                                            : row.kiosk.pending_since;
      upsert.bind(5, since.ms);
      upsert.bind(6, row.told.error_ms);
      upsert.bind(7, row.told.at.ms);
      upsert.exec();
      row.written_at = now;
      row.pending_written = row.kiosk.pending;
      row.changed = false;
    }
    owes_delivered_ = false;
    return {};
  });
}

void KioskBook::rolled_back() {
  while (!told_before_.empty()) {
    rows_[told_before_.back().first].told = told_before_.back().second;
    told_before_.pop_back();
  }
  for (auto& [device, row] : rows_) {
    row.changed = true;
    row.written_at = {};
  }
}

std::map<DeviceId, Kiosk> KioskBook::all(WallTime now, MonoTime mono) const {
  std::map<DeviceId, Kiosk> kiosks;
  for (const auto& [device, row] : rows_) {
    auto& kiosk = kiosks.emplace(device, row.kiosk).first->second;
    kiosk.silent_for = mono - row.heard_at;
    if (row.heard_here) kiosk.last_heard = now - kiosk.silent_for;
    kiosk.pending_since = row.pending.since(now, mono);
    for (const auto& [stream, oldest] : row.waiting)
      kiosk.waiting[stream] = oldest.since(now, mono);
  }
  return kiosks;
}

KioskBook::Behind KioskBook::behind(WallTime now, MonoTime mono) const {
  Behind behind;
  for (const auto& [device, row] : rows_) {
    if (row.kiosk.pending == 0) continue;
    behind.responses += row.kiosk.pending;
    const auto since = row.pending.since(now, mono);
    if (since.ms != 0 && (behind.since.ms == 0 || since < behind.since)) behind.since = since;
  }
  return behind;
}

}  // namespace earshot::edge
