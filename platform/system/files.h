// Small whole files: configuration, surveys, secrets.
// Owner: whoever calls. Threads: any.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace earshot::system {

/// Error: not_found, io, invalid (larger than `bytes_max`); the message names the file.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path,
                                            std::size_t bytes_max = 4 * 1024 * 1024);

/// Writes a new file beside it, syncs, renames over it and syncs the folder: old or new, never
/// half. A new file is readable by its owner alone (0600); an old one's mode is kept. Error: io,
/// no_space.
[[nodiscard]] Result<void> write_file_atomically(const std::filesystem::path& path,
                                                 std::string_view content);

/// Makes a folder and its parents (0700 for the new ones). Error: io, no_space, saying why in
/// words.
[[nodiscard]] Result<void> make_folder(const std::filesystem::path& path);

/// Makes the name of a new or renamed file in `folder` survive a power cut. Error: io.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);

/// An errno as an error a person can act on: "cannot <what>: <why>; <what to do>".
/// no_space for ENOSPC, EDQUOT and EFBIG, not_found for ENOENT and ENOTDIR, else io.
[[nodiscard]] Error errno_error(int number, const std::string& what);

}  // namespace earshot::system
