// Rows of the outbox's tables, as they stand in a page's bytes. What is read here may be garbage.
#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "platform/sqlite/outbox_ids.h"
#include "platform/sqlite/salvage.h"

namespace earshot::sqlite {
namespace {

constexpr unsigned char kLeafOfATable = 0x0d;
constexpr std::size_t kPageHeaderBytes = 8;
constexpr std::size_t kPageBytesMin = 512;
constexpr std::uint64_t kPayloadMax = 1 << 20;
constexpr std::size_t kColumnsMax = 8;
constexpr std::uint64_t kNull = 0;

/// Goes through bytes; what is not there is nothing.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}
  std::optional<std::string_view> take(std::uint64_t count) {
    if (count > rest_.size()) return std::nullopt;
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  /// At most nine bytes, seven bits each, the ninth eight.
  std::optional<std::uint64_t> number() {
    std::uint64_t number = 0;
    for (int i = 0; i < 9; ++i) {
      const auto byte = take(1);
      if (!byte) return std::nullopt;
      const auto bits = static_cast<unsigned char>(byte->front());
      if (i == 8) return number << 8 | bits;
      number = number << 7 | (bits & 0x7f);
      if ((bits & 0x80) == 0) return number;
    }
    return number;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

std::uint64_t bytes_of(std::uint64_t type) {
  constexpr std::array<std::uint64_t, 12> kFixed{0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
  return type < kFixed.size() ? kFixed[type] : (type - 12) / 2;
}
bool is_integer(std::uint64_t type) { return (type >= 1 && type <= 6) || type == 8 || type == 9; }
bool is_blob(std::uint64_t type) { return type >= 12 && type % 2 == 0; }

std::int64_t integer_in(std::uint64_t type, std::string_view bytes) {
  if (type == 8 || type == 9) return type == 9 ? 1 : 0;
  std::uint64_t value = !bytes.empty() && (bytes.front() & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(value);
}

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

struct Cell {
  std::int64_t id = 0;
  std::uint64_t total = 0;
  std::string_view here;
  std::uint32_t overflow_page = 0;
};

std::optional<Cell> cell_at(std::string_view page, std::size_t at) {
  if (at >= page.size()) return std::nullopt;
  Cursor from(page.substr(at));
  const auto total = from.number();
  const auto id = from.number();
  if (!total || !id || *total > kPayloadMax) return std::nullopt;
  // How much of it stands here.
  const std::uint64_t usable = page.size();
  const std::uint64_t most = usable - 35;
  const std::uint64_t least = (usable - 12) * 32 / 255 - 23;
  std::uint64_t here = *total;
  if (*total > most) {
    here = least + (*total - least) % (usable - 4);
    if (here > most) here = least;
  }
  Cell cell{static_cast<std::int64_t>(*id), *total, {}, 0};
  const auto bytes = from.take(here);
  if (!bytes) return std::nullopt;
  cell.here = *bytes;
  if (here < *total) {
    const auto next = from.take(4);
    if (!next) return std::nullopt;
    cell.overflow_page = big_endian(*next);
  }
  return cell;
}

struct Columns {
  std::array<std::uint64_t, kColumnsMax> types{};
  std::size_t count = 0;
  std::string_view values;
};

std::optional<Columns> columns_of(std::string_view record) {
  Cursor whole(record);
  const auto header_bytes = whole.number();
  const auto took = record.size() - whole.rest().size();
  if (!header_bytes || *header_bytes < took || *header_bytes > record.size()) return std::nullopt;
  Columns columns;
  Cursor header(record.substr(took, *header_bytes - took));
  while (!header.rest().empty()) {
    const auto type = header.number();
    if (!type || columns.count == kColumnsMax) return std::nullopt;
    columns.types[columns.count++] = *type;
  }
  columns.values = record.substr(*header_bytes);
  return columns;
}

constexpr std::uint64_t kDigestType = 12 + 2 * std::tuple_size_v<relay::Digest>;

/// id NULL (it is the row's own), at, responses, responses_sum, bytes_sum, digest, payload and,
/// since the second migration, withheld.
std::optional<OutboxRow> outbox_row(const Cell& cell) {
  const auto columns = columns_of(cell.here);
  if (!columns || columns->count < 7) return std::nullopt;
  const auto& types = columns->types;
  const auto stream = cell.id >> outbox_ids::kSeqBits;
  const bool fits = types[0] == kNull && std::all_of(&types[1], &types[5], is_integer) &&
                    types[5] == kDigestType && is_blob(types[6]) &&
                    (columns->count == 7 || is_integer(types[7])) && stream >= 1 && stream <= 4 &&
                    outbox_ids::seq_of(cell.id) > 0;
  if (!fits) return std::nullopt;
  std::uint64_t all = cell.total - cell.here.size() + columns->values.size();
  for (std::size_t i = 0; i < columns->count; ++i) {
    if (bytes_of(types[i]) > all) return std::nullopt;
    all -= bytes_of(types[i]);
  }
  if (all != 0) return std::nullopt;
  OutboxRow row;
  row.id = cell.id;
  Cursor values(columns->values);
  std::array<std::int64_t, 5> numbers{};
  for (std::size_t i = 1; i < 5; ++i) {
    const auto bytes = values.take(bytes_of(types[i]));
    if (!bytes) return std::nullopt;
    numbers[i] = integer_in(types[i], *bytes);
  }
  const auto digest = values.take(row.digest.size());
  if (!digest) return std::nullopt;
  std::memcpy(row.digest.data(), digest->data(), row.digest.size());
  row.at = WallTime{numbers[1]};
  row.responses = static_cast<std::uint32_t>(numbers[2]);
  row.payload_bytes = bytes_of(types[6]);
  row.payload = values.rest().substr(0, row.payload_bytes);
  row.overflow_page = cell.overflow_page;
  if (columns->count == 8) {
    // Behind the payload; when that goes on elsewhere, the type alone says it: 0 has one of its
    // own.
    row.withheld = types[7] != 8 && row.payload_bytes == 0;
  }
  return row;
}

/// stream NULL, received_seq, pruned_seq, pruned_digest, and the two sums.
std::optional<StreamRow> stream_row(const Cell& cell) {
  const auto columns = columns_of(cell.here);
  if (!columns || columns->count != 6 || cell.overflow_page != 0) return std::nullopt;
  const auto& types = columns->types;
  const bool fits = types[0] == kNull && is_integer(types[1]) && is_integer(types[2]) &&
                    types[3] == kDigestType && is_integer(types[4]) && is_integer(types[5]) &&
                    cell.id >= 1 && cell.id <= 4;
  if (!fits) return std::nullopt;
  Cursor values(columns->values);
  const auto received = values.take(bytes_of(types[1]));
  const auto pruned = values.take(bytes_of(types[2]));
  StreamRow row;
  const auto digest = values.take(row.pruned_digest.size());
  if (!received || !pruned || !digest) return std::nullopt;
  row.stream = cell.id;
  row.received = static_cast<std::uint64_t>(integer_in(types[1], *received));
  row.pruned = static_cast<std::uint64_t>(integer_in(types[2], *pruned));
  std::memcpy(row.pruned_digest.data(), digest->data(), row.pruned_digest.size());
  return row;
}

/// only NULL (it is the row's own, 1), epoch.
std::optional<relay::Epoch> epoch_row(const Cell& cell) {
  const auto columns = columns_of(cell.here);
  if (!columns || columns->count != 2 || cell.id != 1 || cell.overflow_page != 0) {
    return std::nullopt;
  }
  if (columns->types[0] != kNull || !is_integer(columns->types[1])) return std::nullopt;
  const auto number = Cursor(columns->values).take(bytes_of(columns->types[1]));
  if (!number) return std::nullopt;
  return static_cast<relay::Epoch>(integer_in(columns->types[1], *number));
}

}  // namespace

PageRows rows_on_page(std::string_view page, std::size_t header_at) {
  PageRows rows;
  if (page.size() < kPageBytesMin || header_at + kPageHeaderBytes > page.size()) return rows;
  if (static_cast<unsigned char>(page[header_at]) != kLeafOfATable) return rows;
  const auto cells = big_endian(page.substr(header_at + 3, 2));
  for (std::size_t i = 0; i < cells; ++i) {
    const auto pointer_at = header_at + kPageHeaderBytes + 2 * i;
    if (pointer_at + 2 > page.size()) break;
    const auto cell = cell_at(page, big_endian(page.substr(pointer_at, 2)));
    if (!cell) continue;
    if (const auto record = outbox_row(*cell)) {
      rows.records.push_back(*record);
    } else if (const auto stream = stream_row(*cell)) {
      rows.streams.push_back(*stream);
    } else if (const auto epoch = epoch_row(*cell)) {
      rows.epochs.push_back(*epoch);
    }
  }
  return rows;
}

}  // namespace earshot::sqlite
