// The relay's words: stream, epoch, record, frame, receipt, cursor. The same hop twice: kiosk →
// edge agent and edge agent → headquarters. Owner: core/relay. Threads: plain values, any thread.
// See docs/wire-format.md for how they travel.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/response/boot_clock.h"

namespace earshot::relay {

/// The largest frame on the wire, and the most record bytes in one, before and after compression.
inline constexpr std::size_t kFrameBytesMax = 64 * 1024;
inline constexpr std::size_t kFramePayloadBytesMax = 60 * 1024;
/// The most records in one frame, and the largest record.
inline constexpr std::size_t kFrameRecordsMax = 512;
inline constexpr std::size_t kRecordBytesMax = 32 * 1024;
/// The most frames without a receipt.
inline constexpr int kFramesInFlightMax = 16;
/// The most judgements of boots in one frame; records that need more go with the next one.
inline constexpr std::size_t kFrameBootTimesMax = 16;

/// A sequence of records with a priority of its own. Values are part of the wire format.
enum class Stream : std::uint8_t { urgent = 1, responses = 2, cells = 3, verbatims = 4 };
[[nodiscard]] std::string_view to_string(Stream stream);
[[nodiscard]] std::optional<Stream> parse_stream(std::string_view text);

/// Numbers records of one stream of one epoch: 1, 2, 3 …; 0 means "before the first".
using Seq = std::uint64_t;

/// Random, made when a store is created; tells one life of a device from the next. Never 0.
using Epoch = std::uint64_t;

/// BLAKE2b, 256 bits.
using Digest = std::array<std::byte, 32>;

/// Where a stream's hash chain begins: H("earshot-relay-1" ‖ device ‖ epoch ‖ stream).
[[nodiscard]] Digest chain_start(const DeviceId& device, Epoch epoch, Stream stream);
/// digest(n) = H(digest(n−1) ‖ record n).
[[nodiscard]] Digest chain_next(const Digest& before, std::string_view record);

/// What the sender keeps until it has a receipt, and for a while after.
struct Record {
  Seq seq = 0;
  std::string payload;          ///< at most kRecordBytesMax
  std::uint32_t responses = 0;  ///< how many responses it carries, for "37 on their way"
  WallTime at;                  ///< when it was written
  /// Set: its words were erased, the payload is gone for good; the chain's digest after it.
  std::optional<Digest> withheld = std::nullopt;
};

/// In a frame, a record whose words were erased at the sender: it is applied as nothing, and the
/// chain stays whole.
struct Withheld {
  std::size_t index = 0;  ///< in Frame::records, where an empty text stands in its place
  Digest digest{};        ///< the chain's after it, which its payload can no longer give
  bool operator==(const Withheld&) const = default;
};

/// Consecutive records of one stream. With no records it is a probe: it asks for a receipt.
struct Frame {
  DeviceId device;  ///< not sent: the topic says it, and the broker vouches for the topic
  Epoch epoch = 0;
  Stream stream = Stream::responses;
  Seq first_seq = 1;       ///< of records[0]; for a probe: the next one to be sent
  Digest digest_before{};  ///< of record first_seq − 1
  std::vector<std::string> records;
  Seq oldest_seq = 1;  ///< the oldest record that the sender still has; > first_seq never
  std::uint64_t pending_responses =
      0;                   ///< without a receipt at the sender, all streams, and behind it
  WallTime pending_since;  ///< when the oldest of them was written; ms 0: none
  WallTime sent_at;        ///< the sender's clock, boot and uptime at sending, to judge its clock
  std::string boot_id;
  std::int64_t uptime_ms = 0;
  /// When the oldest record was written that will still wait on this stream once this frame and
  /// those before it have arrived; ms 0: none will.
  WallTime stream_since = {};
  std::vector<Withheld> withheld = {};  ///< by ascending index
  /// When the records' boots were, as the sender has judged them; without: the receiver judges.
  std::vector<response::BootTime> boot_times = {};
};

/// What a receiver has of one stream of one epoch, and nothing before it is missing save named
/// holes.
struct Cursor {
  Epoch epoch = 0;
  Seq seq = 0;
  Digest digest{};
  bool operator==(const Cursor&) const = default;
};

/// Values are part of the wire format: append only.
enum class Verdict : std::uint8_t {
  accepted = 1,  ///< the cursor stands behind the frame (also after a duplicate or a probe)
  gap = 2,       ///< records before the frame are missing: go on from the cursor
  fork = 3,      ///< another history than the one received: begin a new epoch
  refused = 4,   ///< this device or frame is not welcome here; `reason` says why
};

struct Receipt {
  DeviceId device;  ///< whose frames it is for; from the topic
  Stream stream = Stream::responses;
  Verdict verdict = Verdict::accepted;
  Cursor cursor;
  std::string reason;  ///< for a person; of accepted: a hole
  /// The receiver's clock when it took the frame, and that frame's own boot and uptime: by the two
  /// the sender judges its clock, and knows how old this receipt is. `now` 0: it does not say.
  WallTime now = {};
  std::string boot_id = {};
  std::int64_t uptime_ms = 0;
};

}  // namespace earshot::relay
