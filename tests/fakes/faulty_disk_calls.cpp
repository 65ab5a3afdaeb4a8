#include "tests/fakes/faulty_disk_calls.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <new>
#include <string>

#include "core/base/check.h"

namespace earshot::fakes {

struct FaultyDiskCalls::Handle {
  sqlite3_file base = {};
  FaultyDisk::Folder* folder = nullptr;  ///< null: a temporary file, which nobody keeps
  FaultyDisk::File* file = nullptr;
  HeldLocks locks;
};

namespace {

using Handle = FaultyDiskCalls::Handle;

FaultyDisk*& disk() {
  static FaultyDisk* the_disk = nullptr;
  return the_disk;
}

Handle* own(sqlite3_file* file) { return reinterpret_cast<Handle*>(file); }
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(own(file) + 1); }
const sqlite3_io_methods* real_methods(sqlite3_file* file) { return real(file)->pMethods; }

FileLocks& locks_of(sqlite3_file* file) { return own(file)->file->locks; }

std::pair<std::string, std::string> split(const char* path) {
  const std::string full(path);
  const auto slash = full.rfind('/');
  EARSHOT_CHECK(slash != std::string::npos);
  return {full.substr(0, slash), full.substr(slash + 1)};
}

bool is_there(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

}  // namespace

sqlite3_vfs FaultyDiskCalls::install(FaultyDisk& the_disk, const sqlite3_vfs& real) {
  EARSHOT_CHECK(disk() == nullptr);
  disk() = &the_disk;
  sqlite3_vfs vfs = real;
  vfs.zName = "faulty-disk";
  vfs.pNext = nullptr;
  vfs.szOsFile = static_cast<int>(sizeof(Handle)) + real.szOsFile;
  vfs.xOpen = &open;
  vfs.xDelete = &remove;
  vfs.xAccess = &access;
  return vfs;
}

void FaultyDiskCalls::uninstall() { disk() = nullptr; }

int FaultyDiskCalls::open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out) {
  auto& d = *disk();
  new (file) Handle{};
  if (path == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0) {
    const int rc = d.real_->xOpen(d.real_, path, real(file), flags, out);
    if (real_methods(file) != nullptr) file->pMethods = methods();
    return rc;
  }
  const auto [folder_path, name] = split(path);
  auto& folder = d.folder_of(folder_path);
  if (folder.image || d.strike(DiskOp::open, folder, name) != nullptr) return SQLITE_CANTOPEN;
  auto& known = folder.files[name];
  if (known.handles == 0) {
    known.name = name;
    known.path = path;
  }
  const bool was_there = is_there(known.path);
  if (!was_there) d.look_at(folder, known);
  const int rc = d.real_->xOpen(d.real_, path, real(file), flags, out);
  if (real_methods(file) == nullptr) return rc;
  file->pMethods = methods();
  own(file)->folder = &folder;
  own(file)->file = &known;
  ++folder.handles;
  if (++known.handles > 1) return rc;
  if (was_there) {
    d.look_at(folder, known);
  } else if (rc == SQLITE_OK) {
    d.change(folder, {DiskEvent::Kind::create, name});
    struct stat status {};
    if (::stat(path, &status) == 0) known.inode = status.st_ino;
  }
  return rc;
}

int FaultyDiskCalls::close(sqlite3_file* file) {
  if (auto* folder = own(file)->folder) {
    locks_of(file).shm_unmap(own(file)->locks);
    locks_of(file).unlock(own(file)->locks, SQLITE_LOCK_NONE);
    --folder->handles;
    auto& known = *own(file)->file;
    struct stat status {};
    if (--known.handles == 0 && ::stat(known.path.c_str(), &status) == 0) {
      known.size = static_cast<std::uint64_t>(status.st_size);
      // Whoever writes to it from now on, not through SQLite, makes it younger.
      const timespec times[2] = {{FaultyDisk::kLeftAt, 0}, {FaultyDisk::kLeftAt, 0}};
      if (folder->model.unsure(known.name)) ::utimensat(AT_FDCWD, known.path.c_str(), times, 0);
    }
  }
  return real_methods(file)->xClose(real(file));
}

int FaultyDiskCalls::remove(sqlite3_vfs*, const char* path, int sync_folder) {
  auto& d = *disk();
  const auto [folder_path, name] = split(path);
  auto& folder = d.folder_of(folder_path);
  if (folder.image) {
    ++d.counts_.refused_after_crash;
    return SQLITE_IOERR_DELETE;
  }
  if (d.strike(DiskOp::remove, folder, name) != nullptr) return SQLITE_IOERR_DELETE;
  if (!folder.model.has(name) && is_there(path)) {
    auto& known = folder.files[name];
    known.name = name;
    known.path = path;
    d.look_at(folder, known);
  }
  const int rc = d.real_->xDelete(d.real_, path, 0);
  if (rc != SQLITE_OK || !folder.model.has(name)) return rc;
  const bool on = d.change(folder, {DiskEvent::Kind::remove, name, 0, {}, sync_folder != 0});
  return on ? SQLITE_OK : SQLITE_IOERR_DELETE;
}

int FaultyDiskCalls::access(sqlite3_vfs*, const char* path, int flags, int* out) {
  auto& d = *disk();
  const auto [folder_path, name] = split(path);
  if (d.strike(DiskOp::access, d.folder_of(folder_path), name) != nullptr) {
    return SQLITE_IOERR_ACCESS;
  }
  return d.real_->xAccess(d.real_, path, flags, out);
}

int FaultyDiskCalls::read(sqlite3_file* file, void* bytes, int n, sqlite3_int64 offset) {
  auto* folder = own(file)->folder;
  if (folder != nullptr && disk()->strike(DiskOp::read, *folder, own(file)->file->name)) {
    return SQLITE_IOERR_READ;
  }
  return real_methods(file)->xRead(real(file), bytes, n, offset);
}

/// Writes it for real and notes it.
int FaultyDiskCalls::write_part(sqlite3_file* file, const void* bytes, int n,
                                sqlite3_int64 offset) {
  if (n == 0) return SQLITE_OK;
  auto& folder = *own(file)->folder;
  const int rc = real_methods(file)->xWrite(real(file), bytes, n, offset);
  if (rc != SQLITE_OK) return rc;
  const bool on = disk()->change(
      folder, {DiskEvent::Kind::write, own(file)->file->name, static_cast<std::size_t>(offset),
               std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(n))});
  return on ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int FaultyDiskCalls::write(sqlite3_file* file, const void* bytes, int n, sqlite3_int64 offset) {
  auto& d = *disk();
  auto* folder = own(file)->folder;
  if (folder == nullptr) return real_methods(file)->xWrite(real(file), bytes, n, offset);
  if (folder->image) {
    ++d.counts_.refused_after_crash;
    return SQLITE_IOERR_WRITE;
  }
  if (const auto* fault = d.strike(DiskOp::write, *folder, own(file)->file->name)) {
    if (fault->kind == DiskFault::Kind::error) return SQLITE_IOERR_WRITE;
    if (fault->kind == DiskFault::Kind::full) return SQLITE_FULL;
    ++d.counts_.short_writes;
    const auto part = static_cast<int>(random_below(d.random_, static_cast<std::uint64_t>(n)));
    const int rc = write_part(file, bytes, part, offset);
    return rc == SQLITE_OK ? SQLITE_FULL : rc;
  }
  if (!folder->capacity) return write_part(file, bytes, n, offset);
  sqlite3_int64 old_size = 0;
  if (const int rc = real_methods(file)->xFileSize(real(file), &old_size); rc != SQLITE_OK) {
    return rc;
  }
  const auto growth = std::max<sqlite3_int64>(0, offset + n - old_size);
  if (growth == 0) return write_part(file, bytes, n, offset);
  const auto used = FaultyDisk::used_bytes(folder->path);
  const auto room =
      static_cast<sqlite3_int64>(*folder->capacity > used ? *folder->capacity - used : 0);
  if (growth <= room) return write_part(file, bytes, n, offset);
  ++d.counts_.full;
  const auto part = std::clamp<sqlite3_int64>(n - (growth - room), 0, n);
  const int rc = write_part(file, bytes, static_cast<int>(part), offset);
  return rc == SQLITE_OK ? SQLITE_FULL : rc;
}

int FaultyDiskCalls::truncate(sqlite3_file* file, sqlite3_int64 size) {
  auto& d = *disk();
  auto* folder = own(file)->folder;
  if (folder == nullptr) return real_methods(file)->xTruncate(real(file), size);
  if (folder->image) {
    ++d.counts_.refused_after_crash;
    return SQLITE_IOERR_TRUNCATE;
  }
  const auto& name = own(file)->file->name;
  if (d.strike(DiskOp::truncate, *folder, name) != nullptr) return SQLITE_IOERR_TRUNCATE;
  const int rc = real_methods(file)->xTruncate(real(file), size);
  if (rc != SQLITE_OK) return rc;
  const bool on =
      d.change(*folder, {DiskEvent::Kind::truncate, name, static_cast<std::size_t>(size)});
  return on ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int FaultyDiskCalls::sync(sqlite3_file* file, int) {
  auto& d = *disk();
  auto* folder = own(file)->folder;
  if (folder == nullptr) return SQLITE_OK;
  if (folder->image) {
    ++d.counts_.refused_after_crash;
    return SQLITE_IOERR_FSYNC;
  }
  const auto& name = own(file)->file->name;
  if (d.strike(DiskOp::sync, *folder, name) != nullptr) {
    d.change(*folder,
             {DiskEvent::Kind::sync_failed, name, 0, d.losses_of_failed_sync(*folder, name)});
    return SQLITE_IOERR_FSYNC;
  }
  if (folder->lies) return SQLITE_OK;
  d.counts_.synced_changes += folder->model.unsynced_changes(name);
  return d.change(*folder, {DiskEvent::Kind::sync, name}) ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

int FaultyDiskCalls::size(sqlite3_file* file, sqlite3_int64* size) {
  auto* folder = own(file)->folder;
  if (folder != nullptr && disk()->strike(DiskOp::size, *folder, own(file)->file->name)) {
    return SQLITE_IOERR_FSTAT;
  }
  return real_methods(file)->xFileSize(real(file), size);
}

int FaultyDiskCalls::shm_map(sqlite3_file* file, int region, int size, int make,
                             void volatile** out) {
  *out = nullptr;
  auto* folder = own(file)->folder;
  if (folder == nullptr) return SQLITE_IOERR_SHMMAP;
  if (disk()->strike(DiskOp::shm, *folder, own(file)->file->name) != nullptr) {
    return SQLITE_IOERR_SHMMAP;
  }
  *out = locks_of(file).shm_map(own(file)->locks, region, size, make != 0);
  return SQLITE_OK;
}

/// Giving a lock back never fails, as with the real disk.
int FaultyDiskCalls::shm_lock(sqlite3_file* file, int offset, int n, int flags) {
  auto* folder = own(file)->folder;
  if (folder == nullptr) return SQLITE_IOERR_SHMLOCK;
  if ((flags & SQLITE_SHM_LOCK) != 0 &&
      disk()->strike(DiskOp::shm, *folder, own(file)->file->name) != nullptr) {
    return SQLITE_IOERR_SHMLOCK;
  }
  return locks_of(file).shm_lock(own(file)->locks, offset, n, flags);
}

const sqlite3_io_methods* FaultyDiskCalls::methods() {
  static const sqlite3_io_methods kMethods = [] {
    sqlite3_io_methods m{};
    m.iVersion = 2;  // without memory mapping, which would write past us
    m.xClose = &close;
    m.xRead = &read;
    m.xWrite = &write;
    m.xTruncate = &truncate;
    m.xSync = &sync;
    m.xFileSize = &size;
    m.xLock = [](sqlite3_file* f, int level) {
      return own(f)->folder == nullptr ? SQLITE_OK : locks_of(f).lock(own(f)->locks, level);
    };
    m.xUnlock = [](sqlite3_file* f, int level) {
      return own(f)->folder == nullptr ? SQLITE_OK : locks_of(f).unlock(own(f)->locks, level);
    };
    m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
      *out = own(f)->folder != nullptr && locks_of(f).reserved() ? 1 : 0;
      return SQLITE_OK;
    };
    // A size hint or the like would change the real file behind our back; SQLite can do without.
    m.xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
    m.xSectorSize = [](sqlite3_file*) { return static_cast<int>(kDiskSector); };
    m.xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; };
    m.xShmMap = &shm_map;
    m.xShmLock = &shm_lock;
    // A change of one atomic, which the thread sanitizer understands; a fence it does not.
    m.xShmBarrier = [](sqlite3_file*) {
      static std::atomic<int> barrier{0};
      barrier.fetch_add(1, std::memory_order_seq_cst);
    };
    m.xShmUnmap = [](sqlite3_file* f, int) {
      if (own(f)->folder != nullptr) locks_of(f).shm_unmap(own(f)->locks);
      return SQLITE_OK;
    };
    return m;
  }();
  return &kMethods;
}

}  // namespace earshot::fakes
