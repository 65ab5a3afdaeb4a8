// Which connection this thread used last: where SQLite keeps the system's own error number, which
// its exceptions do not carry. Owner: platform/sqlite. Threads: each has its own.
#pragma once

struct sqlite3;

namespace earshot::sqlite {

/// From now on, until another one or nullptr is named.
void note_use(sqlite3* connection);

}  // namespace earshot::sqlite
