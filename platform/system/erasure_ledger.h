// Which responses were erased at somebody's wish: a text file beside the store, ids and times only,
// that outlives a store put back from a backup. A line is on the disk before anything is erased.
// Owner: the process's event loop. Threads: one at a time.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace earshot::system {

class ErasureLedger {
 public:
  /// The file's bound, some 2,000,000 erasures; a larger one is refused.
  static constexpr std::size_t kBytesMax = 96 * 1024 * 1024;

  /// Reads the file, which need not exist yet. Lines that are none of ours (a comment, one cut
  /// short by a power cut) are passed over. Error: io, invalid (too large).
  static Result<ErasureLedger> open(const std::filesystem::path& file);

  /// Adds a line and syncs it. A response that is there already costs nothing. Error: io, no_space;
  /// then nothing may be erased yet.
  Result<void> add(const ResponseId& id, WallTime at);

  [[nodiscard]] bool contains(const ResponseId& id) const { return entries_.contains(id); }
  [[nodiscard]] const std::map<ResponseId, WallTime>& entries() const { return entries_; }

 private:
  explicit ErasureLedger(std::filesystem::path file) : file_(std::move(file)) {}
  std::filesystem::path file_;
  std::map<ResponseId, WallTime> entries_;
};

}  // namespace earshot::system
