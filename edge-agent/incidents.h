// What the relay and the agent noted for a person to read: forks, gaps, wrong clocks, a full disk.
// Owner: edge-agent. Threads: any thread with its own reader.
#pragma once

#include <string>
#include <vector>

#include "core/relay/inbox.h"
#include "platform/sqlite/database.h"

namespace earshot::edge {

struct NotedIncident {
  std::int64_t number = 0;  ///< ascending in time; the cursor of lists
  WallTime at;
  relay::Incident incident;
};

/// At most `limit`, newest first, with numbers below `before`.
Result<std::vector<NotedIncident>> list_incidents(SQLite::Database& reader, std::int64_t before,
                                                  int limit);

}  // namespace earshot::edge
