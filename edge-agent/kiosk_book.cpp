#include "edge-agent/kiosk_book.h"

#include <algorithm>

namespace earshot::edge {

Result<void> KioskBook::load(const std::set<DeviceId>& listed) {
  return sqlite::guarded([&]() -> Result<void> {
    SQLite::Statement rows(
        database_.raw(),
        "SELECT device, touchpoint, last_heard_ms, pending, pending_since_ms FROM kiosks");
    while (rows.executeStep()) {
      const auto device = DeviceId::trusted(rows.getColumn(0).getString());
      if (!listed.empty() && !listed.contains(device)) continue;
      Row row;
      row.kiosk.touchpoint = TouchpointId::trusted(rows.getColumn(1).getString());
      row.kiosk.last_heard = {rows.getColumn(2).getInt64()};
      row.kiosk.pending = static_cast<std::uint64_t>(rows.getColumn(3).getInt64());
      row.kiosk.pending_since = {rows.getColumn(4).getInt64()};
      rows_[device] = row;
    }
    return {};
  });
}

bool KioskBook::has_room_for(const DeviceId& device) const {
  return rows_.size() < kKiosksMax || rows_.contains(device);
}

void KioskBook::note_frame(const relay::Frame& frame, bool received, WallTime now) {
  auto& row = rows_[frame.device];
  const std::uint64_t carried = received ? frame.records.size() : 0;
  row.kiosk.last_heard = now;
  row.kiosk.pending = frame.pending_responses - std::min(frame.pending_responses, carried);
  row.kiosk.pending_since = row.kiosk.pending == 0 ? WallTime{} : frame.pending_since;
  row.changed = true;
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
          "INSERT INTO kiosks (device, touchpoint, last_heard_ms, pending, pending_since_ms) "
          "VALUES (?, ?, ?, ?, ?) ON CONFLICT (device) DO UPDATE SET touchpoint = "
          "excluded.touchpoint, last_heard_ms = excluded.last_heard_ms, pending = "
          "excluded.pending, pending_since_ms = excluded.pending_since_ms");
      upsert.bind(1, device.str());
      upsert.bind(2, row.kiosk.touchpoint.str());
      upsert.bind(3, row.kiosk.last_heard.ms);
      upsert.bind(4, static_cast<std::int64_t>(row.kiosk.pending));
      upsert.bind(5, row.kiosk.pending_since.ms);
      upsert.exec();
      row.written_at = now;
      row.changed = false;
    }
    return {};
  });
}

void KioskBook::rolled_back() {
  for (auto& [device, row] : rows_) {
    row.changed = true;
    row.written_at = {};
  }
}

std::map<DeviceId, Kiosk> KioskBook::all() const {
  std::map<DeviceId, Kiosk> kiosks;
  for (const auto& [device, row] : rows_) kiosks.emplace(device, row.kiosk);
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
