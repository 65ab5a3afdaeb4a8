// What the relay and its programs noted for a person to read: forks, gaps, wrong clocks, a full
// disk; see Inbox::note. Owner: the edge agent, headquarters. Threads: any with its own reader.
#pragma once

#include <cstdint>
#include <vector>

#include "core/relay/noted_incident.h"
#include "platform/sqlite/database.h"

namespace earshot::sqlite {

/// At most `limit`, newest first, with numbers below `before`.
Result<std::vector<relay::NotedIncident>> list_incidents(SQLite::Database& reader,
                                                         std::int64_t before, int limit);

/// True if exactly this was noted before, and is kept still.
Result<bool> is_noted(SQLite::Database& reader, const relay::Incident& incident);

}  // namespace earshot::sqlite
