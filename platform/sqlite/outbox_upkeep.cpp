// The outbox's rare work: a new epoch after a fork, and erasures.
#include <algorithm>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "platform/sqlite/columns.h"
#include "platform/sqlite/outbox_ids.h"
#include "platform/sqlite/relay_store.h"

namespace earshot::sqlite {

using relay::Epoch;
using relay::Seq;
using relay::Stream;
using namespace outbox_ids;

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
/// before. A withheld record's payload is empty now, and its digest is of that.
void SqliteOutbox::renumber(Stream stream, Epoch epoch) {
  const Lane old = lane(stream);
  const Seq gone = old.pruned.seq;
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
  fresh.received = old.received - std::min(old.received, gone);
  write_lane(stream, fresh);
  auto& ages =
      database_.prepared("UPDATE outbox_age SET last_seq = max(last_seq - ?, 0) WHERE stream = ?");
  bind_u64(ages, 1, gone);
  ages.bind(2, static_cast<int>(stream));
  ages.exec();
}

Result<void> SqliteOutbox::withhold(Stream stream, Seq seq) {
  return guarded([&]() -> Result<void> {
    const auto& of = lane(stream);
    if (seq <= of.pruned.seq || seq > of.last.seq) return no_longer_kept(stream, seq);
    auto& erase = database_.prepared("UPDATE outbox SET payload = x'', withheld = 1 WHERE id = ?");
    erase.bind(1, id_of(stream, seq));
    erase.exec();
    return {};
  });
}

Result<std::vector<Seq>> SqliteOutbox::holding(Stream stream, std::string_view bytes) {
  return guarded([&]() -> Result<std::vector<Seq>> {
    const auto& of = lane(stream);
    auto& rows = database_.prepared(
        "SELECT id FROM outbox WHERE id BETWEEN ? AND ? AND instr(payload, ?) > 0 ORDER BY id");
    rows.bind(1, id_of(stream, of.pruned.seq + 1));
    rows.bind(2, id_of(stream, of.last.seq));
    bind_blob(rows, 3, bytes);
    std::vector<Seq> found;
    while (rows.executeStep()) found.push_back(seq_of(rows.getColumn(0).getInt64()));
    static_cast<void>(rows.tryReset());
    return found;
  });
}

}  // namespace earshot::sqlite
