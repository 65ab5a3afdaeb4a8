// Tells a disk that cannot read just now from a file that is damaged: to SQLite's integrity check
// both are damage. Owner: Database::open. Threads: any; nobody may have the store open.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace earshot::sqlite {

/// Reads a store and its log ("<store>-wal", if there is one) from the first byte to the last.
/// Error: io: there is nothing to be said about damage; it may well be readable later.
[[nodiscard]] Result<void> check_readable(const std::filesystem::path& store);

}  // namespace earshot::sqlite
