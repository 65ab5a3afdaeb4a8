// A disk whose power can be cut at any moment, afterwards. While it is installed, every write,
// truncation and sync that SQLite does is carried out and also written down; `image_at` then gives
// what a disk could hold had the power gone after the n-th of them: what was synced is there, of
// the rest any part may be, in sectors. Owner: the test. Threads: one.
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "core/base/ports.h"

namespace earshot::crash {

class DiskRecorder {
 public:
  DiskRecorder() {
    EARSHOT_CHECK(current() == nullptr);
    current() = this;
    real_ = sqlite3_vfs_find(nullptr);
    vfs_ = *real_;
    vfs_.zName = "recorder";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.xOpen = &open;
    vfs_.xDelete = &remove;
    EARSHOT_CHECK(sqlite3_vfs_register(&vfs_, 1) == SQLITE_OK);
  }
  ~DiskRecorder() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
    current() = nullptr;
  }
  DiskRecorder(const DiskRecorder&) = delete;
  DiskRecorder& operator=(const DiskRecorder&) = delete;

  /// How many things were done to the disk so far.
  [[nodiscard]] std::size_t moments() const { return log_.size(); }

  /// Files by name, as the disk might hold them had the power gone after `moment` things.
  [[nodiscard]] std::map<std::string, std::string> image_at(std::size_t moment,
                                                            Random& fate) const {
    std::map<std::string, std::size_t> synced;  // by file: how much of the log is sure
    for (std::size_t i = 0; i < moment; ++i) {
      if (log_[i].kind == Kind::sync || log_[i].kind == Kind::remove) synced[log_[i].file] = i + 1;
    }
    std::map<std::string, std::string> image;
    for (std::size_t i = 0; i < moment; ++i) {
      const auto& event = log_[i];
      const auto sure = synced.find(event.file);
      if (sure != synced.end() && i < sure->second) {
        apply(image, event, nullptr);
      } else if (random_below(fate, 2) == 0) {
        apply(image, event, &fate);
      }
    }
    return image;
  }

 private:
  enum class Kind { write, truncate, sync, remove };
  struct Event {
    Kind kind;
    std::string file;
    std::size_t offset = 0;  ///< or the new size
    std::string bytes;
  };
  struct File {
    sqlite3_file base;
    std::string* name;  ///< of a file that is written down; null: it is not
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };
  static constexpr std::size_t kSector = 512;

  /// With a `fate`, each sector of a write may be missing: the power went while it was written.
  static void apply(std::map<std::string, std::string>& image, const Event& event, Random* fate) {
    if (event.kind == Kind::remove) {
      image.erase(event.file);
      return;
    }
    auto& content = image[event.file];
    if (event.kind == Kind::truncate) content.resize(std::min(content.size(), event.offset));
    if (event.kind != Kind::write) return;
    const bool torn = fate != nullptr && random_below(*fate, 2) == 0;
    for (std::size_t done = 0; done < event.bytes.size();) {
      const auto at = event.offset + done;
      const auto n = std::min(event.bytes.size() - done, kSector - at % kSector);
      if (!torn || random_below(*fate, 2) == 0) {
        if (content.size() < at + n) content.resize(at + n);
        std::memcpy(content.data() + at, event.bytes.data() + done, n);
      }
      done += n;
    }
  }

  static DiskRecorder*& current() {
    static DiskRecorder* recorder = nullptr;
    return recorder;
  }
  static File* own(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return own(file)->real(); }
  static std::string base_name(const char* path) {
    const std::string full(path);
    return full.substr(full.rfind('/') + 1);
  }
  static void note(sqlite3_file* file, Kind kind, std::size_t offset, std::string bytes) {
    if (own(file)->name == nullptr) return;
    current()->log_.push_back({kind, *own(file)->name, offset, std::move(bytes)});
  }

  static int open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out) {
    auto* recorder = current();
    std::memset(file, 0, sizeof(File));
    const int rc = recorder->real_->xOpen(recorder->real_, path, real(file), flags, out);
    if (real(file)->pMethods == nullptr) return rc;
    file->pMethods = methods();
    if (path != nullptr) own(file)->name = new std::string(base_name(path));
    return rc;
  }
  static int remove(sqlite3_vfs*, const char* path, int sync_folder) {
    auto* recorder = current();
    const int rc = recorder->real_->xDelete(recorder->real_, path, sync_folder);
    if (rc == SQLITE_OK) recorder->log_.push_back({Kind::remove, base_name(path), 0, {}});
    return rc;
  }
  static int close(sqlite3_file* file) {
    delete own(file)->name;
    return real(file)->pMethods->xClose(real(file));
  }
  static int write(sqlite3_file* file, const void* bytes, int n, sqlite3_int64 offset) {
    note(file, Kind::write, static_cast<std::size_t>(offset),
         std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(n)));
    return real(file)->pMethods->xWrite(real(file), bytes, n, offset);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    note(file, Kind::truncate, static_cast<std::size_t>(size), {});
    return real(file)->pMethods->xTruncate(real(file), size);
  }
  /// Not carried out: the machine stays up, and the test goes faster.
  static int sync(sqlite3_file* file, int) {
    note(file, Kind::sync, 0, {});
    return SQLITE_OK;
  }

  static const sqlite3_io_methods* methods() {
    static const sqlite3_io_methods kMethods = [] {
      sqlite3_io_methods m{};
      m.iVersion = 2;  // without memory mapping, which would write past us
      m.xClose = &close;
      m.xRead = [](sqlite3_file* f, void* b, int n, sqlite3_int64 o) {
        return real(f)->pMethods->xRead(real(f), b, n, o);
      };
      m.xWrite = &write;
      m.xTruncate = &truncate;
      m.xSync = &sync;
      m.xFileSize = [](sqlite3_file* f, sqlite3_int64* s) {
        return real(f)->pMethods->xFileSize(real(f), s);
      };
      m.xLock = [](sqlite3_file* f, int l) { return real(f)->pMethods->xLock(real(f), l); };
      m.xUnlock = [](sqlite3_file* f, int l) { return real(f)->pMethods->xUnlock(real(f), l); };
      m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
        return real(f)->pMethods->xCheckReservedLock(real(f), out);
      };
      // A size hint or the like would change the real file behind our back; SQLite can do without.
      m.xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
      m.xSectorSize = [](sqlite3_file*) { return static_cast<int>(kSector); };
      m.xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; };
      m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
      };
      m.xShmLock = [](sqlite3_file* f, int o, int n, int flags) {
        return real(f)->pMethods->xShmLock(real(f), o, n, flags);
      };
      m.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
      m.xShmUnmap = [](sqlite3_file* f, int remove) {
        return real(f)->pMethods->xShmUnmap(real(f), remove);
      };
      return m;
    }();
    return &kMethods;
  }

  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs vfs_{};
  std::vector<Event> log_;
};

}  // namespace earshot::crash
