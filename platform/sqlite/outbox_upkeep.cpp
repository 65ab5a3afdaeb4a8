// The outbox's rare work: a new epoch after a fork, and letting go of what was received long ago.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/base/check.h"
#include "platform/sqlite/columns.h"
#include "platform/sqlite/outbox_ids.h"
#include "platform/sqlite/relay_store.h"

namespace earshot::sqlite {

using relay::Epoch;
using relay::Seq;
using relay::Stream;
using namespace outbox_ids;

namespace {

void delete_records(Database& database, Stream stream, Seq first, Seq last) {
  auto& remove = database.prepared("DELETE FROM outbox WHERE id BETWEEN ? AND ?");
  remove.bind(1, id_of(stream, first));
  remove.bind(2, id_of(stream, last));
  remove.exec();
}

}  // namespace

Result<void> SqliteOutbox::begin_epoch(Epoch epoch) {
  EARSHOT_CHECK(epoch != 0);
  EARSHOT_CHECK(!database_.in_transaction());
  auto done = database_.in_one_transaction([&]() -> Result<void> {
    for (const auto stream : kAllStreams) renumber(stream, epoch);
    auto& change = database_.prepared("UPDATE outbox_epoch SET epoch = ?");
    bind_u64(change, 1, epoch);
    change.exec();
    return {};
  });
  epoch_ = 0;
  lanes_ = {};
  return done;
}

/// One record after the other, so that memory stays flat however long the backlog is. A record's
/// new place is always free: it is its own, or one below it, which was let go or has moved down
/// before.
void SqliteOutbox::renumber(Stream stream, Epoch epoch) {
  const Lane old = lane(stream);
  const Seq gone = std::max(old.received, old.pruned.seq);
  delete_records(database_, stream, 1, gone);
  Mark mark;
  mark.digest = relay::chain_start(device_, epoch, stream);
  for (Seq seq = gone + 1; seq <= old.last.seq; ++seq) {
    auto& row = database_.prepared("SELECT payload, responses FROM outbox WHERE id = ?");
    row.bind(1, id_of(stream, seq));
    if (!row.executeStep()) throw SQLite::Exception("a record of the outbox is missing");
    const auto payload = blob_column(row, 0);
    mark = {mark.seq + 1, relay::chain_next(mark.digest, payload),
            mark.responses + row.getColumn(1).getUInt(), mark.bytes + payload.size()};
    static_cast<void>(row.tryReset());
    auto& move = database_.prepared(
        "UPDATE outbox SET id = ?, digest = ?, responses_sum = ?, bytes_sum = ? WHERE id = ?");
    move.bind(1, id_of(stream, mark.seq));
    bind_digest(move, 2, mark.digest);
    bind_u64(move, 3, mark.responses);
    bind_u64(move, 4, mark.bytes);
    move.bind(5, id_of(stream, seq));
    move.exec();
  }
  Lane fresh;
  fresh.pruned.digest = relay::chain_start(device_, epoch, stream);
  write_lane(stream, fresh);
}

Result<std::size_t> SqliteOutbox::prune(WallTime before, std::uint64_t bytes_max,
                                        std::size_t records_max) {
  return database_.in_one_transaction(
      [&]() -> Result<std::size_t> { return prune_oldest(before, bytes_max, records_max); });
}

std::size_t SqliteOutbox::prune_oldest(WallTime before, std::uint64_t bytes_max,
                                       std::size_t records_max) {
  struct Front {
    Lane* of = nullptr;
    Seq first = 0;                  ///< the oldest record when this began
    Mark gone;                      ///< everything up to here goes
    std::optional<Outline> oldest;  ///< the next one to go; none: it may not
  };
  std::array<Front, kAllStreams.size()> fronts;
  std::uint64_t kept = 0;
  const auto next_of = [&](Stream stream, const Front& front) {
    return front.gone.seq < front.of->received ? first_from(stream, front.gone.seq + 1)
                                               : std::nullopt;
  };
  for (const auto stream : kAllStreams) {
    auto& front = fronts[index_of(stream)];
    front.of = &lane(stream);
    front.first = front.of->pruned.seq + 1;
    front.gone = front.of->pruned;
    front.oldest = next_of(stream, front);
    kept += front.of->last.bytes - front.gone.bytes;
  }

  std::size_t went = 0;
  while (went < records_max) {
    // The oldest over all streams, so that no stream pays for another one's size.
    std::optional<Stream> from;
    for (const auto stream : kAllStreams) {
      const auto& oldest = fronts[index_of(stream)].oldest;
      if (oldest && (!from || oldest->at < fronts[index_of(*from)].oldest->at)) from = stream;
    }
    if (!from) break;
    auto& front = fronts[index_of(*from)];
    if (front.oldest->at >= before && kept <= bytes_max) break;
    kept -= front.oldest->mark.bytes - front.gone.bytes;
    front.gone = front.oldest->mark;
    front.oldest = next_of(*from, front);
    ++went;
  }

  for (const auto stream : kAllStreams) {
    const auto& front = fronts[index_of(stream)];
    if (front.gone.seq < front.first) continue;
    delete_records(database_, stream, front.first, front.gone.seq);
    auto changed = *front.of;
    changed.pruned = front.gone;
    write_lane(stream, changed);
    *front.of = changed;
  }
  return went;
}

}  // namespace earshot::sqlite
