// Letting go of what was received long ago.
#include <algorithm>
#include <array>
#include <optional>

#include "platform/sqlite/columns.h"
#include "platform/sqlite/outbox_ids.h"
#include "platform/sqlite/relay_store.h"

namespace earshot::sqlite {

using relay::Seq;
using relay::Stream;
using namespace outbox_ids;

namespace {

Duration running_written(Database& database) {
  auto& row = database.prepared("SELECT ms FROM outbox_running");
  const Duration written{row.executeStep() ? row.getColumn(0).getInt64() : 0};
  static_cast<void>(row.tryReset());
  return written;
}

}  // namespace

Result<std::size_t> SqliteOutbox::prune(const Retention& retention, WallTime now, MonoTime uptime) {
  return database_.in_one_transaction([&]() -> Result<std::size_t> {
    const auto running = note_running(retention.keep, uptime);
    std::array<Ages, kAllStreams.size()> ages;
    for (const auto stream : kAllStreams) {
      ages[index_of(stream)] = {seq_older_than(stream, running, retention.keep / 2),
                                seq_older_than(stream, running, retention.keep * 2)};
    }
    return prune_oldest(now - retention.keep, ages, retention.bytes_max, retention.records_max);
  });
}

Result<Duration> SqliteOutbox::ran(MonoTime uptime) {
  return guarded([&]() -> Result<Duration> { return running_at(uptime); });
}

/// As was written down, and since this process asked first.
Duration SqliteOutbox::running_at(MonoTime uptime) {
  if (!running_) running_ = Running{running_written(database_), uptime};
  return running_->before + (uptime - running_->since);
}

/// How long programs have run on this store, this one included. It is written down now and then,
/// and with it how many records there were, by which their age is known later.
Duration SqliteOutbox::note_running(Duration keep, MonoTime uptime) {
  constexpr Duration kWriteDownEvery = std::chrono::minutes(10);
  constexpr int kMarksInKeep = 64;
  const Duration written = running_written(database_);
  const Duration running = running_at(uptime);

  auto& newest = database_.prepared("SELECT max(running_ms) FROM outbox_age");
  newest.executeStep();
  const bool mark = newest.getColumn(0).isNull() ||
                    running.count() >= newest.getColumn(0).getInt64() + keep.count() / kMarksInKeep;
  static_cast<void>(newest.tryReset());
  if (!mark && running < written + kWriteDownEvery) return running;

  auto& write = database_.prepared("INSERT OR REPLACE INTO outbox_running VALUES (1, ?)");
  write.bind(1, running.count());
  write.exec();
  if (!mark) return running;
  for (const auto stream : kAllStreams) {
    auto& put = database_.prepared("INSERT OR REPLACE INTO outbox_age VALUES (?, ?, ?)");
    put.bind(1, running.count());
    put.bind(2, static_cast<int>(stream));
    bind_u64(put, 3, lane(stream).last.seq);
    put.exec();
  }
  // The newest one that is old enough for everything says all that those before it say.
  auto& forget = database_.prepared(
      "DELETE FROM outbox_age WHERE running_ms <"
      " (SELECT max(running_ms) FROM outbox_age WHERE running_ms <= ?)");
  forget.bind(1, (running - 2 * keep).count());
  forget.exec();
  return running;
}

/// The newest record that surely is older than `age` in running time.
Seq SqliteOutbox::seq_older_than(Stream stream, Duration running, Duration age) {
  if (age.count() == 0) return lane(stream).last.seq;
  if (running < age) return 0;  // no mark is that old
  auto& row = database_.prepared(
      "SELECT max(last_seq) FROM outbox_age WHERE stream = ? AND running_ms <= ?");
  row.bind(1, static_cast<int>(stream));
  row.bind(2, (running - age).count());
  row.executeStep();
  const Seq seq = u64_column(row, 0);  // none gives 0
  static_cast<void>(row.tryReset());
  return seq;
}

Result<std::size_t> SqliteOutbox::prune(WallTime before, std::uint64_t bytes_max,
                                        std::size_t records_max) {
  return database_.in_one_transaction([&]() -> Result<std::size_t> {
    std::array<Ages, kAllStreams.size()> ages;
    ages.fill({UINT64_MAX, 0});
    return prune_oldest(before, ages, bytes_max, records_max);
  });
}

std::size_t SqliteOutbox::prune_oldest(WallTime before,
                                       const std::array<Ages, kAllStreams.size()>& ages,
                                       std::uint64_t bytes_max, std::size_t records_max) {
  struct Front {
    Lane* of = nullptr;
    Seq first = 0;                  ///< the oldest record when this began
    Mark gone;                      ///< everything up to here goes
    std::optional<Outline> oldest;  ///< the next one to go; none: it may not
  };
  std::array<Front, kAllStreams.size()> fronts;
  std::uint64_t kept = 0;
  for (const auto stream : kAllStreams) {
    auto& front = fronts[index_of(stream)];
    front.of = &lane(stream);
    front.first = front.of->pruned.seq + 1;
    front.gone = front.of->pruned;
    kept += front.of->last.bytes - front.gone.bytes;
  }
  // Mostly nothing is old enough, and then no record need be looked at.
  const auto next_of = [&](Stream stream, const Front& front) {
    const auto& age = ages[index_of(stream)];
    const bool old = front.gone.seq < std::max(age.half, age.twice);
    return front.gone.seq < front.of->received && (old || kept > bytes_max)
               ? first_from(stream, front.gone.seq + 1)
               : std::nullopt;
  };
  for (const auto stream : kAllStreams) {
    auto& front = fronts[index_of(stream)];
    front.oldest = next_of(stream, front);
  }

  const auto may_go = [&](Stream stream, const Outline& record) {
    const auto& age = ages[index_of(stream)];
    return record.mark.seq <= age.twice || (record.at < before && record.mark.seq <= age.half);
  };
  std::size_t went = 0;
  while (went < records_max) {
    // The oldest over all streams, so that no stream pays for another one's size.
    std::optional<Stream> from;
    for (const auto stream : kAllStreams) {
      const auto& oldest = fronts[index_of(stream)].oldest;
      if (!oldest || (kept <= bytes_max && !may_go(stream, *oldest))) continue;
      if (!from || oldest->at < fronts[index_of(*from)].oldest->at) from = stream;
    }
    if (!from) break;
    auto& front = fronts[index_of(*from)];
    kept -= front.oldest->mark.bytes - front.gone.bytes;
    front.gone = front.oldest->mark;
    front.oldest = next_of(*from, front);
    ++went;
  }

  for (const auto stream : kAllStreams) {
    const auto& front = fronts[index_of(stream)];
    if (front.gone.seq < front.first) continue;
    auto& remove = database_.prepared("DELETE FROM outbox WHERE id BETWEEN ? AND ?");
    remove.bind(1, id_of(stream, front.first));
    remove.bind(2, id_of(stream, front.gone.seq));
    remove.exec();
    auto changed = *front.of;
    changed.pruned = front.gone;
    write_lane(stream, changed);
    *front.of = changed;
  }
  return went;
}

}  // namespace earshot::sqlite
