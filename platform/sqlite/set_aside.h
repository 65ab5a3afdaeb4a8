// Damaged stores, kept beside the one that took their place: "<store>.corrupt-<ms>", a folder with
// the store's file, its log ("-wal"), and a note once everything readable was taken out of it.
// Owner: Database::open makes them; the program that owns the store lets them go. Threads: the
// store's; nobody else may have it open.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace earshot::sqlite {

/// So many are kept at most: a disk that spoils one after the other does not fill itself with them.
inline constexpr std::size_t kSetAsideMax = 3;

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

/// What `note_salvaged` noted of a folder; empty: nothing yet.
[[nodiscard]] std::string salvaged_words(const std::filesystem::path& folder);
[[nodiscard]] Result<void> note_salvaged(const std::filesystem::path& folder,
                                         std::string_view words);

/// A store whose log was mended is as it was, and in its place: "<store>.mended" says for a person
/// what was found, until whoever owns the store has told it, or it goes with age. Empty: nothing.
[[nodiscard]] std::string mended_words(const std::filesystem::path& store);
[[nodiscard]] Result<void> note_mended(const std::filesystem::path& store, std::string_view words);
void forget_mended(const std::filesystem::path& store);

/// For a store that others fill again. Tells a person of a log that was mended and of each store
/// that was set aside, once, by `note`, and lets the oldest go above kSetAsideMax. `what_now`: what
/// the program does about it, a sentence. What cannot be noted is logged, and told again next time.
void tell_of_damage(const std::filesystem::path& store, std::string_view what_now,
                    const std::function<Result<void>(const std::string& words)>& note);

/// Words must go: an erasure, or they are older than words are kept. Deletes what was set aside at
/// `until` or before, and what was noted of a mended log then. Error: io; the others went.
[[nodiscard]] Result<void> delete_set_aside(const std::filesystem::path& store, WallTime until);
/// Deletes the oldest ones above kSetAsideMax. Error: as above.
[[nodiscard]] Result<void> keep_few_set_aside(const std::filesystem::path& store);

}  // namespace earshot::sqlite
