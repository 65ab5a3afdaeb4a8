// What SQLite calls when it wants something of the disk; each call asks the FaultyDisk first.
// Owner: FaultyDisk alone. Threads: one.
#pragma once

#include <sqlite3.h>

#include "tests/fakes/faulty_disk.h"

namespace earshot::fakes {

struct FaultyDiskCalls {
  static sqlite3_vfs install(FaultyDisk& disk, const sqlite3_vfs& real);
  static void uninstall();

  /// SQLite's handle, and behind it the real one.
  struct Handle;

  static int open(sqlite3_vfs*, const char* path, sqlite3_file*, int flags, int* out);
  static int remove(sqlite3_vfs*, const char* path, int sync_folder);
  static int access(sqlite3_vfs*, const char* path, int flags, int* out);
  static int close(sqlite3_file*);
  static int read(sqlite3_file*, void* bytes, int n, sqlite3_int64 offset);
  static int write(sqlite3_file*, const void* bytes, int n, sqlite3_int64 offset);
  static int truncate(sqlite3_file*, sqlite3_int64 size);
  static int sync(sqlite3_file*, int flags);
  static int size(sqlite3_file*, sqlite3_int64* size);
  static int shm_map(sqlite3_file*, int region, int size, int make, void volatile** out);
  static int shm_lock(sqlite3_file*, int offset, int n, int flags);
  static int write_part(sqlite3_file*, const void* bytes, int n, sqlite3_int64 offset);
  static const sqlite3_io_methods* methods();
};

}  // namespace earshot::fakes
