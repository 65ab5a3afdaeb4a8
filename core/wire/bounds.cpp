#include "core/wire/bounds.h"

#include <cstdint>
#include <optional>

namespace earshot::wire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

/// Our messages are three deep.
constexpr int kDepthMax = 8;

std::optional<std::uint64_t> take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) return value;
  }
  return std::nullopt;
}

bool skip(std::string_view& bytes, std::size_t count) {
  if (count > bytes.size()) return false;
  bytes.remove_prefix(count);
  return true;
}

bool walk(std::string_view bytes, const Descriptor& type, std::size_t& fields_left, int depth) {
  constexpr unsigned kVarint = 0, kFixed64 = 1, kLength = 2, kFixed32 = 5;
  while (!bytes.empty()) {
    const auto tag = take_varint(bytes);
    if (!tag || *tag > UINT32_MAX || fields_left == 0) return false;
    --fields_left;
    const unsigned kind = *tag & 7U;
    if (kind == kVarint) {
      if (!take_varint(bytes)) return false;
    } else if (kind == kFixed64 || kind == kFixed32) {
      if (!skip(bytes, kind == kFixed64 ? 8 : 4)) return false;
    } else if (kind == kLength) {
      const auto length = take_varint(bytes);
      if (!length || *length > bytes.size()) return false;
      const auto part = bytes.substr(0, static_cast<std::size_t>(*length));
      bytes.remove_prefix(part.size());
      const FieldDescriptor* field = type.FindFieldByNumber(static_cast<int>(*tag >> 3U));
      const Descriptor* inner = field != nullptr ? field->message_type() : nullptr;
      if (inner == nullptr) continue;
      if (depth == kDepthMax || !walk(part, *inner, fields_left, depth + 1)) return false;
    } else {
      return false;  // groups, which no version of ours ever wrote
    }
  }
  return true;
}

}  // namespace

bool is_bounded(std::string_view bytes, const Descriptor& type, std::size_t fields_max) {
  return walk(bytes, type, fields_max, 1);
}

}  // namespace earshot::wire
