// Encode and decode everything that crosses the network between devices.
// Owner: core/wire. Threads: pure functions, any thread.
// Decoders take any bytes: they refuse what is not ours with a reason, never use memory beyond a
// constant times the input's size (and the 64 KiB that a frame may unpack to), and never throw.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/alert/alert.h"
#include "core/base/result.h"
#include "core/relay/types.h"
#include "core/response/response.h"
#include "core/score/cell.h"

namespace earshot::wire {

[[nodiscard]] std::string encode_frame(const relay::Frame& frame);
/// `device` and `stream` come from the topic. Error: invalid; says what is wrong.
[[nodiscard]] Result<relay::Frame> decode_frame(const DeviceId& device, relay::Stream stream,
                                                std::string_view bytes);

[[nodiscard]] std::string encode_receipt(const relay::Receipt& receipt);
/// `device` comes from the topic. Error: invalid.
[[nodiscard]] Result<relay::Receipt> decode_receipt(const DeviceId& device, std::string_view bytes);

/// A response with the location that its sender believes to be at.
struct ResponseRecord {
  LocationId location;
  response::Response response;
};
struct CellRecord {
  LocationId location;
  score::CellKey key;
  std::uint64_t version = 0;
  score::CellValue value;
};
struct AlertRecord {
  LocationId location;
  alert::Alert alert;
};
/// The words and contact details of `response` were erased at its location; whoever has them
/// forgets them too, also when they come again.
struct ErasureRecord {
  LocationId location;
  ResponseId response;
  WallTime at;
  bool operator==(const ErasureRecord&) const = default;
};
using AnyRecord = std::variant<ResponseRecord, CellRecord, AlertRecord, ErasureRecord>;

[[nodiscard]] std::string encode_record(const ResponseRecord& record);
[[nodiscard]] std::string encode_record(const CellRecord& record);
[[nodiscard]] std::string encode_record(const AlertRecord& record);
[[nodiscard]] std::string encode_record(const ErasureRecord& record);

/// Error: invalid (not a record, or one that breaks a rule of its type), unsupported (a kind of
/// record from a newer version). Texts are cleaned (base/utf8.h), never a reason to refuse.
[[nodiscard]] Result<AnyRecord> decode_record(std::string_view bytes);

}  // namespace earshot::wire
