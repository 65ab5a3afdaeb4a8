// Frames: from bytes as they come, from batches and compressed batches inside a sound frame (where
// the bombs are), and frames that a sender really makes.
#include <zstd.h>

#include "core/base/check.h"
#include "core/wire/envelope.h"
#include "core/wire/relay.pb.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/values.h"

namespace earshot::fuzz {
namespace {

/// Beside the frame itself: what it may unpack to, twice (unpacked, and as records), and zstd's own
/// tables.
constexpr MemoryBound kBound{48, 600 * 1024};

const DeviceId& device() {
  static const auto id = DeviceId::trusted("k");
  return id;
}

void expect_same(const relay::Frame& a, const relay::Frame& b) {
  EARSHOT_CHECK(a.device == b.device && a.epoch == b.epoch && a.stream == b.stream);
  EARSHOT_CHECK(a.first_seq == b.first_seq && a.oldest_seq == b.oldest_seq);
  EARSHOT_CHECK(a.digest_before == b.digest_before && a.records == b.records);
  EARSHOT_CHECK(a.pending_responses == b.pending_responses && a.pending_since == b.pending_since);
  EARSHOT_CHECK(a.sent_at == b.sent_at && a.boot_id == b.boot_id && a.uptime_ms == b.uptime_ms);
  EARSHOT_CHECK(a.stream_since == b.stream_since && a.withheld == b.withheld);
  EARSHOT_CHECK(a.boot_times == b.boot_times);
}

void expect_sound(const relay::Frame& frame) {
  EARSHOT_CHECK(frame.epoch != 0);
  EARSHOT_CHECK(frame.first_seq >= 1 && frame.oldest_seq >= 1);
  EARSHOT_CHECK(frame.oldest_seq <= frame.first_seq);
  EARSHOT_CHECK(frame.first_seq <= UINT64_MAX / 4);
  EARSHOT_CHECK(frame.records.size() <= relay::kFrameRecordsMax);
  for (const auto& record : frame.records) {
    EARSHOT_CHECK(record.size() <= relay::kRecordBytesMax);
  }
  // Whoever takes two of these from one another stays far from the ends of 64 bits.
  EARSHOT_CHECK(frame.pending_since.ms >= 0 && frame.pending_since.ms <= kWallMsMax);
  EARSHOT_CHECK(frame.sent_at.ms >= 0 && frame.sent_at.ms <= kWallMsMax);
  EARSHOT_CHECK(frame.stream_since.ms >= 0 && frame.stream_since.ms <= kWallMsMax);
  EARSHOT_CHECK(frame.uptime_ms >= 0);
  for (const auto& withheld : frame.withheld) {
    EARSHOT_CHECK(withheld.index < frame.records.size() && frame.records[withheld.index].empty());
  }
  expect_inert(frame.boot_id, 64);
  EARSHOT_CHECK(frame.boot_times.size() <= relay::kFrameBootTimesMax);
  for (const auto& each : frame.boot_times) {
    expect_inert(each.boot_id, 64);
    EARSHOT_CHECK(each.from_uptime_ms >= 0 && each.at.ms >= 0 && each.at.ms <= kWallMsMax);
    response::Response said;  // its own numbers are as wild as the frame's
    said.boot_id = each.boot_id;
    said.uptime_ms = INT64_MAX;
    static_cast<void>(response::time_said(said, frame.boot_times));
  }
}

void take(relay::Stream stream, std::string_view bytes) {
  const auto frame = within_memory(kBound, bytes.size(),
                                   [&] { return wire::decode_frame(device(), stream, bytes); });
  const auto epoch = within_memory({1, 0}, bytes.size(), [&] { return wire::epoch_of(bytes); });
  if (!frame) {
    const auto refusal = wire::refuse_unreadable(device(), stream, bytes, frame.error().message);
    EARSHOT_CHECK(refusal.cursor.epoch == epoch && refusal.cursor.seq == 0);
    const auto heard = wire::decode_receipt(device(), wire::encode_receipt(refusal));
    EARSHOT_CHECK(heard.has_value() && heard->verdict == relay::Verdict::refused);
    return expect_readable(frame.error());
  }
  expect_sound(*frame);
  const std::string again = wire::encode_frame(*frame);
  // Records that came compressed can be more than a sender would put into one frame.
  if (again.size() > relay::kFrameBytesMax) return;
  const auto twice = wire::decode_frame(device(), stream, again);
  EARSHOT_CHECK(twice.has_value());
  expect_same(*frame, *twice);
  EARSHOT_CHECK(wire::encode_frame(*twice) == again);
}

wire::pb::Frame envelope() {
  wire::pb::Frame frame;
  frame.set_epoch(1);
  frame.set_stream(static_cast<std::uint32_t>(relay::Stream::responses));
  frame.set_first_seq(1);
  frame.set_oldest_seq(1);
  frame.set_digest_before(std::string(32, 'd'));
  return frame;
}

std::string compressed(const std::string& plain) {
  std::string packed(ZSTD_compressBound(plain.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), 1));
  return packed;
}

void take_batch(Chooser& choose) {
  auto frame = envelope();
  const auto how = choose.below(3);
  if (how == 0) {
    frame.set_records(std::string(choose.rest()));
  } else if (how == 1) {
    frame.set_records_zstd(std::string(choose.rest()));
  } else {
    // A bomb: a few bytes, said over and over, up to more than any frame may unpack to.
    constexpr std::size_t kPlainBytesMax = 128 * 1024;
    const std::size_t times = 1 + choose.below(65536);
    const std::string_view piece = choose.rest().substr(0, 64);
    std::string plain;
    for (std::size_t i = 0; i < times && plain.size() < kPlainBytesMax; ++i) plain += piece;
    frame.set_records_zstd(compressed(plain));
  }
  take(relay::Stream::responses, frame.SerializeAsString());
}

void round_trip(Chooser& choose) {
  const auto frame = make_frame(choose);
  const std::string bytes = wire::encode_frame(frame);
  EARSHOT_CHECK(bytes.size() <= relay::kFrameBytesMax);
  const auto decoded = within_memory(
      kBound, bytes.size(), [&] { return wire::decode_frame(frame.device, frame.stream, bytes); });
  EARSHOT_CHECK(decoded.has_value());
  expect_same(frame, *decoded);
  EARSHOT_CHECK(wire::epoch_of(bytes) == frame.epoch);
}

}  // namespace

FUZZ_TARGET(frame) {
  Chooser choose(input);
  switch (choose.below(4)) {
    case 0:
      return round_trip(choose);
    case 1:
      return take_batch(choose);
    default: {
      const auto stream = make_stream(choose);
      return take(stream, choose.rest());
    }
  }
}

}  // namespace earshot::fuzz
