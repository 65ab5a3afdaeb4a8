// The relay's outbox and inbox in a SQLite file, beside the program's own tables, so that one
// transaction covers both. Owner and thread: as the Database.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

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

  /// Lets go of received records older than `before`, and of the oldest received ones while more
  /// than `bytes_max` payload bytes are kept; at most `records_max` a call. Returns how many went.
  /// A stream is let go from its oldest record on, never from its middle: the chain stays whole.
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
  std::size_t prune_oldest(WallTime before, std::uint64_t bytes_max, std::size_t records_max);
  void forget_if_undone();

  Database& database_;
  const DeviceId device_;
  relay::Epoch epoch_ = 0;     ///< 0: to be read from the tables
  std::array<Lane, 4> lanes_;  ///< by the stream's number − 1
  std::uint64_t undone_ = 0;   ///< the Database's count when the lanes were read
};

class SqliteInbox final : public relay::Inbox {
 public:
  explicit SqliteInbox(Database& database) : database_(database) {}
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

  /// How many records wait in quarantine, and how many incidents were ever noted: for metrics and
  /// pages.
  Result<std::uint64_t> quarantined();
  Result<std::uint64_t> incidents();

 private:
  Database& database_;
};

}  // namespace earshot::sqlite
