#include "platform/sqlite/incidents.h"

namespace earshot::sqlite {

Result<std::vector<relay::NotedIncident>> list_incidents(SQLite::Database& reader,
                                                         std::int64_t before, int limit) {
  return guarded([&]() -> Result<std::vector<relay::NotedIncident>> {
    SQLite::Statement rows(reader,
                           "SELECT id, at, kind, device, stream, detail FROM incident WHERE id < ? "
                           "ORDER BY id DESC LIMIT ?");
    rows.bind(1, before);
    rows.bind(2, limit);
    std::vector<relay::NotedIncident> list;
    while (rows.executeStep()) {
      relay::NotedIncident noted;
      noted.number = rows.getColumn(0).getInt64();
      noted.at = {rows.getColumn(1).getInt64()};
      noted.incident.kind = static_cast<relay::Incident::Kind>(rows.getColumn(2).getInt());
      noted.incident.device = DeviceId::trusted(rows.getColumn(3).getString());
      noted.incident.stream = static_cast<relay::Stream>(rows.getColumn(4).getInt());
      noted.incident.detail = rows.getColumn(5).getString();
      list.push_back(std::move(noted));
    }
    return list;
  });
}

Result<bool> is_noted(SQLite::Database& reader, const relay::Incident& incident) {
  return guarded([&]() -> Result<bool> {
    SQLite::Statement row(reader,
                          "SELECT 1 FROM incident WHERE kind = ? AND device = ? AND detail = ?");
    row.bind(1, static_cast<int>(incident.kind));
    row.bind(2, incident.device.str());
    row.bind(3, incident.detail);
    return row.executeStep();
  });
}

}  // namespace earshot::sqlite
