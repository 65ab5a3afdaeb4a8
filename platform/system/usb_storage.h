// Writes a file for a person to carry away: only on storage that is really plugged in, and told as
// written only when it was read back from there. Owner: whoever calls. Threads: any; it takes as
// long as the storage does.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace earshot::system {

struct UsbWrite {
  enum class Outcome {
    written,    ///< read back, and the same
    absent,     ///< nothing is mounted at the folder
    read_only,  ///< write-protected
    full,
    failed,  ///< pulled out or broken: what is on it must not be relied on
  };
  Outcome outcome = Outcome::failed;
  std::filesystem::path path;  ///< written: the file
  std::string why;             ///< else: for the log
};

struct UsbOptions {
  /// False: any folder will do, which somebody else may carry away.
  bool needs_mount = true;
  /// For tests: called after "opened", "written", "synced", "renamed".
  std::function<void(std::string_view step)> at_step = {};
};

/// Writes `content` as `name` in `folder`, where storage is mounted: beside its final name first,
/// synced, read back from the storage itself where the system can forget what it remembers of it,
/// renamed and synced again. Everything happens on the storage that was there at the beginning,
/// also when it is unmounted meanwhile. Whatever fails, no half file has the final name.
[[nodiscard]] UsbWrite write_to_usb(const std::filesystem::path& folder, const std::string& name,
                                    std::string_view content, const UsbOptions& options = {});

}  // namespace earshot::system
