#include "edge-agent/response_book.h"

#include <algorithm>
#include <variant>

#include "core/wire/codec.h"

namespace earshot::edge {
namespace {

constexpr std::string_view kFind =
    "SELECT number, device, business_day, received_at_ms, historical, record, at_ms, clock "
    "FROM responses WHERE id = ?";
constexpr const char* kList =
    "SELECT number, device, business_day, received_at_ms, historical, record, at_ms, clock "
    "FROM responses WHERE number < ? ORDER BY number DESC LIMIT ?";

Result<FiledResponse> read_row(SQLite::Statement& row) {
  const auto blob = row.getColumn(5);
  auto any = wire::decode_record(
      {static_cast<const char*>(blob.getBlob()), static_cast<std::size_t>(blob.getBytes())});
  auto* said = any ? std::get_if<wire::ResponseRecord>(&*any) : nullptr;
  if (said == nullptr) {
    return fail(ErrorCode::corrupt, "stored response " + row.getColumn(0).getString() +
                                        " cannot be read" +
                                        (any ? std::string() : ": " + any.error().message));
  }
  FiledResponse filed;
  filed.number = row.getColumn(0).getInt64();
  filed.device = DeviceId::trusted(row.getColumn(1).getString());
  filed.business_day = row.getColumn(2).getInt();
  filed.received_at = {row.getColumn(3).getInt64()};
  filed.historical = row.getColumn(4).getInt() != 0;
  filed.response = std::move(said->response);
  filed.said_at = filed.response.at;
  if (const auto at = row.getColumn(6); !at.isNull()) filed.response.at = {at.getInt64()};
  filed.clock = static_cast<response::ClockVerdict>(row.getColumn(7).getInt());
  return filed;
}

/// The filed time, where it is not the one in the record.
void bind_time(SQLite::Statement& row, int at, int clock, const FiledResponse& filed) {
  if (filed.clock == response::ClockVerdict::as_said) {
    row.bind(at);
  } else {
    row.bind(at, filed.response.at.ms);
  }
  row.bind(clock, static_cast<int>(filed.clock));
}

}  // namespace

Contribution contribution_of(const FiledResponse& filed) {
  auto added = score::contribution(filed.response, filed.business_day);
  for (auto& [key, value] : added) {
    value.duration_ms = std::min<std::uint64_t>(value.duration_ms, kHourMs);
  }
  return added;
}

Result<bool> ResponseBook::insert(FiledResponse& filed, std::string_view record) {
  return sqlite::guarded([&]() -> Result<bool> {
    auto& insert = database_.prepared(
        "INSERT INTO responses (id, revision, device, business_day, received_at_ms, historical, "
        "record, at_ms, clock) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
    insert.bindNoCopy(1, filed.response.id.str());
    insert.bind(2, filed.response.revision);
    insert.bindNoCopy(3, filed.device.str());
    insert.bind(4, filed.business_day);
    insert.bind(5, filed.received_at.ms);
    insert.bind(6, filed.historical ? 1 : 0);
    insert.bindNoCopy(7, record.data(), static_cast<int>(record.size()));
    bind_time(insert, 8, 9, filed);
    if (insert.exec() == 0) return false;
    filed.number = database_.raw().getLastInsertRowid();
    return true;
  });
}

Result<std::optional<FiledResponse>> ResponseBook::find(const ResponseId& id) {
  return sqlite::guarded([&]() -> Result<std::optional<FiledResponse>> {
    auto& row = database_.prepared(kFind);
    row.bind(1, id.str());
    if (!row.executeStep()) return std::nullopt;
    auto filed = read_row(row);
    row.reset();
    if (!filed) return tl::unexpected(filed.error());
    return std::move(*filed);
  });
}

Result<void> ResponseBook::replace(const FiledResponse& filed, std::string_view record) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& update = database_.prepared(
        "UPDATE responses SET revision = ?, device = ?, business_day = ?, record = ?, at_ms = ?, "
        "clock = ? WHERE number = ?");
    update.bind(1, filed.response.revision);
    update.bind(2, filed.device.str());
    update.bind(3, filed.business_day);
    update.bindNoCopy(4, record.data(), static_cast<int>(record.size()));
    bind_time(update, 5, 6, filed);
    update.bind(7, filed.number);
    update.exec();
    return {};
  });
}

Result<std::uint64_t> ResponseBook::count() {
  return sqlite::guarded([&]() -> Result<std::uint64_t> {
    return static_cast<std::uint64_t>(
        database_.raw().execAndGet("SELECT count(*) FROM responses").getInt64());
  });
}

Result<std::vector<FiledResponse>> list_responses(SQLite::Database& reader, std::int64_t before,
                                                  int limit) {
  return sqlite::guarded([&]() -> Result<std::vector<FiledResponse>> {
    SQLite::Statement rows(reader, kList);
    rows.bind(1, before);
    rows.bind(2, limit);
    std::vector<FiledResponse> list;
    while (rows.executeStep()) {
      auto filed = read_row(rows);
      if (!filed) return tl::unexpected(filed.error());
      list.push_back(std::move(*filed));
    }
    return list;
  });
}

}  // namespace earshot::edge
