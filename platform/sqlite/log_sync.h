// Makes what a write-ahead log says true of the disk. A sync that fails leaves pages that can be
// read but were never stored, and the system forgets that they were not; a process that is then
// killed leaves them to its successor, which would take them for committed and build on them.
// Owner: Database::open. Threads: as the Database; nobody else may have the store open.
#pragma once

#include <filesystem>
#include <span>

#include "core/base/result.h"
#include "platform/sqlite/log_check.h"

namespace earshot::sqlite {

/// What `check_log` says of the log that a former process left ("<store>-wal"). Without a log:
/// sound. Error: io.
[[nodiscard]] Result<LogVerdict> examine_log(const std::filesystem::path& store);

/// Writes the patches into that log and syncs it. Each is right by itself, so that a power cut in
/// between leaves a log that the next start mends. Error: io, no_space.
[[nodiscard]] Result<void> patch_log(const std::filesystem::path& store,
                                     std::span<const LogPatch> patches);

/// Writes the log that a former process left ("<store>-wal") over itself, byte for byte, and syncs
/// it. Without a log it does nothing. Error: io, no_space.
[[nodiscard]] Result<void> store_log_again(const std::filesystem::path& store);

}  // namespace earshot::sqlite
