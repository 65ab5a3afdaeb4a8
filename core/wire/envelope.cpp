#include "core/wire/envelope.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>

#include <algorithm>

#include "core/wire/relay.pb.h"

namespace earshot::wire {
namespace {

/// The epoch is a frame's first field; no version of ours had more than these before it.
constexpr int kFieldsLookedAt = 64;

/// Skips one field's value. False: the bytes end before it does, or it is of no kind that we know.
bool skip(google::protobuf::io::CodedInputStream& bytes, std::uint32_t kind) {
  constexpr std::uint32_t kVarint = 0, kFixed64 = 1, kLength = 2, kFixed32 = 5;
  std::uint64_t number = 0;
  switch (kind) {
    case kVarint:
      return bytes.ReadVarint64(&number);
    case kFixed64:
      return bytes.ReadLittleEndian64(&number);
    case kFixed32:
      return bytes.Skip(4);
    case kLength: {
      std::uint32_t length = 0;
      return bytes.ReadVarint32(&length) && length <= INT32_MAX &&
             bytes.Skip(static_cast<int>(length));
    }
    default:
      return false;
  }
}

}  // namespace

relay::Epoch epoch_of(std::string_view frame_bytes) {
  constexpr std::uint32_t kFixed64 = 1;
  constexpr auto kEpochTag = (std::uint32_t{pb::Frame::kEpochFieldNumber} << 3U) | kFixed64;
  const std::size_t size = std::min<std::size_t>(frame_bytes.size(), relay::kFrameBytesMax);
  google::protobuf::io::CodedInputStream bytes(
      reinterpret_cast<const std::uint8_t*>(frame_bytes.data()), static_cast<int>(size));
  for (int i = 0; i < kFieldsLookedAt; ++i) {
    const std::uint32_t tag = bytes.ReadTag();
    if (tag == 0) return 0;
    if (tag == kEpochTag) {
      std::uint64_t epoch = 0;
      return bytes.ReadLittleEndian64(&epoch) ? epoch : 0;
    }
    if (!skip(bytes, tag & 7U)) return 0;
  }
  return 0;
}

relay::Receipt refuse_unreadable(const DeviceId& device, relay::Stream stream,
                                 std::string_view frame_bytes, std::string_view why) {
  relay::Receipt receipt;
  receipt.device = device;
  receipt.stream = stream;
  receipt.verdict = relay::Verdict::refused;
  receipt.cursor.epoch = epoch_of(frame_bytes);
  receipt.reason = fmt::format(
      "frames cannot be read here ({}): the sender’s software and the receiver’s are of different "
      "versions; update the older one",
      why);
  return receipt;
}

}  // namespace earshot::wire
