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

class Outbox {
 public:
  virtual ~Outbox() = default;

  /// Adds a record behind the newest one. It is durable when the caller's transaction commits.
  /// Error: invalid above kRecordBytesMax; no_space; io.
  virtual Result<Seq> append(Stream stream, std::string_view payload, std::uint32_t responses,
                             WallTime now) = 0;

  virtual Result<OutboxHead> head(Stream stream) = 0;

  /// Records from `first` on, at most `bytes_max` payload bytes and `records_max` of them, but at
  /// least one if there is one; with the digest before the first. Error: not_found if `first` is no
  /// longer kept.
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

  /// After a fork: a new epoch in which every record of every stream that has no receipt is
  /// numbered anew from 1. Records with a receipt are let go. One transaction of its own.
  virtual Result<void> begin_epoch(Epoch epoch) = 0;

  virtual Result<Pending> pending() = 0;
};

}  // namespace earshot::relay
