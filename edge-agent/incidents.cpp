#include "edge-agent/incidents.h"

namespace earshot::edge {

Result<std::vector<NotedIncident>> list_incidents(SQLite::Database& reader, std::int64_t before,
                                                  int limit) {
  return sqlite::guarded([&]() -> Result<std::vector<NotedIncident>> {
    SQLite::Statement rows(reader,
                           "SELECT id, at, kind, device, stream, detail FROM incident WHERE id < ? "
                           "ORDER BY id DESC LIMIT ?");
    rows.bind(1, before);
    rows.bind(2, limit);
    std::vector<NotedIncident> list;
    while (rows.executeStep()) {
      NotedIncident noted;
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

}  // namespace earshot::edge
