// The relay's outbox and inbox in a SQLite file, beside the program's own tables, so that one
// transaction covers both. Owner and thread: as the Database.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ports.h"
#include "core/relay/inbox.h"
#include "core/relay/outbox.h"
#include "platform/sqlite/database.h"

namespace earshot::sqlite {

/// The relay's tables; put them before the program's own migrations.
[[nodiscard]] std::span<const Migration> relay_migrations();

/// The newest incidents that are kept for a person to read; older ones are only counted.
inline constexpr std::int64_t kIncidentsMax = 10'000;

class SqliteOutbox final : public relay::Outbox {
 public:
  /// Reads or makes the epoch. Error: as the database.
  static Result<std::unique_ptr<SqliteOutbox>> open(Database& database, const DeviceId& device,
                                                    Random& random);

  /// Joins the open transaction if there is one, else is one of its own.
  Result<relay::Seq> append(relay::Stream stream, std::string_view payload, std::uint32_t responses,
                            WallTime now) override;
  Result<relay::OutboxHead> head(relay::Stream stream) override;
  Result<Batch> read(relay::Stream stream, relay::Seq first, std::size_t bytes_max,
                     std::size_t records_max) override;
  Result<relay::Digest> digest_at(relay::Stream stream, relay::Seq seq) override;
  /// Joins the open transaction if there is one. Error: invalid for a record that was never
  /// written.
  Result<void> set_received(relay::Stream stream, relay::Seq seq) override;
  Result<void> begin_epoch(relay::Epoch epoch) override;
  Result<relay::Pending> pending() override;
  Result<WallTime> written_at(relay::Stream stream, relay::Seq first) override;
  Result<void> withhold(relay::Stream stream, relay::Seq seq) override;

  /// The records of `stream` whose payload holds `bytes` anywhere, oldest first, withheld ones
  /// aside: for an erasure, which knows a response's id. Reads the whole stream (about 1 GB/s).
  Result<std::vector<relay::Seq>> holding(relay::Stream stream, std::string_view bytes);

  /// How long records with a receipt are kept, for a receiver that is restored from a backup.
  struct Retention {
    Duration keep = std::chrono::hours(30 * 24);
    std::uint64_t bytes_max = std::uint64_t{1} << 30;  ///< payload bytes of all records
    std::size_t records_max = 1000;                    ///< how many go in one call
  };
  /// Lets go of records that have a receipt and were written longer than `keep` ago. The clock on
  /// the wall alone is not believed: a record also has to be half as old in time that a program
  /// really ran on this store, and goes when it is twice as old in that time whatever the wall
  /// says. (A day on which the clock jumps a year ahead lets nothing go; a record stamped next year
  /// does not stay until then.) Also lets go of the oldest ones with a receipt while more than
  /// `bytes_max` are kept. A stream is let go from its oldest record on, never from its middle: the
  /// chain stays whole. `uptime`: the process's monotonic clock. Returns how many went.
  Result<std::size_t> prune(const Retention& retention, WallTime now, MonoTime uptime);

  /// How long programs really ran on this store until now, but for the last minutes before each was
  /// ended. `uptime`: as above.
  Result<Duration> ran(MonoTime uptime);

  /// As above, by the wall clock alone. Lets go of received records older than `before`, and of the
  /// oldest received ones while more than `bytes_max` payload bytes are kept; at most `records_max`
  /// a call. Returns how many went. A stream is let go from its oldest record on, never from its
  /// middle: the chain stays whole.
  Result<std::size_t> prune(WallTime before, std::uint64_t bytes_max, std::size_t records_max);

 private:
  /// A place in a stream's chain, and what all records up to it add up to: two places' difference
  /// gives what lies between them without reading it.
  struct Mark {
    relay::Seq seq = 0;
    relay::Digest digest{};
    std::uint64_t responses = 0;
    std::uint64_t bytes = 0;
  };
  /// Where a stream stands: everything up to `pruned` is gone, everything up to `last` was written.
  struct Lane {
    bool known = false;  ///< false: to be read from the tables
    Mark pruned;
    Mark last;
    relay::Seq received = 0;
  };
  /// A record without its payload.
  struct Outline {
    Mark mark;
    std::uint32_t responses = 0;
    WallTime at;
  };
  SqliteOutbox(Database& database, DeviceId device) : database_(database), device_(device) {}
  Lane& lane(relay::Stream stream);
  Lane read_lane(relay::Stream stream);
  relay::Epoch read_epoch();
  /// The first record from `seq` on that is still kept.
  std::optional<Outline> first_from(relay::Stream stream, relay::Seq seq);
  void write_lane(relay::Stream stream, const Lane& lane);
  void renumber(relay::Stream stream, relay::Epoch epoch);
  /// Of a stream, the newest record that surely is half, and twice, as old as records are kept, in
  /// running time.
  struct Ages {
    relay::Seq half = 0;
    relay::Seq twice = 0;
  };
  Duration running_at(MonoTime uptime);
  Duration note_running(Duration keep, MonoTime uptime);
  relay::Seq seq_older_than(relay::Stream stream, Duration running, Duration age);
  std::size_t prune_oldest(WallTime before, const std::array<Ages, 4>& ages,
                           std::uint64_t bytes_max, std::size_t records_max);
  void forget_if_undone();

  Database& database_;
  const DeviceId device_;
  relay::Epoch epoch_ = 0;     ///< 0: to be read from the tables
  std::array<Lane, 4> lanes_;  ///< by the stream's number − 1
  std::uint64_t undone_ = 0;   ///< the Database's count when the lanes were read
  struct Running {
    Duration before;  ///< how long programs ran on this store before `since`
    MonoTime since;
  };
  std::optional<Running> running_;  ///< none: nobody has asked yet
};

/// How much of one device is set aside at most; above it, its frames are refused.
struct QuarantineBound {
  std::uint64_t records_max = 1000;
  std::uint64_t bytes_max = 4 * 1024 * 1024;
};

/// A record that could not be applied, without its payload.
struct Quarantined {
  std::int64_t id = 0;  ///< ascending in the order in which they were set aside
  WallTime at;          ///< when
  DeviceId device;
  relay::Epoch epoch = 0;
  relay::Stream stream = relay::Stream::responses;
  relay::Seq seq = 0;
  WallTime sent_at;  ///< its frame's, by the sender's clock; ms 0: not known
  std::string boot_id;
  std::int64_t uptime_ms = 0;
  std::vector<response::BootTime> boot_times;  ///< as its frame told them
  std::string reason;                          ///< of the newest attempt
  std::uint64_t bytes = 0;
};

class SqliteInbox final : public relay::Inbox {
 public:
  explicit SqliteInbox(Database& database, QuarantineBound bound = {})
      : database_(database), bound_(bound) {}
  Result<void> begin() override;
  Result<void> commit() override;
  void rollback() override;
  Result<std::optional<relay::Cursor>> cursor(const DeviceId& device, relay::Epoch epoch,
                                              relay::Stream stream) override;
  Result<void> set_cursor(const DeviceId& device, relay::Stream stream, const relay::Cursor& cursor,
                          WallTime now) override;
  Result<bool> has_other_epoch(const DeviceId& device, relay::Epoch epoch) override;
  Result<void> quarantine(const relay::RecordOrigin& origin, std::string_view payload,
                          std::string_view reason, WallTime now) override;
  Result<void> note(const relay::Incident& incident, WallTime now) override;

  /// Records in quarantine behind the id `after` (0: from the oldest on), at most `count`.
  Result<std::vector<Quarantined>> list_quarantined(std::int64_t after, std::size_t count);
  /// Error: not_found.
  Result<Quarantined> find_quarantined(std::int64_t id);
  /// Its bytes as they came. Error: not_found.
  Result<std::string> quarantined_payload(std::int64_t id);

  /// Applies a record again, in one transaction; when that works it leaves the quarantine. `around`
  /// is the inbox whose begin, commit and rollback `sink` lives with: a program's own, which wraps
  /// this one, or this one itself. Not to be called inside a transaction. Error: not_found;
  /// invalid, conflict, unsupported: it is poison still and stays, with the new reason; any other:
  /// nothing was changed.
  Result<void> retry(std::int64_t id, relay::Inbox& around, relay::RecordSink& sink);

  struct Retried {
    std::uint64_t applied = 0;
    std::uint64_t still_poison = 0;
    std::int64_t last_id = 0;  ///< go on behind it; 0: there were none
  };
  /// As above for those behind the id `after`, at most `count`: call it again with `last_id` until
  /// that is 0, so that no call takes long. Error: as the store; what was applied before stays so.
  Result<Retried> retry_some(std::int64_t after, std::size_t count, relay::Inbox& around,
                             relay::RecordSink& sink);

  /// An erasure: records in quarantine whose payload holds `bytes` go for good. Joins the open
  /// transaction if there is one. Returns how many went.
  Result<std::uint64_t> erase_quarantined(std::string_view bytes);

  /// How many records wait in quarantine, and how many incidents were ever noted: for metrics and
  /// pages.
  Result<std::uint64_t> quarantined();
  Result<std::uint64_t> incidents();

 private:
  Database& database_;
  const QuarantineBound bound_;
};

}  // namespace earshot::sqlite
