// Numbered, forward-only schema steps. Owner: Database::open, which alone calls this.
// Threads: as the Database.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <span>

#include "platform/sqlite/database.h"

namespace earshot::sqlite {

/// Reads only: would these migrations fit this file? Error: unsupported when the file holds a step
/// that is not among them (a newer version or another program made it) or that reads differently.
[[nodiscard]] Result<void> check_migrations(SQLite::Database& db,
                                            std::span<const Migration> migrations);

/// Applies those that are missing, each in a transaction of its own. Error: io, no_space; the steps
/// before the failed one stay, and the next start goes on behind them.
[[nodiscard]] Result<void> apply_migrations(SQLite::Database& db,
                                            std::span<const Migration> migrations, WallTime now);

}  // namespace earshot::sqlite
