// Erasing in the SQLite store: the words of a response, and of every alert for it.
#include <set>

#include "aggregator/erasing.h"
#include "aggregator/sqlite_rows.h"
#include "aggregator/sqlite_store.h"
#include "core/wire/codec.h"

namespace earshot::hq {

using sqlite::guarded;

/// None of `rows` may be open while they are written: the ids are gathered first.
template <typename Record, typename Wanted>
std::vector<Record> SqliteStore::records_of(const char* sql, const std::string& location,
                                            Wanted wanted) {
  Query rows(database_.prepared(sql));
  if (!location.empty()) rows->bind(1, location);
  std::vector<Record> found;
  while (rows->executeStep()) {
    auto any = wire::decode_record(bytes_at(*rows, 0));
    if (!any || !std::holds_alternative<Record>(*any)) continue;
    if (wanted(std::get<Record>(*any))) found.push_back(std::get<Record>(std::move(*any)));
  }
  return found;
}

void SqliteStore::write_erased(std::vector<wire::ResponseRecord> responses,
                               std::vector<wire::AlertRecord> alerts) {
  for (wire::ResponseRecord& one : responses) {
    if (!take_words_out(one.response)) continue;
    const std::string record = wire::encode_record(one);
    auto& row = database_.prepared(
        "UPDATE hq_response SET words = 0, record = ? WHERE location = ? AND id = ?");
    row.bind(1, record.data(), static_cast<int>(record.size()));
    row.bind(2, one.location.str());
    row.bind(3, one.response.id.str());
    row.exec();
  }
  for (wire::AlertRecord& one : alerts) {
    if (!take_words_out(one.alert)) continue;
    const std::string record = wire::encode_record(one);
    auto& row = database_.prepared("UPDATE hq_alert SET record = ? WHERE location = ? AND id = ?");
    row.bind(1, record.data(), static_cast<int>(record.size()));
    row.bind(2, one.location.str());
    row.bind(3, one.alert.id.str());
    row.exec();
  }
}

void SqliteStore::note_erased(const ResponseId& id) {
  auto& row = database_.prepared("INSERT OR IGNORE INTO hq_erased VALUES (?)");
  row.bind(1, id.str());
  row.exec();
}

Result<void> SqliteStore::erase(const LocationId& location, const ResponseId& id) {
  return guarded([&]() -> Result<void> {
    auto responses = records_of<wire::ResponseRecord>(
        "SELECT record FROM hq_response WHERE location = ?", location.str(),
        [&](const wire::ResponseRecord& one) { return one.response.id == id; });
    auto alerts = records_of<wire::AlertRecord>(
        "SELECT record FROM hq_alert WHERE location = ?", location.str(),
        [&](const wire::AlertRecord& one) { return one.alert.response == id; });
    write_erased(std::move(responses), std::move(alerts));
    note_erased(id);
    return {};
  });
}

Result<std::vector<ResponseId>> SqliteStore::erase_missed(const std::vector<ResponseId>& erased) {
  return database_.in_one_transaction([&]() -> Result<std::vector<ResponseId>> {
    std::vector<ResponseId> missed;
    for (const ResponseId& id : erased) {
      Query row(database_.prepared("SELECT 1 FROM hq_erased WHERE response = ?"));
      row->bind(1, id.str());
      if (!row->executeStep()) missed.push_back(id);
    }
    if (missed.empty()) return missed;
    const std::set<ResponseId> wanted(missed.begin(), missed.end());
    write_erased(records_of<wire::ResponseRecord>("SELECT record FROM hq_response", {},
                                                  [&](const wire::ResponseRecord& one) {
                                                    return wanted.contains(one.response.id);
                                                  }),
                 records_of<wire::AlertRecord>("SELECT record FROM hq_alert", {},
                                               [&](const wire::AlertRecord& one) {
                                                 return wanted.contains(one.alert.response);
                                               }));
    for (const ResponseId& id : missed) note_erased(id);
    return missed;
  });
}

}  // namespace earshot::hq
