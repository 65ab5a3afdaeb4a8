#include "core/wire/cell_view.h"

#include <cstddef>
#include <limits>
#include <span>

namespace earshot::wire {
namespace {

/// Protobuf's wire types.
constexpr unsigned kVarint = 0;
constexpr unsigned kBytes = 2;

/// Reads protobuf's fields, each at most once and in ascending order. After a mistake everything
/// that is asked for is absent and sound() is false.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : left_(bytes) {}

  std::optional<std::uint64_t> number(unsigned field) {
    if (!take_tag(field, kVarint)) return std::nullopt;
    return varint();
  }
  std::optional<std::string_view> bytes(unsigned field) {
    if (!take_tag(field, kBytes)) return std::nullopt;
    const std::uint64_t size = varint();
    if (size > left_.size()) {
      sound_ = false;
      return std::nullopt;
    }
    const std::string_view taken = left_.substr(0, static_cast<std::size_t>(size));
    left_.remove_prefix(taken.size());
    return taken;
  }
  void counts(unsigned field, std::span<std::uint64_t> out) {
    const auto packed = bytes(field);
    if (!packed) return;
    Fields list(*packed);
    for (std::size_t i = 0; list.sound_ && !list.left_.empty(); ++i) {
      if (i == out.size()) {
        sound_ = false;
        return;
      }
      out[i] = list.varint();
    }
    sound_ = sound_ && list.sound_;
  }
  [[nodiscard]] std::string_view left() const { return left_; }
  [[nodiscard]] bool sound() const { return sound_; }
  [[nodiscard]] bool done() const { return sound_ && left_.empty(); }

 private:
  bool take_tag(unsigned field, unsigned type) {
    if (!sound_ || left_.empty()) return false;
    if (static_cast<unsigned char>(left_.front()) != (field << 3 | type)) return false;
    left_.remove_prefix(1);
    return true;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !left_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      if (shift == 63 && byte > 1) break;
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    sound_ = false;  // cut short, or of more than 64 bits
    return 0;
  }

  std::string_view left_;
  bool sound_ = true;
};

std::int64_t from_zigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

bool read_key(std::string_view bytes, CellView& cell) {
  Fields key(bytes);
  cell.hour = static_cast<HourUtc>(key.number(1).value_or(0));
  const std::int64_t day = from_zigzag(key.number(2).value_or(0));
  if (day < std::numeric_limits<LocalDay>::min() || day > std::numeric_limits<LocalDay>::max()) {
    return false;
  }
  cell.business_day = static_cast<LocalDay>(day);
  cell.series = key.left();
  // Names and kinds, in their order and once: a second hour among them would count for decoders.
  for (const unsigned name : {3U, 4U}) key.bytes(name);
  for (const unsigned kind : {5U, 6U, 7U}) key.number(kind);
  for (const unsigned name : {8U, 9U, 10U}) key.bytes(name);
  return key.done();
}

bool read_value(std::string_view bytes, score::CellValue& to) {
  Fields value(bytes);
  to.responses = value.number(1).value_or(0);
  to.comments = value.number(2).value_or(0);
  value.counts(3, to.ratings);
  to.duration_ms = value.number(4).value_or(0);
  value.counts(5, to.sentiment);
  value.counts(6, to.emotions);
  value.counts(7, to.misuse);
  to.heard = value.number(8).value_or(0);
  to.revisions = value.number(9).value_or(0);
  return value.done();
}

}  // namespace

std::optional<CellView> view_cell(std::string_view bytes) {
  Fields record(bytes);
  const auto cell = record.bytes(2);
  if (!cell || !record.done()) return std::nullopt;
  Fields fields(*cell);
  CellView view;
  const auto location = fields.bytes(1);
  const auto key = fields.bytes(2);
  const auto version = fields.number(3);
  const auto value = fields.bytes(4);
  if (!location || !key || !version || !value || !fields.done()) return std::nullopt;
  view.location = *location;
  view.version = *version;
  if (!read_key(*key, view) || !read_value(*value, view.value)) return std::nullopt;
  return view;
}

}  // namespace earshot::wire
