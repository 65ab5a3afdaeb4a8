// The voices' part of the SQLite store: alerts, responses with words, and when locations were
// heard.
#include <unordered_map>

#include "aggregator/sqlite_rows.h"
#include "aggregator/sqlite_store.h"
#include "core/wire/codec.h"
#include "platform/sqlite/incidents.h"

namespace earshot::hq {
namespace {

using sqlite::guarded;

/// None when a stored record cannot be read any more; it is passed over, and replaced when it comes
/// again.
template <typename T>
std::optional<T> read_back(std::string_view record) {
  auto any = wire::decode_record(record);
  if (any && std::holds_alternative<T>(*any)) return std::get<T>(std::move(*any));
  return std::nullopt;
}

bool has_words_that_count(const response::Response& response) {
  return !response.withdrawn && response.misuse == 0 && !response::comment_of(response).empty();
}

}  // namespace

Result<std::optional<alert::Alert>> SqliteStore::find_alert(const LocationId& location,
                                                            const AlertId& id) {
  return guarded([&]() -> Result<std::optional<alert::Alert>> {
    Query row(database_.prepared("SELECT record FROM hq_alert WHERE location = ? AND id = ?"));
    row->bind(1, location.str());
    row->bind(2, id.str());
    if (!row->executeStep()) return std::nullopt;
    auto record = read_back<wire::AlertRecord>(bytes_at(*row, 0));
    if (!record) return std::nullopt;
    return std::move(record->alert);
  });
}

Result<void> SqliteStore::put_alert(const LocationId& location, const alert::Alert& alert) {
  return guarded([&]() -> Result<void> {
    const std::string record = wire::encode_record(wire::AlertRecord{location, alert});
    auto& row = database_.prepared("INSERT OR REPLACE INTO hq_alert VALUES (?,?,?,?,?)");
    row.bind(1, location.str());
    row.bind(2, alert.id.str());
    row.bind(3, alert.raised_at.ms);
    row.bind(4, alert.acknowledged_at.ms);
    row.bind(5, record.data(), static_cast<int>(record.size()));
    row.exec();
    return {};
  });
}

Result<std::optional<response::Response>> SqliteStore::find_response(const LocationId& location,
                                                                     const ResponseId& id) {
  return guarded([&]() -> Result<std::optional<response::Response>> {
    Query row(database_.prepared("SELECT record FROM hq_response WHERE location = ? AND id = ?"));
    row->bind(1, location.str());
    row->bind(2, id.str());
    if (!row->executeStep()) return std::nullopt;
    auto record = read_back<wire::ResponseRecord>(bytes_at(*row, 0));
    if (!record) return std::nullopt;
    return std::move(record->response);
  });
}

Result<void> SqliteStore::put_response(const StoredVoice& voice) {
  return guarded([&]() -> Result<void> {
    const std::string record =
        wire::encode_record(wire::ResponseRecord{voice.location, voice.response});
    auto& row = database_.prepared("INSERT OR REPLACE INTO hq_response VALUES (?,?,?,?,?,?,?)");
    row.bind(1, voice.location.str());
    row.bind(2, voice.response.id.str());
    row.bind(3, number_of(voice.response.revision));
    row.bind(4, voice.response.at.ms);
    row.bind(5, voice.received_at.ms);
    row.bind(6, has_words_that_count(voice.response) ? 1 : 0);
    row.bind(7, record.data(), static_cast<int>(record.size()));
    row.exec();
    return {};
  });
}

Result<std::vector<alert::Alert>> SqliteStore::alerts(const LocationId& location,
                                                      std::size_t limit) {
  return guarded([&]() -> Result<std::vector<alert::Alert>> {
    auto& row = database_.prepared(
        "SELECT record FROM hq_alert WHERE location = ? ORDER BY raised_at_ms DESC, id LIMIT ?");
    row.bind(1, location.str());
    row.bind(2, number_of(limit));
    std::vector<alert::Alert> alerts;
    while (row.executeStep()) {
      auto record = read_back<wire::AlertRecord>(bytes_at(row, 0));
      if (record) alerts.push_back(std::move(record->alert));
    }
    return alerts;
  });
}

Result<std::vector<StoredVoice>> SqliteStore::comments(const LocationId& location,
                                                       std::size_t limit) {
  return guarded([&]() -> Result<std::vector<StoredVoice>> {
    auto& row = database_.prepared(
        "SELECT record, received_at_ms FROM hq_response WHERE location = ? AND words = 1 "
        "ORDER BY at_ms DESC, id LIMIT ?");
    row.bind(1, location.str());
    row.bind(2, number_of(limit));
    std::vector<StoredVoice> voices;
    while (row.executeStep()) {
      auto record = read_back<wire::ResponseRecord>(bytes_at(row, 0));
      if (!record) continue;
      voices.push_back(
          {location, WallTime{row.getColumn(1).getInt64()}, std::move(record->response)});
    }
    return voices;
  });
}

Result<void> SqliteStore::each_summary(const VoiceStore::Visitor& visit) {
  return guarded([&]() -> Result<void> {
    std::unordered_map<LocationId, VoiceSummary> summaries;
    auto& alerts = database_.prepared(
        "SELECT location, sum(acknowledged_at_ms = 0), max(raised_at_ms) FROM hq_alert "
        "GROUP BY location");
    while (alerts.executeStep()) {
      VoiceSummary& summary = summaries[LocationId::trusted(alerts.getColumn(0).getString())];
      summary.alerts_open = count_at(alerts, 1);
      summary.newest_alert.ms = alerts.getColumn(2).getInt64();
    }
    auto& words = database_.prepared(
        "SELECT location, max(at_ms) FROM hq_response WHERE words = 1 GROUP BY location");
    while (words.executeStep()) {
      summaries[LocationId::trusted(words.getColumn(0).getString())].newest_comment.ms =
          words.getColumn(1).getInt64();
    }
    for (const auto& [location, summary] : summaries) visit(location, summary);
    return {};
  });
}

Result<void> SqliteStore::save(std::span<const Heard> heard) {
  return database_.in_one_transaction([&]() -> Result<void> {
    forget_if_undone();
    for (const Heard& one : heard) {
      Number number = 0;
      location(one.location, number);
      auto& row = database_.prepared(
          "UPDATE hq_location SET last_heard_ms = ?, pending = ?, pending_since_ms = ? "
          "WHERE number = ?");
      row.bind(1, one.last_heard.ms);
      row.bind(2, number_of(one.pending));
      row.bind(3, one.pending_since.ms);
      row.bind(4, number);
      row.exec();
    }
    return {};
  });
}

Result<std::vector<Heard>> SqliteStore::load() {
  return guarded([&]() -> Result<std::vector<Heard>> {
    auto& row = database_.prepared(
        "SELECT id, last_heard_ms, pending, pending_since_ms FROM hq_location "
        "WHERE last_heard_ms > 0");
    std::vector<Heard> heard;
    while (row.executeStep()) {
      heard.push_back({LocationId::trusted(row.getColumn(0).getString()),
                       WallTime{row.getColumn(1).getInt64()}, count_at(row, 2),
                       WallTime{row.getColumn(3).getInt64()}});
    }
    return heard;
  });
}

Result<std::vector<HeardStore::LocatedLife>> SqliteStore::later_lives() {
  return guarded([&]() -> Result<std::vector<LocatedLife>> {
    auto& row = database_.prepared(
        "SELECT l.id, max(e.life), e.began_ms, e.before_ms, e.missing_most FROM hq_life e "
        "JOIN hq_location l ON l.number = e.location WHERE e.life > 1 GROUP BY e.location");
    std::vector<LocatedLife> lives;
    while (row.executeStep()) {
      lives.emplace_back(
          LocationId::trusted(row.getColumn(0).getString()),
          LaterLife{row.getColumn(1).getInt64(), WallTime{row.getColumn(2).getInt64()},
                    WallTime{row.getColumn(3).getInt64()}, count_at(row, 4)});
    }
    return lives;
  });
}

Result<std::uint64_t> SqliteStore::told_before(const LocationId& location, Life life,
                                               HourUtc from) {
  return guarded([&]() -> Result<std::uint64_t> {
    const auto number = numbers_.find(location);
    if (number == numbers_.end()) return std::uint64_t{0};
    Query row(
        database_.prepared("SELECT coalesce(sum(responses), 0) FROM hq_total "
                           "WHERE location = ? AND hour >= ? AND life < ?"));
    row->bind(1, number->second);
    row->bind(2, number_of(from));
    row->bind(3, life);
    return row->executeStep() ? count_at(*row, 0) : 0;
  });
}

Result<std::vector<relay::NotedIncident>> SqliteStore::incidents(std::int64_t before,
                                                                 std::size_t count) {
  return sqlite::list_incidents(database_.raw(), before, static_cast<int>(count));
}

Result<void> SqliteStore::nothing_missing(const LocationId& location, Life life) {
  return database_.in_one_transaction([&]() -> Result<void> {
    auto& row = database_.prepared(
        "UPDATE hq_life SET missing_most = 0 WHERE life = ? AND location = "
        "(SELECT number FROM hq_location WHERE id = ?)");
    row.bind(1, life);
    row.bind(2, location.str());
    row.exec();
    return {};
  });
}

}  // namespace earshot::hq
