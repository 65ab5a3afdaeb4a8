#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/check.h"
#include "platform/sqlite/columns.h"
#include "platform/sqlite/outbox_ids.h"
#include "platform/sqlite/relay_store.h"

namespace earshot::sqlite {

using relay::Digest;
using relay::Epoch;
using relay::OutboxHead;
using relay::Pending;
using relay::Seq;
using relay::Stream;
using namespace outbox_ids;

Result<std::unique_ptr<SqliteOutbox>> SqliteOutbox::open(Database& database, const DeviceId& device,
                                                         Random& random) {
  return database.in_one_transaction([&]() -> Result<std::unique_ptr<SqliteOutbox>> {
    Epoch fresh = 0;
    while (fresh == 0) random.fill(std::as_writable_bytes(std::span(&fresh, 1)));
    auto& make = database.prepared("INSERT OR IGNORE INTO outbox_epoch VALUES (1, ?)");
    bind_u64(make, 1, fresh);
    make.exec();
    return std::unique_ptr<SqliteOutbox>(new SqliteOutbox(database, device));
  });
}

Result<Seq> SqliteOutbox::append(Stream stream, std::string_view payload, std::uint32_t responses,
                                 WallTime now) {
  if (payload.size() > relay::kRecordBytesMax) {
    return fail(ErrorCode::invalid,
                fmt::format("a record of {} bytes is larger than the {} allowed", payload.size(),
                            relay::kRecordBytesMax));
  }
  return guarded([&]() -> Result<Seq> {
    auto& to = lane(stream);
    const Mark next{to.last.seq + 1, relay::chain_next(to.last.digest, payload),
                    to.last.responses + responses, to.last.bytes + payload.size()};
    auto& insert = database_.prepared(
        "INSERT INTO outbox (id, at, responses, responses_sum, bytes_sum, digest, payload)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, id_of(stream, next.seq));
    insert.bind(2, now.ms);
    insert.bind(3, responses);
    bind_u64(insert, 4, next.responses);
    bind_u64(insert, 5, next.bytes);
    bind_digest(insert, 6, next.digest);
    bind_blob(insert, 7, payload);
    insert.exec();
    to.last = next;
    return next.seq;
  });
}

Result<OutboxHead> SqliteOutbox::head(Stream stream) {
  return guarded([&]() -> Result<OutboxHead> {
    const auto& of = lane(stream);
    return OutboxHead{read_epoch(), of.last.seq, of.last.digest, of.received, of.pruned.seq + 1};
  });
}

Result<relay::Outbox::Batch> SqliteOutbox::read(Stream stream, Seq first, std::size_t bytes_max,
                                                std::size_t records_max) {
  return guarded([&]() -> Result<Batch> {
    const auto& from = lane(stream);
    if (first <= from.pruned.seq || first > from.last.seq + 1) return no_longer_kept(stream, first);
    Batch batch;
    auto before = digest_at(stream, first - 1);
    if (!before) return tl::unexpected<Error>(std::move(before.error()));
    batch.digest_before = *before;
    auto& rows = database_.prepared(
        "SELECT id, payload, responses, at, withheld, digest FROM outbox"
        " WHERE id BETWEEN ? AND ? ORDER BY id");
    rows.bind(1, id_of(stream, first));
    rows.bind(2, id_of(stream, from.last.seq));
    std::size_t bytes = 0;
    while (batch.records.size() < std::max<std::size_t>(records_max, 1) && rows.executeStep()) {
      const auto payload = blob_column(rows, 1);
      const bool withheld = rows.getColumn(4).getInt() != 0;
      bytes += withheld ? relay::kWithheldBytes : payload.size();
      if (!batch.records.empty() && bytes > bytes_max) break;
      batch.records.push_back({seq_of(rows.getColumn(0).getInt64()), std::string(payload),
                               rows.getColumn(2).getUInt(), WallTime{rows.getColumn(3).getInt64()},
                               std::nullopt});
      if (withheld) batch.records.back().withheld = digest_column(rows, 5);
    }
    static_cast<void>(rows.tryReset());
    return batch;
  });
}

Result<Digest> SqliteOutbox::digest_at(Stream stream, Seq seq) {
  return guarded([&]() -> Result<Digest> {
    const auto& of = lane(stream);
    if (seq == 0) return relay::chain_start(device_, read_epoch(), stream);
    if (seq == of.last.seq) return of.last.digest;
    if (seq == of.pruned.seq) return of.pruned.digest;
    if (seq < of.pruned.seq || seq > of.last.seq) return no_longer_kept(stream, seq);
    const auto record = first_from(stream, seq);
    if (!record || record->mark.seq != seq) return no_longer_kept(stream, seq);
    return record->mark.digest;
  });
}

Result<void> SqliteOutbox::set_received(Stream stream, Seq seq) {
  return guarded([&]() -> Result<void> {
    auto& of = lane(stream);
    if (seq > of.last.seq) {
      return fail(ErrorCode::invalid,
                  fmt::format("record {} of '{}' is said to be received, but only {} were written",
                              seq, relay::to_string(stream), of.last.seq));
    }
    if (seq == of.received) return {};
    auto changed = of;
    changed.received = seq;
    write_lane(stream, changed);
    of = changed;
    return {};
  });
}

Result<Pending> SqliteOutbox::pending() {
  return guarded([&]() -> Result<Pending> {
    Pending all;
    for (const auto stream : kAllStreams) {
      const auto& of = lane(stream);
      if (of.received >= of.last.seq) continue;
      const auto oldest = first_from(stream, of.received + 1);
      if (!oldest) continue;
      all.records += of.last.seq - oldest->mark.seq + 1;
      all.responses += of.last.responses - oldest->mark.responses + oldest->responses;
      if (all.oldest_at.ms == 0 || oldest->at < all.oldest_at) all.oldest_at = oldest->at;
    }
    return all;
  });
}

Result<WallTime> SqliteOutbox::written_at(Stream stream, Seq first) {
  return guarded([&]() -> Result<WallTime> {
    const auto& of = lane(stream);
    if (first > of.last.seq) return WallTime{};
    auto& row =
        database_.prepared("SELECT at FROM outbox WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1");
    row.bind(1, id_of(stream, first));
    row.bind(2, id_of(stream, of.last.seq));
    WallTime at;
    if (row.executeStep()) at = WallTime{row.getColumn(0).getInt64()};
    static_cast<void>(row.tryReset());
    return at;
  });
}

// ---- what is remembered of the tables ----

void SqliteOutbox::forget_if_undone() {
  if (undone_ == database_.undone()) return;
  undone_ = database_.undone();
  epoch_ = 0;
  lanes_ = {};
}

SqliteOutbox::Lane& SqliteOutbox::lane(Stream stream) {
  const auto index = index_of(stream);
  EARSHOT_CHECK(index < lanes_.size());
  forget_if_undone();
  if (!lanes_[index].known) lanes_[index] = read_lane(stream);
  return lanes_[index];
}

Epoch SqliteOutbox::read_epoch() {
  forget_if_undone();
  if (epoch_ != 0) return epoch_;
  auto& row = database_.prepared("SELECT epoch FROM outbox_epoch");
  if (!row.executeStep()) throw SQLite::Exception("the outbox has no epoch");
  epoch_ = u64_column(row, 0);
  static_cast<void>(row.tryReset());
  return epoch_;
}

SqliteOutbox::Lane SqliteOutbox::read_lane(Stream stream) {
  Lane of;
  of.pruned.digest = relay::chain_start(device_, read_epoch(), stream);
  auto& state = database_.prepared(
      "SELECT received_seq, pruned_seq, pruned_digest, pruned_responses_sum, pruned_bytes_sum"
      " FROM outbox_stream WHERE stream = ?");
  state.bind(1, static_cast<int>(stream));
  if (state.executeStep()) {
    of.received = u64_column(state, 0);
    of.pruned = {u64_column(state, 1), digest_column(state, 2), u64_column(state, 3),
                 u64_column(state, 4)};
  }
  static_cast<void>(state.tryReset());
  of.last = of.pruned;
  auto& newest = database_.prepared(
      "SELECT id, digest, responses_sum, bytes_sum FROM outbox WHERE id BETWEEN ? AND ?"
      " ORDER BY id DESC LIMIT 1");
  newest.bind(1, id_of(stream, 1));
  newest.bind(2, id_of(stream, kSeqMax));
  if (newest.executeStep()) {
    of.last = {seq_of(newest.getColumn(0).getInt64()), digest_column(newest, 1),
               u64_column(newest, 2), u64_column(newest, 3)};
  }
  static_cast<void>(newest.tryReset());
  of.known = true;
  return of;
}

std::optional<SqliteOutbox::Outline> SqliteOutbox::first_from(Stream stream, Seq seq) {
  auto& row = database_.prepared(
      "SELECT id, digest, responses_sum, bytes_sum, responses, at FROM outbox"
      " WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1");
  row.bind(1, id_of(stream, seq));
  row.bind(2, id_of(stream, kSeqMax));
  if (!row.executeStep()) return std::nullopt;
  Outline outline;
  outline.mark = {seq_of(row.getColumn(0).getInt64()), digest_column(row, 1), u64_column(row, 2),
                  u64_column(row, 3)};
  outline.responses = row.getColumn(4).getUInt();
  outline.at = WallTime{row.getColumn(5).getInt64()};
  static_cast<void>(row.tryReset());
  return outline;
}

void SqliteOutbox::write_lane(Stream stream, const Lane& of) {
  auto& put = database_.prepared("INSERT OR REPLACE INTO outbox_stream VALUES (?, ?, ?, ?, ?, ?)");
  put.bind(1, static_cast<int>(stream));
  bind_u64(put, 2, of.received);
  bind_u64(put, 3, of.pruned.seq);
  bind_digest(put, 4, of.pruned.digest);
  bind_u64(put, 5, of.pruned.responses);
  bind_u64(put, 6, of.pruned.bytes);
  put.exec();
}

}  // namespace earshot::sqlite
