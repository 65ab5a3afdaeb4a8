// An incident as it is kept for a person to read. Owner: whoever lists them.
// Threads: a plain value, any thread.
#pragma once

#include <cstdint>

#include "core/base/time.h"
#include "core/relay/inbox.h"

namespace earshot::relay {

struct NotedIncident {
  std::int64_t number = 0;  ///< ascending in time; the cursor of lists
  WallTime at;
  Incident incident;
};

}  // namespace earshot::relay
