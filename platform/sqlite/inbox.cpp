#include "platform/sqlite/columns.h"
#include "platform/sqlite/relay_store.h"

namespace earshot::sqlite {

using relay::Cursor;
using relay::Epoch;
using relay::Stream;

namespace {

/// Of one device, the ones heard most lately.
constexpr int kEpochsKept = 64;

}  // namespace

Result<void> SqliteInbox::begin() { return database_.begin(); }
Result<void> SqliteInbox::commit() { return database_.commit(); }
void SqliteInbox::rollback() { database_.rollback(); }

Result<std::optional<Cursor>> SqliteInbox::cursor(const DeviceId& device, Epoch epoch,
                                                  Stream stream) {
  return guarded([&]() -> Result<std::optional<Cursor>> {
    auto& row = database_.prepared(
        "SELECT seq, digest FROM inbox_cursor WHERE device = ? AND epoch = ? AND stream = ?");
    row.bindNoCopy(1, device.str());
    bind_u64(row, 2, epoch);
    row.bind(3, static_cast<int>(stream));
    std::optional<Cursor> found;
    if (row.executeStep()) found = Cursor{epoch, u64_column(row, 0), digest_column(row, 1)};
    static_cast<void>(row.tryReset());
    return found;
  });
}

Result<void> SqliteInbox::set_cursor(const DeviceId& device, Stream stream, const Cursor& cursor,
                                     WallTime now) {
  return guarded([&]() -> Result<void> {
    const auto write = [&](std::string_view sql) {
      auto& put = database_.prepared(sql);
      put.bindNoCopy(1, device.str());
      bind_u64(put, 2, cursor.epoch);
      put.bind(3, static_cast<int>(stream));
      bind_u64(put, 4, cursor.seq);
      bind_digest(put, 5, cursor.digest);
      put.bind(6, now.ms);
      return put.exec() > 0;
    };
    if (write("UPDATE inbox_cursor SET seq = ?4, digest = ?5, at = ?6"
              " WHERE device = ?1 AND epoch = ?2 AND stream = ?3")) {
      return {};
    }
    write(
        "INSERT INTO inbox_cursor (device, epoch, stream, seq, digest, at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    // A device that is put back to the same image every morning begins an epoch a day. Should one
    // that was forgotten speak again after all, it is asked for everything from its start.
    auto& forget = database_.prepared(
        "DELETE FROM inbox_cursor WHERE device = ?1 AND epoch <> ?2 AND epoch NOT IN"
        " (SELECT epoch FROM inbox_cursor WHERE device = ?1"
        " GROUP BY epoch ORDER BY max(at) DESC LIMIT ?3)");
    forget.bindNoCopy(1, device.str());
    bind_u64(forget, 2, cursor.epoch);
    forget.bind(3, kEpochsKept);
    forget.exec();
    return {};
  });
}

Result<bool> SqliteInbox::has_other_epoch(const DeviceId& device, Epoch epoch) {
  return guarded([&]() -> Result<bool> {
    auto& row =
        database_.prepared("SELECT 1 FROM inbox_cursor WHERE device = ? AND epoch <> ? LIMIT 1");
    row.bindNoCopy(1, device.str());
    bind_u64(row, 2, epoch);
    const bool found = row.executeStep();
    static_cast<void>(row.tryReset());
    return found;
  });
}

Result<void> SqliteInbox::note(const relay::Incident& incident, WallTime now) {
  return guarded([&]() -> Result<void> {
    auto& put = database_.prepared(
        "INSERT INTO incident (at, kind, device, stream, detail) VALUES (?, ?, ?, ?, ?)");
    put.bind(1, now.ms);
    put.bind(2, static_cast<int>(incident.kind));
    put.bindNoCopy(3, incident.device.str());
    put.bind(4, static_cast<int>(incident.stream));
    put.bindNoCopy(5, incident.detail);
    put.exec();
    // A device that goes wrong without end must not fill the disk with the telling of it.
    auto& forget = database_.prepared("DELETE FROM incident WHERE id <= ?");
    forget.bind(1, database_.raw().getLastInsertRowid() - kIncidentsMax);
    forget.exec();
    return {};
  });
}

Result<std::uint64_t> SqliteInbox::incidents() {
  return guarded([&]() -> Result<std::uint64_t> {
    auto& row = database_.prepared("SELECT seq FROM sqlite_sequence WHERE name = 'incident'");
    const std::uint64_t count = row.executeStep() ? u64_column(row, 0) : 0;
    static_cast<void>(row.tryReset());
    return count;
  });
}

}  // namespace earshot::sqlite
