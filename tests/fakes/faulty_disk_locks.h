// SQLite's file locks and shared memory of one database file among the handles of one process,
// without the system: no call, no file, nothing that outlives the handles. Owner: FaultyDisk.
// Threads: one.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace earshot::fakes {

/// What one handle holds.
struct HeldLocks {
  int level = 0;  ///< SQLITE_LOCK_NONE … EXCLUSIVE
  bool uses_shm = false;
  std::uint8_t shared = 0;  ///< bits: slots of the shared memory
  std::uint8_t exclusive = 0;
};

class FileLocks {
 public:
  // As sqlite3_io_methods describes them; SQLITE_OK or SQLITE_BUSY.
  int lock(HeldLocks& held, int level);
  int unlock(HeldLocks& held, int level);
  [[nodiscard]] bool reserved() const { return writer_ != nullptr; }
  /// Region number `region` of `size` bytes; null if it is not there and must not be made.
  void volatile* shm_map(HeldLocks& held, int region, int size, bool make);
  int shm_lock(HeldLocks& held, int offset, int n, int flags);
  /// The memory goes with its last user.
  void shm_unmap(HeldLocks& held);

 private:
  using Region = std::vector<std::uint64_t>;
  int sharers_ = 0;
  HeldLocks* writer_ = nullptr;  ///< has RESERVED or more
  bool pending_ = false;         ///< the writer lets nobody new in
  int shm_users_ = 0;
  std::vector<std::unique_ptr<Region>> regions_;
  std::array<int, 8> slot_sharers_{};
  std::array<bool, 8> slot_taken_{};
};

}  // namespace earshot::fakes
