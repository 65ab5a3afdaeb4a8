// Small whole files: configuration, surveys, secrets.
// Owner: whoever calls. Threads: any.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace earshot::system {

/// Error: not_found, io, invalid (larger than `bytes_max`); the message names the file.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path,
                                            std::size_t bytes_max = 4 * 1024 * 1024);

/// Writes a new file beside it, syncs, renames over it and syncs the folder: old or new, never half.
[[nodiscard]] Result<void> write_file_atomically(const std::filesystem::path& path,
                                                 std::string_view content);

/// Makes a folder and its parents. Error: io, saying why in words.
[[nodiscard]] Result<void> make_folder(const std::filesystem::path& path);

}  // namespace earshot::system
