// The inbox's quarantine: what could not be applied is kept with its reason, within a bound, until
// a person has it tried again.
#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "core/base/check.h"
#include "platform/sqlite/columns.h"
#include "platform/sqlite/relay_store.h"

namespace earshot::sqlite {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, at, device, epoch, stream, seq, sent_at, boot_id, uptime_ms, reason, bytes,"
    " boot_times FROM quarantine WHERE id > ? ORDER BY id LIMIT ?";

/// Boot ids are clean text: they hold no line break.
std::string lines_of(std::span<const response::BootTime> boot_times) {
  std::string lines;
  for (const auto& each : boot_times) {
    lines += fmt::format("{} {} {} {}\n", each.from_uptime_ms, static_cast<int>(each.kind),
                         each.at.ms, each.boot_id);
  }
  return lines;
}

std::vector<response::BootTime> boot_times_of(const std::string& lines) {
  std::vector<response::BootTime> boot_times;
  std::istringstream in(lines);
  response::BootTime each;
  for (int kind = 0; in >> each.from_uptime_ms >> kind >> each.at.ms;) {
    in.ignore();
    std::getline(in, each.boot_id);
    each.kind = static_cast<response::BootTime::Kind>(kind);
    boot_times.push_back(each);
  }
  return boot_times;
}

Quarantined quarantined_row(SQLite::Statement& row) {
  Quarantined found;
  found.id = row.getColumn(0).getInt64();
  found.at = WallTime{row.getColumn(1).getInt64()};
  found.device = DeviceId::trusted(row.getColumn(2).getString());
  found.epoch = u64_column(row, 3);
  found.stream = static_cast<relay::Stream>(row.getColumn(4).getInt());
  found.seq = u64_column(row, 5);
  found.sent_at = WallTime{row.getColumn(6).getInt64()};
  found.boot_id = row.getColumn(7).getString();
  found.uptime_ms = row.getColumn(8).getInt64();
  found.reason = row.getColumn(9).getString();
  found.bytes = u64_column(row, 10);
  found.boot_times = boot_times_of(row.getColumn(11).getString());
  return found;
}

tl::unexpected<Error> not_there(std::int64_t id) {
  return fail(ErrorCode::not_found, fmt::format("no record {} is in quarantine", id));
}

bool is_poison(const Error& error) {
  return error.code == ErrorCode::invalid || error.code == ErrorCode::conflict ||
         error.code == ErrorCode::unsupported;
}

}  // namespace

Result<void> SqliteInbox::quarantine(const relay::RecordOrigin& origin, std::string_view payload,
                                     std::string_view reason, WallTime now) {
  return guarded([&]() -> Result<void> {
    auto& same = database_.prepared(
        "SELECT 1 FROM quarantine WHERE device = ? AND bytes = ? AND stream = ? AND payload = ?");
    same.bindNoCopy(1, origin.device.str());
    bind_u64(same, 2, payload.size());
    same.bind(3, static_cast<int>(origin.stream));
    bind_blob(same, 4, payload);
    const bool kept = same.executeStep();
    static_cast<void>(same.tryReset());
    if (kept) return {};

    auto& sum = database_.prepared(
        "SELECT count(*), ifnull(sum(bytes), 0) FROM quarantine WHERE device = ?");
    sum.bindNoCopy(1, origin.device.str());
    sum.executeStep();
    const auto records = u64_column(sum, 0) + 1;
    const auto bytes = u64_column(sum, 1) + payload.size();
    static_cast<void>(sum.tryReset());
    if (records > bound_.records_max || bytes > bound_.bytes_max) {
      return fail(ErrorCode::busy,
                  fmt::format("the quarantine of '{}' is full ({} records): find out why they "
                              "cannot be applied, then have them tried again",
                              origin.device.str(), records - 1));
    }
    auto& put = database_.prepared(
        "INSERT INTO quarantine (at, device, epoch, stream, seq, reason, payload, sent_at,"
        " boot_id, uptime_ms, bytes, boot_times) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    put.bind(1, now.ms);
    put.bindNoCopy(2, origin.device.str());
    bind_u64(put, 3, origin.epoch);
    put.bind(4, static_cast<int>(origin.stream));
    bind_u64(put, 5, origin.seq);
    put.bind(6, std::string(reason));
    bind_blob(put, 7, payload);
    put.bind(8, origin.sent_at.ms);
    put.bind(9, std::string(origin.boot_id));
    put.bind(10, origin.uptime_ms);
    bind_u64(put, 11, payload.size());
    put.bind(12, lines_of(origin.boot_times));
    put.exec();
    return {};
  });
}

Result<std::vector<Quarantined>> SqliteInbox::list_quarantined(std::int64_t after,
                                                               std::size_t count) {
  return guarded([&]() -> Result<std::vector<Quarantined>> {
    auto& rows = database_.prepared(kSelect);
    rows.bind(1, after);
    bind_u64(rows, 2, count);
    std::vector<Quarantined> found;
    while (rows.executeStep()) found.push_back(quarantined_row(rows));
    static_cast<void>(rows.tryReset());
    return found;
  });
}

Result<Quarantined> SqliteInbox::find_quarantined(std::int64_t id) {
  auto found = list_quarantined(id - 1, 1);
  if (!found) return tl::unexpected<Error>(std::move(found.error()));
  if (found->empty() || found->front().id != id) return not_there(id);
  return std::move(found->front());
}

Result<std::string> SqliteInbox::quarantined_payload(std::int64_t id) {
  return guarded([&]() -> Result<std::string> {
    auto& row = database_.prepared("SELECT payload FROM quarantine WHERE id = ?");
    row.bind(1, id);
    if (!row.executeStep()) return not_there(id);
    std::string payload(blob_column(row, 0));
    static_cast<void>(row.tryReset());
    return payload;
  });
}

Result<void> SqliteInbox::retry(std::int64_t id, relay::Inbox& around, relay::RecordSink& sink) {
  auto record = find_quarantined(id);
  if (!record) return tl::unexpected<Error>(std::move(record.error()));
  auto payload = quarantined_payload(id);
  if (!payload) return tl::unexpected<Error>(std::move(payload.error()));
  const relay::RecordOrigin origin{record->device,    record->epoch,     record->stream,
                                   record->seq,       record->sent_at,   record->boot_id,
                                   record->uptime_ms, record->boot_times};
  if (auto begun = around.begin(); !begun) return begun;
  auto applied = sink.apply(origin, *payload);
  const bool poison = !applied && is_poison(applied.error());
  if (!applied && !poison) {
    around.rollback();
    return applied;
  }
  auto written = guarded([&]() -> Result<void> {
    auto& change = database_.prepared(poison ? "UPDATE quarantine SET reason = ?2 WHERE id = ?1"
                                             : "DELETE FROM quarantine WHERE id = ?1");
    change.bind(1, id);
    if (poison) change.bind(2, applied.error().message);
    change.exec();
    return {};
  });
  if (written) written = around.commit();
  if (!written) {
    around.rollback();
    return written;
  }
  return applied;
}

Result<SqliteInbox::Retried> SqliteInbox::retry_some(std::int64_t after, std::size_t count,
                                                     relay::Inbox& around,
                                                     relay::RecordSink& sink) {
  auto records = list_quarantined(after, count);
  if (!records) return tl::unexpected<Error>(std::move(records.error()));
  Retried done;
  for (const Quarantined& record : *records) {
    auto applied = retry(record.id, around, sink);
    if (!applied && !is_poison(applied.error())) {
      return tl::unexpected<Error>(std::move(applied.error()));
    }
    ++(applied ? done.applied : done.still_poison);
    done.last_id = record.id;
  }
  return done;
}

Result<std::uint64_t> SqliteInbox::erase_quarantined(std::string_view bytes) {
  return guarded([&]() -> Result<std::uint64_t> {
    auto& erase = database_.prepared("DELETE FROM quarantine WHERE instr(payload, ?) > 0");
    bind_blob(erase, 1, bytes);
    return static_cast<std::uint64_t>(erase.exec());
  });
}

Result<std::uint64_t> SqliteInbox::quarantined() {
  return guarded([&]() -> Result<std::uint64_t> {
    auto& row = database_.prepared("SELECT count(*) FROM quarantine");
    row.executeStep();
    const auto count = u64_column(row, 0);
    static_cast<void>(row.tryReset());
    return count;
  });
}

}  // namespace earshot::sqlite
