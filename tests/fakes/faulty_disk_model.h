// What a folder's files surely hold, and what a power cut could leave of them. Pure: no files are
// touched. Owner: FaultyDisk while it happens, a test that looks back afterwards. Threads: one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ports.h"

namespace earshot::fakes {

/// What becomes of that which was written and not synced when the power goes.
enum class Fate : std::uint8_t {
  lost,         ///< nothing of it is there
  kept,         ///< all of it is there, as after a kill
  any,          ///< each change is there, missing, or torn by sectors; also a later one alone
  newest_kept,  ///< of each file only the newest change is there
  in_order,     ///< up to some moment all of it, and then one torn change
};
inline constexpr Fate kFates[] = {Fate::lost, Fate::kept, Fate::any, Fate::newest_kept,
                                  Fate::in_order};

/// How much of a write a disk does at once, in bytes.
inline constexpr std::size_t kDiskSector = 512;

/// One thing that was done to a disk.
struct DiskEvent {
  enum class Kind : std::uint8_t {
    adopt,   ///< the file is there with these bytes, for sure: something else put it there
    forget,  ///< the file is not there any more, for sure
    create,
    write,
    truncate,
    sync,
    sync_failed,
    remove
  };
  Kind kind = Kind::write;
  std::string name;        ///< of the file, without its folder
  std::size_t offset = 0;  ///< of a write; of a truncation the new size
  /// Of a write or adopted file; of a failed sync 'x' for each change that is lost.
  std::string bytes = {};
  bool folder_synced = false;  ///< of a removal: it was made sure
};

/// What fate did to unsynced changes, summed up over images.
struct FateCounts {
  std::uint64_t changes_kept = 0, changes_lost = 0, changes_torn = 0;
  std::uint64_t reordered = 0;     ///< changes that were kept behind one that was not
  std::uint64_t names_undone = 0;  ///< files that were created or removed, and then were not
  FateCounts& operator+=(const FateCounts& other);
};

/// Files by name, as a disk might hold them.
using DiskImage = std::map<std::string, std::string>;

class FolderModel {
 public:
  void apply(DiskEvent event);

  /// Some change to the file is not synced, or was lost by a failed sync.
  [[nodiscard]] bool unsure(const std::string& name) const;
  [[nodiscard]] bool has(const std::string& name) const { return now_.contains(name); }
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] std::size_t unsynced_changes(const std::string& name) const;

  /// What could be there had the power gone now.
  DiskImage image(Fate fate, Random& random, FateCounts* counts = nullptr) const;

 private:
  struct Change {
    bool truncates = false;
    std::size_t offset = 0;
    std::string bytes;
  };
  struct File {
    std::string sure;
    std::vector<Change> unsynced;
    bool lost_some = false;  ///< by a failed sync: what is read is not what is on the disk
  };
  using Number = std::uint64_t;  ///< a file's own, whatever it is called
  struct NameChange {
    std::string name;
    Number file = 0;  ///< 0: removed
  };

  void forget(const std::string& name);
  File& file(const std::string& name);
  void sync_names();
  void drop_unnamed();
  static void put(std::string& content, const Change& change);
  static void put_torn(std::string& content, const Change& change, Random& random);
  static std::string content_of(const File& file, Fate fate, Random& random, FateCounts& counts);

  std::map<std::string, Number> now_, sure_;
  std::vector<NameChange> name_changes_;  ///< from `sure_` to `now_`
  std::map<Number, File> files_;
  Number last_number_ = 0;
};

/// All that was done to a folder from a moment on.
struct DiskRecording {
  FolderModel start;
  std::vector<DiskEvent> events;
};

/// Goes through a recording, one event after the other.
class DiskReplay {
 public:
  explicit DiskReplay(const DiskRecording& recording)
      : recording_(recording), model_(recording.start) {}
  /// How many events lie behind.
  [[nodiscard]] std::size_t moment() const { return moment_; }
  /// One event more. False: there is none.
  bool step();
  [[nodiscard]] const FolderModel& model() const { return model_; }

 private:
  const DiskRecording& recording_;
  FolderModel model_;
  std::size_t moment_ = 0;
};

}  // namespace earshot::fakes
