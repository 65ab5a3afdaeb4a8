// What a kiosk tells of its own store on its status topic: that its disk spoilt it, and what became
// of the answers in it. Owner: Edge. Threads: its event loop's only.
#pragma once

#include <string>
#include <string_view>

#include "core/relay/inbox.h"
#include "platform/sqlite/database.h"

namespace earshot::edge {

/// The "incident" of a status message, clean text of one line; empty: there is none.
[[nodiscard]] std::string kiosk_incident(std::string_view json);

/// A kiosk says it with every connection: true if exactly this was noted before, and is kept still.
[[nodiscard]] Result<bool> is_noted(SQLite::Database& reader, const relay::Incident& incident);

}  // namespace earshot::edge
