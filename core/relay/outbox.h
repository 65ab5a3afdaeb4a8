// The outbox port: the sender's durable records. Declared here, where it is needed; SQLite
// implements it (platform/sqlite), and so does a fake; one contract suite runs against both. Owner:
// the process's event loop, which is the only one to call it.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/relay/types.h"

namespace earshot::relay {

/// Where one stream stands at the sender.
struct OutboxHead {
  Epoch epoch = 0;
  Seq last_seq = 0;      ///< the newest record; 0: none yet
  Digest last_digest{};  ///< of the newest record, or the chain's start
  Seq received_seq = 0;  ///< the newest one with a receipt
  Seq oldest_seq = 1;    ///< the oldest one still kept; last_seq + 1 when none is
};

/// What waits for a receipt, over all streams.
struct Pending {
  std::uint64_t records = 0;
  std::uint64_t responses = 0;
  WallTime oldest_at;  ///< ms 0: nothing waits
};

/// What a withheld record takes in a frame: its digest and what protobuf adds.
inline constexpr std::size_t kWithheldBytes = 48;

class Outbox {
 public:
  virtual ~Outbox() = default;

  /// Adds a record behind the newest one. It is durable when the caller's transaction commits.
  /// Error: invalid above kRecordBytesMax; no_space; io.
  virtual Result<Seq> append(Stream stream, std::string_view payload, std::uint32_t responses,
                             WallTime now) = 0;

  virtual Result<OutboxHead> head(Stream stream) = 0;

  /// Records from `first` on, at most `bytes_max` payload bytes (a withheld one counts as
  /// kWithheldBytes) and `records_max` of them, but at least one if there is one; with the digest
  /// before the first. Error: not_found if `first` is no longer kept.
  struct Batch {
    Digest digest_before{};
    std::vector<Record> records;
  };
  virtual Result<Batch> read(Stream stream, Seq first, std::size_t bytes_max,
                             std::size_t records_max) = 0;

  /// The chain's digest at `seq` (0 gives the start). Error: not_found if it is no longer kept.
  virtual Result<Digest> digest_at(Stream stream, Seq seq) = 0;

  /// Notes the newest record with a receipt; may also go back, when the receiver was restored.
  virtual Result<void> set_received(Stream stream, Seq seq) = 0;

  /// After a fork: a new epoch in which every record that is still kept, of every stream, is
  /// numbered anew from 1. Those with a receipt come first and keep it, so that only the others are
  /// sent; a receiver that lacks them all the same (it was restored from a backup) asks for them.
  /// One transaction of its own.
  virtual Result<void> begin_epoch(Epoch epoch) = 0;

  /// When the oldest record from `first` on that is still kept was written; ms 0: there is none.
  virtual Result<WallTime> written_at(Stream stream, Seq first) = 0;

  /// An erasure: the record's payload goes for good, whether it has a receipt or not; its number,
  /// its digest and what it counts stay. Twice is as once. Joins the open transaction if there is
  /// one. Error: not_found if it is no longer kept, or was never written.
  virtual Result<void> withhold(Stream stream, Seq seq) = 0;

  virtual Result<Pending> pending() = 0;
};

}  // namespace earshot::relay
