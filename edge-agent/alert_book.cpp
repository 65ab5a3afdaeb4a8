#include "edge-agent/alert_book.h"

#include <span>
#include <variant>

#include "core/base/check.h"
#include "core/base/hex.h"
#include "core/relay/types.h"
#include "core/wire/codec.h"

namespace earshot::edge {
namespace {

Result<alert::Alert> read_record(const SQLite::Column& blob) {
  auto any = wire::decode_record(
      {static_cast<const char*>(blob.getBlob()), static_cast<std::size_t>(blob.getBytes())});
  auto* raised = any ? std::get_if<wire::AlertRecord>(&*any) : nullptr;
  if (raised == nullptr) {
    return fail(ErrorCode::corrupt, "a stored alert cannot be read" +
                                        (any ? std::string() : ": " + any.error().message));
  }
  return std::move(raised->alert);
}

}  // namespace

AlertId alert_id_for(const ResponseId& response, std::string_view rule) {
  constexpr std::size_t kIdBytes = 16;
  const auto digest = relay::chain_next(
      relay::Digest{}, "earshot-alert-1|" + std::string(rule) + "|" + response.str());
  auto id = AlertId::parse(to_hex(std::span(digest).first(kIdBytes)));
  EARSHOT_CHECK(id.has_value());
  return *id;
}

Result<void> AlertBook::insert(const alert::Alert& alert) {
  return sqlite::guarded([&]() -> Result<void> {
    const auto record = wire::encode_record(wire::AlertRecord{location_, alert});
    auto& insert =
        database_.prepared("INSERT INTO alerts (id, acknowledged_at_ms, record) VALUES (?, ?, ?)");
    insert.bind(1, alert.id.str());
    insert.bind(2, alert.acknowledged_at.ms);
    insert.bind(3, record.data(), static_cast<int>(record.size()));
    insert.exec();
    return {};
  });
}

Result<void> AlertBook::replace(const alert::Alert& alert) {
  return sqlite::guarded([&]() -> Result<void> {
    const auto record = wire::encode_record(wire::AlertRecord{location_, alert});
    auto& update =
        database_.prepared("UPDATE alerts SET acknowledged_at_ms = ?, record = ? WHERE id = ?");
    update.bind(1, alert.acknowledged_at.ms);
    update.bind(2, record.data(), static_cast<int>(record.size()));
    update.bind(3, alert.id.str());
    update.exec();
    return {};
  });
}

Result<std::optional<alert::Alert>> AlertBook::find(const AlertId& id) {
  return sqlite::guarded([&]() -> Result<std::optional<alert::Alert>> {
    auto& row = database_.prepared("SELECT record FROM alerts WHERE id = ?");
    row.bind(1, id.str());
    if (!row.executeStep()) return std::nullopt;
    auto alert = read_record(row.getColumn(0));
    row.reset();
    if (!alert) return tl::unexpected(alert.error());
    return std::move(*alert);
  });
}

Result<void> AlertBook::prune() {
  return sqlite::guarded([&]() -> Result<void> {
    auto& remove = database_.prepared(
        "DELETE FROM alerts WHERE number IN (SELECT number FROM alerts WHERE number <= (SELECT "
        "max(number) FROM alerts) - ? AND acknowledged_at_ms <> 0 ORDER BY number LIMIT 500)");
    remove.bind(1, kKeptMax);
    remove.exec();
    return {};
  });
}

Result<std::uint64_t> AlertBook::open_count() {
  return sqlite::guarded([&]() -> Result<std::uint64_t> {
    auto& row = database_.prepared("SELECT count(*) FROM alerts WHERE acknowledged_at_ms = 0");
    row.executeStep();
    const auto open = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
    row.reset();
    return open;
  });
}

Result<std::vector<alert::Alert>> list_alerts(SQLite::Database& reader, bool open_first,
                                              int limit) {
  return sqlite::guarded([&]() -> Result<std::vector<alert::Alert>> {
    SQLite::Statement rows(
        reader, open_first
                    ? "SELECT record FROM (SELECT number, 1 AS open, record FROM alerts WHERE "
                      "acknowledged_at_ms = 0 UNION ALL SELECT number, 0, record FROM alerts "
                      "WHERE acknowledged_at_ms <> 0) ORDER BY open DESC, number DESC LIMIT ?"
                    : "SELECT record FROM alerts ORDER BY number DESC LIMIT ?");
    rows.bind(1, limit);
    std::vector<alert::Alert> list;
    while (rows.executeStep()) {
      auto alert = read_record(rows.getColumn(0));
      if (!alert) return tl::unexpected(alert.error());
      list.push_back(std::move(*alert));
    }
    return list;
  });
}

}  // namespace earshot::edge
