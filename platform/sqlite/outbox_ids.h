// How a stream and a sequence number make a row's id, and back; what is said of one not there.
// Owner: SqliteOutbox alone. Threads: pure functions, any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/relay/types.h"

namespace earshot::sqlite::outbox_ids {

inline constexpr std::array kAllStreams{relay::Stream::urgent, relay::Stream::responses,
                                        relay::Stream::cells, relay::Stream::verbatims};
inline constexpr int kSeqBits = 56;
inline constexpr relay::Seq kSeqMax = (relay::Seq{1} << kSeqBits) - 1;

inline std::int64_t id_of(relay::Stream stream, relay::Seq seq) {
  return static_cast<std::int64_t>((std::uint64_t{static_cast<std::uint8_t>(stream)} << kSeqBits) |
                                   std::min(seq, kSeqMax));
}
inline relay::Seq seq_of(std::int64_t id) { return static_cast<relay::Seq>(id) & kSeqMax; }

inline tl::unexpected<Error> no_longer_kept(relay::Stream stream, relay::Seq seq) {
  return fail(ErrorCode::not_found, "record " + std::to_string(seq) + " of '" +
                                        std::string(relay::to_string(stream)) + "' is not kept");
}

inline std::size_t index_of(relay::Stream stream) { return static_cast<std::size_t>(stream) - 1; }

}  // namespace earshot::sqlite::outbox_ids
