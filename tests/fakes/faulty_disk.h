// A disk that fails as real ones do, for everything that SQLite writes in this process while it
// lives: power cuts, failed calls, short writes, failed syncs, no room. The files are real ones,
// but syncs are only noted, and locks and shared memory are of this process alone. The same seed
// and the same calls give the same faults. Owner: the test or simulator; one at a time. Threads:
// one.
//
// A life under it:
//   FaultyDisk disk(random);
//   … open stores in folders "a" and "b", use them …
//   disk.crash("a", Fate::any);     // from now on, whatever a's open stores do is refused
//   … destroy a's objects …
//   disk.restart("a");              // a's files are what the power cut left; open them again
//
// A folder stands for a machine's disk: folders crash, fill and fail independently. What other code
// than SQLite does to closed files (set aside, copy, damage, sync) counts as done for sure.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/fakes/faulty_disk_locks.h"
#include "tests/fakes/faulty_disk_model.h"

namespace earshot::fakes {

enum class DiskOp : std::uint8_t { open, access, read, size, write, truncate, sync, remove, shm };
inline constexpr std::size_t kDiskOps = 9;
[[nodiscard]] const char* to_string(DiskOp op);

/// Which calls fail. Calls are counted from the moment that the fault is added.
struct DiskFault {
  std::vector<DiskOp> ops = {};       ///< empty: any
  std::filesystem::path folder = {};  ///< and what is below it; empty: any
  std::string name_ends = {};         ///< of the file, for instance "-wal"; empty: any
  std::uint64_t nth = 0;              ///< 1: the next matching call; 0: by `per_million`
  std::uint64_t times = 1;            ///< so many matching calls in a row, from the nth on
  std::uint32_t per_million = 0;      ///< with nth 0: each matching call fails with this chance
  enum class Kind : std::uint8_t {
    error,        ///< SQLITE_IOERR_… or CANTOPEN, as the call would; of a failed sync a part of
                  ///< what was written since the last good one is gone, though it can be read
    short_write,  ///< of a write: a part is written, and SQLITE_FULL, as SQLite calls it; else
                  ///< error
    full,         ///< of a write: nothing is written, SQLITE_FULL; else error
  };
  Kind kind = Kind::error;
};
inline constexpr std::uint64_t kForEver = UINT64_MAX;

struct DiskCounts {
  std::array<std::uint64_t, kDiskOps> calls{}, failed{};  ///< by DiskOp
  std::uint64_t short_writes = 0;
  std::uint64_t full = 0;  ///< writes for which there was no room
  std::uint64_t synced_changes = 0;
  std::uint64_t sync_losses = 0;  ///< changes that a failed sync lost
  std::uint64_t crashes = 0;
  std::uint64_t refused_after_crash = 0;
  FateCounts fates;
  [[nodiscard]] std::uint64_t calls_of(DiskOp op) const {
    return calls[static_cast<std::size_t>(op)];
  }
  [[nodiscard]] std::uint64_t failed_of(DiskOp op) const {
    return failed[static_cast<std::size_t>(op)];
  }
  [[nodiscard]] std::uint64_t all_failed() const;
};

class FaultyDisk {
 public:
  /// Becomes SQLite's default disk. `random` decides every fate.
  explicit FaultyDisk(Random& random);
  /// Every store that was opened under it must be closed before.
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // ---- power; `folder` stands for itself and what is below it ----

  /// The power goes. What the open stores of this folder do from now on fails and changes nothing;
  /// destroy them before `restart`.
  void crash(const std::filesystem::path& folder, Fate fate);
  /// The power goes in the middle of the nth change (write, truncation, sync, removal, creation)
  /// from now on, 1 being the next: it may be there or not, and its caller is told that it failed.
  /// Replaces an earlier call's; a crash or restart ends it.
  void crash_at_change(const std::filesystem::path& folder, std::uint64_t nth, Fate fate);
  [[nodiscard]] bool crashed(const std::filesystem::path& folder) const;
  /// The files become what the power cut left, and can be opened again. All handles of a crashed
  /// folder must be closed. Does nothing without a crash.
  void restart(const std::filesystem::path& folder);

  /// All files of exactly this folder are these and no others, for sure: a backup played back, a
  /// disk exchanged, an image to look at. Nothing of it may be open.
  void put_back(const std::filesystem::path& folder, const DiskImage& files);

  // ---- looking back: each moment's possible images; exactly this folder ----

  /// From now on everything is written down; the files as they are now are its start.
  void record(const std::filesystem::path& folder);
  /// So many events were written down.
  [[nodiscard]] std::size_t moments(const std::filesystem::path& folder) const;
  [[nodiscard]] DiskRecording take_recording(const std::filesystem::path& folder);

  // ---- faults ----

  /// Returns the fault's number.
  std::size_t add(const DiskFault& fault);
  /// How often it struck so far.
  [[nodiscard]] std::uint64_t struck(std::size_t fault) const { return faults_[fault].struck; }
  /// Exactly this folder's disk says of every sync that it was done, and does nothing.
  void lie_about_syncs(const std::filesystem::path& folder, bool lies = true);
  /// No fault strikes any more. Numbers and capacities stay.
  void mend();
  /// While it lives no fault strikes: for whoever looks at a disk from outside of the story.
  class Calm {
   public:
    explicit Calm(FaultyDisk& disk) : disk_(disk), before_(disk.any_fault_) {
      disk_.any_fault_ = false;
    }
    ~Calm() { disk_.any_fault_ = before_; }
    Calm(const Calm&) = delete;
    Calm& operator=(const Calm&) = delete;

   private:
    FaultyDisk& disk_;
    const bool before_;
  };
  /// Files of this folder (all of them, but for SQLite's shared memory) may have so many bytes;
  /// none: no bound. A write that does not fit is cut short and answered with SQLITE_FULL.
  void set_capacity(const std::filesystem::path& folder, std::optional<std::uint64_t> bytes);
  [[nodiscard]] std::optional<std::uint64_t> capacity(const std::filesystem::path& folder);
  [[nodiscard]] static std::uint64_t used_bytes(const std::filesystem::path& folder);

  [[nodiscard]] const DiskCounts& counts() const { return counts_; }
  /// Changes to this very folder since the disk was made.
  [[nodiscard]] std::uint64_t changes(const std::filesystem::path& folder) const;

 private:
  friend struct FaultyDiskCalls;
  /// The time, in seconds since 1970, that a file with unsynced changes is given when it is closed.
  static constexpr time_t kLeftAt = 1;
  struct File {
    std::string name;
    std::string path;
    int handles = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    FileLocks locks;
  };
  struct Folder {
    std::string path;
    FolderModel model;
    std::map<std::string, File> files;
    std::optional<DiskRecording> recording;
    std::optional<DiskImage> image;  ///< the power is off: what it left
    std::uint64_t crash_in = 0;      ///< changes; 0: no crash is due
    Fate crash_fate = Fate::any;
    std::optional<std::uint64_t> capacity;
    std::uint64_t changes = 0;
    int handles = 0;
    bool lies = false;  ///< about syncs
  };
  struct Fault {
    DiskFault what;
    std::string folder;
    std::uint64_t matched = 0, struck = 0;
    bool on = true;
  };

  Folder& folder_of(const std::string& path);
  Folder& exactly(const std::filesystem::path& folder);
  std::vector<Folder*> below(const std::filesystem::path& folder);
  void look_at(Folder& folder, File& file);
  void crash(Folder& folder, Fate fate);
  static void note(Folder& folder, DiskEvent event);
  /// Notes what SQLite does, and is told if the power goes meanwhile. False: it does.
  bool change(Folder& folder, DiskEvent event);
  std::string losses_of_failed_sync(const Folder& folder, const std::string& name);
  /// The fault that strikes this call; none: it goes well.
  const DiskFault* strike(DiskOp op, const Folder& folder, const std::string& name);

  Random& random_;
  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs vfs_{};
  std::map<std::string, std::unique_ptr<Folder>> folders_;
  std::vector<Fault> faults_;
  bool any_fault_ = false;
  DiskCounts counts_;
};

}  // namespace earshot::fakes
