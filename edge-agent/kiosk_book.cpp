#include "edge-agent/kiosk_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "edge-agent/spans.h"

namespace earshot::edge {
namespace {

/// An age that a kiosk's clock gives is believed up to here: beyond, the clock was set in between.
constexpr Duration kAgeMax = std::chrono::hours(24 * 400);

/// Since when something waits, by our clock: its age at sending by the kiosk's, counted back from
/// now. A kiosk whose clock was set in between cannot tell the age; then it is what was `known`.
WallTime since_by_our_clock(WallTime since, WallTime sent_at, WallTime now, WallTime known) {
  if (since.ms == 0) return {};
  if (sent_at.ms == 0) return since;  // it does not say what its clock is
  const Duration age = std::max(Duration{0}, sent_at - since);
  if (since < response::kClockUnset && age > kAgeMax) return known.ms == 0 ? now : known;
  return now - std::min(age, kAgeMax);
}

}  // namespace

Result<void> KioskBook::load(const std::set<DeviceId>& listed, MonoTime now) {
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
      row.kiosk.pending_since = {rows.getColumn(4).getInt64()};
      row.told = {rows.getColumn(5).getInt64(), {rows.getColumn(6).getInt64()}};
      row.heard_at = now;
      rows_[device] = row;
    }
    return {};
  });
}

bool KioskBook::has_room_for(const DeviceId& device) const {
  return rows_.size() < kKiosksMax || rows_.contains(device);
}

void KioskBook::note_frame(const relay::Frame& frame, bool received, WallTime now, MonoTime mono) {
  auto& row = rows_[frame.device];
  auto& kiosk = row.kiosk;
  row.heard_at = mono;
  row.changed = true;
  kiosk.last_heard = now;
  kiosk.clock_error = response::clock_error(frame.sent_at, now);
  const auto by_our_clock = [&](WallTime since, WallTime known) {
    return since_by_our_clock(since, frame.sent_at, now, known);
  };
  kiosk.pending = frame.pending_responses + (received ? 0 : frame.records.size());
  kiosk.pending_since =
      kiosk.pending == 0 ? WallTime{} : by_our_clock(frame.pending_since, kiosk.pending_since);
  // What a frame says holds once it has arrived; one that was not taken leaves its records waiting.
  auto& waiting = kiosk.waiting[frame.stream];
  const WallTime behind = by_our_clock(frame.stream_since, waiting);
  if (received) {
    waiting = behind;
  } else if (waiting.ms == 0) {
    waiting = behind.ms == 0 && !frame.records.empty() ? now : behind;
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
      upsert.bind(5, row.kiosk.pending_since.ms);
      upsert.bind(6, row.told.error_ms);
      upsert.bind(7, row.told.at.ms);
      upsert.exec();
      row.written_at = now;
      row.changed = false;
    }
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

std::map<DeviceId, Kiosk> KioskBook::all(MonoTime now) const {
  std::map<DeviceId, Kiosk> kiosks;
  for (const auto& [device, row] : rows_) {
    auto& kiosk = kiosks.emplace(device, row.kiosk).first->second;
    kiosk.silent_for = now - row.heard_at;
  }
  return kiosks;
}

KioskBook::Behind KioskBook::behind() const {
  Behind behind;
  for (const auto& [device, row] : rows_) {
    if (row.kiosk.pending == 0) continue;
    behind.responses += row.kiosk.pending;
    const auto since = row.kiosk.pending_since;
    if (since.ms != 0 && (behind.since.ms == 0 || since < behind.since)) behind.since = since;
  }
  return behind;
}

}  // namespace earshot::edge
