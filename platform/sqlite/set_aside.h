// Damaged stores, kept beside the one that took their place: "<store>.corrupt-<ms>", a folder with
// the store's file and its log ("-wal"). Owner: Database, which makes them and lets them go with an
// erasure. Threads: the store's; nobody else may have it open.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace earshot::sqlite {

/// Moves the store and its log into such a folder: first the file, then its log, so that a power
/// cut in between leaves a log without a store, which `finish_set_aside` knows, and never a store
/// without its log, which would look sound. Returns the folder. Error: io, no_space.
[[nodiscard]] Result<std::string> set_aside(const std::filesystem::path& store, WallTime now);

/// Before a store is opened: ends what a power cut left half done. Returns the folder, or nothing
/// when there was nothing to do. Error: io.
[[nodiscard]] Result<std::string> finish_set_aside(const std::filesystem::path& store,
                                                   WallTime now);

/// The folders, oldest first.
[[nodiscard]] std::vector<std::filesystem::path> set_aside_stores(
    const std::filesystem::path& store);

/// Words must go: an erasure, or they are older than words are kept. Deletes what was set aside at
/// `until` or before. Error: io; the others went.
[[nodiscard]] Result<void> delete_set_aside(const std::filesystem::path& store, WallTime until);

}  // namespace earshot::sqlite
