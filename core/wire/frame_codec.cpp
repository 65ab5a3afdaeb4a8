#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/base/check.h"
#include "core/base/packed.h"
#include "core/base/utf8.h"
#include "core/wire/bounds.h"
#include "core/wire/codec.h"
#include "core/wire/relay.pb.h"

namespace earshot::wire {
namespace {

/// Above this, records travel compressed, if that makes them smaller.
constexpr std::size_t kCompressAbove = 1024;
constexpr int kCompressionLevel = 1;  // the fastest: records of one survey repeat themselves anyway
constexpr std::size_t kReasonCodePointsMax = 300;
constexpr std::size_t kBootIdCodePointsMax = 64;
/// Above these it is not the newer version of a frame or batch, but an attempt on our memory.
constexpr std::size_t kFrameFieldsMax = 64 + 5 * relay::kFrameBootTimesMax;
constexpr std::size_t kBatchFieldsMax = relay::kFrameRecordsMax * 5;
/// Room above the sequence numbers, so that no sum of them can run over.
constexpr relay::Seq kSeqMax = UINT64_MAX / 4;
/// What protobuf adds to records in a batch: a tag and a length of up to three bytes each.
/// Withheld records count among the payload.
constexpr std::size_t kBatchBytesMax =
    relay::kFramePayloadBytesMax + relay::kFrameRecordsMax * 4 + relay::kRecordBytesMax;

std::string to_bytes(const relay::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Result<relay::Digest> to_digest(const std::string& bytes) {
  relay::Digest digest;
  if (bytes.size() != digest.size()) return fail(ErrorCode::invalid, "a digest is 32 bytes long");
  std::memcpy(digest.data(), bytes.data(), digest.size());
  return digest;
}

/// A clock may say anything; whoever compares two times may rely on the calendar's bounds.
WallTime to_time(std::int64_t ms) { return {std::clamp<std::int64_t>(ms, 0, kWallMsMax)}; }

/// The records must be unpacked already.
Result<void> unpack_withheld(const pb::RecordBatch& batch, relay::Frame& out) {
  std::size_t next = 0;
  for (const pb::Withheld& in : batch.withheld()) {
    const std::size_t index = in.index();
    if (index < next || index >= out.records.size() || !out.records[index].empty()) {
      return fail(ErrorCode::invalid, "the frame withholds a record that it does not hold");
    }
    auto digest = to_digest(in.digest());
    if (!digest) return tl::unexpected(digest.error());
    out.withheld.push_back({index, *digest});
    next = index + 1;
  }
  return {};
}

Result<void> unpack_records(const pb::Frame& in, relay::Frame& out) {
  std::string plain;
  const std::string* batch_bytes = &in.records();
  if (!in.records_zstd().empty()) {
    auto unpacked = unpack(in.records_zstd(), kBatchBytesMax);
    if (!unpacked)
      return fail(ErrorCode::invalid, "the records do not unpack: " + unpacked.error().message);
    plain = std::move(*unpacked);
    batch_bytes = &plain;
  }
  pb::RecordBatch batch;
  if (batch_bytes->size() > kBatchBytesMax ||
      !is_bounded(*batch_bytes, *pb::RecordBatch::descriptor(), kBatchFieldsMax) ||
      !batch.ParseFromString(*batch_bytes)) {
    return fail(ErrorCode::invalid, "the frame's records cannot be told apart");
  }
  if (static_cast<std::size_t>(batch.record_size()) > relay::kFrameRecordsMax) {
    return fail(ErrorCode::invalid, fmt::format("a frame holds at most {} records, not {}",
                                                relay::kFrameRecordsMax, batch.record_size()));
  }
  for (std::string& record : *batch.mutable_record()) {
    if (record.size() > relay::kRecordBytesMax) {
      return fail(ErrorCode::invalid, fmt::format("a record has at most {} bytes, not {}",
                                                  relay::kRecordBytesMax, record.size()));
    }
    out.records.push_back(std::move(record));
  }
  return unpack_withheld(batch, out);
}

/// A kind of judgement from a newer version is left out: the receiver then judges by itself.
Result<void> unpack_boot_times(const pb::Frame& in, relay::Frame& out) {
  using Kind = response::BootTime::Kind;
  if (static_cast<std::size_t>(in.boot_times_size()) > relay::kFrameBootTimesMax) {
    return fail(ErrorCode::invalid, fmt::format("a frame tells of at most {} boots, not {}",
                                                relay::kFrameBootTimesMax, in.boot_times_size()));
  }
  for (const pb::BootTime& each : in.boot_times()) {
    if (each.kind() < 1 || each.kind() > static_cast<std::uint32_t>(Kind::uncertain)) continue;
    out.boot_times.push_back({clean_text(each.boot_id(), kBootIdCodePointsMax),
                              std::max<std::int64_t>(each.from_uptime_ms(), 0),
                              static_cast<Kind>(each.kind()), to_time(each.at_ms())});
  }
  return {};
}

}  // namespace

std::string encode_frame(const relay::Frame& frame) {
  EARSHOT_CHECK(frame.records.size() <= relay::kFrameRecordsMax);
  pb::Frame out;
  out.set_epoch(frame.epoch);
  out.set_stream(static_cast<std::uint32_t>(frame.stream));
  out.set_first_seq(frame.first_seq);
  out.set_digest_before(to_bytes(frame.digest_before));
  out.set_oldest_seq(frame.oldest_seq);
  out.set_pending_responses(frame.pending_responses);
  out.set_pending_since_ms(frame.pending_since.ms);
  out.set_sent_at_ms(frame.sent_at.ms);
  out.set_boot_id(frame.boot_id);
  out.set_uptime_ms(frame.uptime_ms);
  out.set_stream_since_ms(frame.stream_since.ms);
  for (const response::BootTime& each : frame.boot_times) {
    pb::BootTime& to = *out.add_boot_times();
    to.set_boot_id(each.boot_id);
    to.set_from_uptime_ms(each.from_uptime_ms);
    to.set_kind(static_cast<std::uint32_t>(each.kind));
    to.set_at_ms(each.at.ms);
  }
  if (!frame.records.empty()) {
    pb::RecordBatch batch;
    for (const std::string& record : frame.records) batch.add_record(record);
    for (const relay::Withheld& withheld : frame.withheld) {
      pb::Withheld& to = *batch.add_withheld();
      to.set_index(static_cast<std::uint32_t>(withheld.index));
      to.set_digest(to_bytes(withheld.digest));
    }
    std::string plain = batch.SerializeAsString();
    std::string packed =
        plain.size() > kCompressAbove ? pack(plain, kCompressionLevel) : std::string();
    if (!packed.empty() && packed.size() < plain.size()) {
      out.set_records_zstd(std::move(packed));
    } else {
      out.set_records(std::move(plain));
    }
  }
  return out.SerializeAsString();
}

Result<relay::Frame> decode_frame(const DeviceId& device, relay::Stream stream,
                                  std::string_view bytes) {
  if (bytes.size() > relay::kFrameBytesMax) {
    return fail(ErrorCode::invalid, fmt::format("a frame has at most {} bytes, not {}",
                                                relay::kFrameBytesMax, bytes.size()));
  }
  pb::Frame in;
  if (!is_bounded(bytes, *pb::Frame::descriptor(), kFrameFieldsMax) ||
      !in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return fail(ErrorCode::invalid, "the bytes are not a frame");
  }
  if (in.epoch() == 0) return fail(ErrorCode::invalid, "the frame names no epoch");
  if (in.stream() != static_cast<std::uint32_t>(stream)) {
    return fail(ErrorCode::invalid, "the frame is of another stream than its topic");
  }
  if (in.first_seq() == 0 || in.first_seq() > kSeqMax) {
    return fail(ErrorCode::invalid, "the frame's first sequence number is impossible");
  }
  if (in.oldest_seq() == 0 || in.oldest_seq() > in.first_seq()) {
    return fail(ErrorCode::invalid, "the frame's oldest sequence number is impossible");
  }
  auto digest = to_digest(in.digest_before());
  if (!digest) return tl::unexpected(digest.error());
  relay::Frame out;
  out.device = device;
  out.epoch = in.epoch();
  out.stream = stream;
  out.first_seq = in.first_seq();
  out.digest_before = *digest;
  out.oldest_seq = in.oldest_seq();
  out.pending_responses = in.pending_responses();
  out.pending_since = to_time(in.pending_since_ms());
  out.sent_at = to_time(in.sent_at_ms());
  out.boot_id = clean_text(in.boot_id(), kBootIdCodePointsMax);
  out.uptime_ms = std::max<std::int64_t>(in.uptime_ms(), 0);
  out.stream_since = to_time(in.stream_since_ms());
  if (auto unpacked = unpack_boot_times(in, out); !unpacked) {
    return tl::unexpected(unpacked.error());
  }
  if (auto unpacked = unpack_records(in, out); !unpacked) return tl::unexpected(unpacked.error());
  return out;
}

std::string encode_receipt(const relay::Receipt& receipt) {
  pb::Receipt out;
  out.set_stream(static_cast<std::uint32_t>(receipt.stream));
  out.set_verdict(static_cast<std::uint32_t>(receipt.verdict));
  out.set_epoch(receipt.cursor.epoch);
  out.set_seq(receipt.cursor.seq);
  out.set_digest(to_bytes(receipt.cursor.digest));
  out.set_reason(receipt.reason);
  out.set_now_ms(receipt.now.ms);
  out.set_boot_id(receipt.boot_id);
  out.set_uptime_ms(receipt.uptime_ms);
  return out.SerializeAsString();
}

Result<relay::Receipt> decode_receipt(const DeviceId& device, std::string_view bytes) {
  pb::Receipt in;
  if (bytes.size() > relay::kFrameBytesMax ||
      !is_bounded(bytes, *pb::Receipt::descriptor(), kFrameFieldsMax) ||
      !in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return fail(ErrorCode::invalid, "the bytes are not a receipt");
  }
  relay::Receipt out;
  out.device = device;
  if (in.stream() < 1 || in.stream() > static_cast<std::uint32_t>(relay::Stream::verbatims)) {
    return fail(ErrorCode::invalid, "the receipt is for a stream that does not exist");
  }
  if (in.verdict() < 1 || in.verdict() > static_cast<std::uint32_t>(relay::Verdict::refused)) {
    return fail(ErrorCode::unsupported, "the receipt's verdict is from a newer version");
  }
  if (in.seq() > kSeqMax) {
    return fail(ErrorCode::invalid, "the receipt's sequence number is impossible");
  }
  auto digest = to_digest(in.digest());
  if (!digest) return tl::unexpected(digest.error());
  out.stream = static_cast<relay::Stream>(in.stream());
  out.verdict = static_cast<relay::Verdict>(in.verdict());
  out.cursor = relay::Cursor{in.epoch(), in.seq(), *digest};
  out.reason = clean_text(in.reason(), kReasonCodePointsMax);
  out.now = to_time(in.now_ms());
  out.boot_id = clean_text(in.boot_id(), kBootIdCodePointsMax);
  out.uptime_ms = std::max<std::int64_t>(in.uptime_ms(), 0);
  return out;
}

}  // namespace earshot::wire
