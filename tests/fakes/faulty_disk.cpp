#include "tests/fakes/faulty_disk.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "core/base/check.h"
#include "tests/fakes/faulty_disk_calls.h"

namespace earshot::fakes {

namespace fs = std::filesystem;

namespace {

std::string path_of(const fs::path& folder) {
  auto text = fs::weakly_canonical(folder).string();
  while (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

bool is_below(const std::string& path, const std::string& folder) {
  return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::string content(static_cast<std::size_t>(file.tellg()), '\0');
  file.seekg(0);
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  EARSHOT_CHECK(file.good());
  return content;
}

void write_file(const std::string& path, const std::string& content) {
  const bool is_new = !fs::exists(path);
  {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << content;
    EARSHOT_CHECK(file.good());
  }
  if (is_new) fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace

const char* to_string(DiskOp op) {
  static constexpr const char* kNames[kDiskOps] = {"open",     "access", "read",   "size", "write",
                                                   "truncate", "sync",   "remove", "shm"};
  return kNames[static_cast<std::size_t>(op)];
}

std::uint64_t DiskCounts::all_failed() const {
  std::uint64_t sum = 0;
  for (const auto n : failed) sum += n;
  return sum;
}

FaultyDisk::FaultyDisk(Random& random) : random_(random) {
  real_ = sqlite3_vfs_find(nullptr);
  vfs_ = FaultyDiskCalls::install(*this, *real_);
  EARSHOT_CHECK(sqlite3_vfs_register(&vfs_, 1) == SQLITE_OK);
}

FaultyDisk::~FaultyDisk() {
  for (const auto& [path, folder] : folders_) EARSHOT_CHECK(folder->handles == 0);
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(real_, 1);
  FaultyDiskCalls::uninstall();
}

// ---- folders and their files ----

FaultyDisk::Folder& FaultyDisk::folder_of(const std::string& path) {
  auto& folder = folders_[path];
  if (!folder) {
    folder = std::make_unique<Folder>();
    folder->path = path;
  }
  return *folder;
}

FaultyDisk::Folder& FaultyDisk::exactly(const fs::path& folder) {
  return folder_of(path_of(folder));
}

std::vector<FaultyDisk::Folder*> FaultyDisk::below(const fs::path& folder) {
  const auto top = path_of(folder);
  folder_of(top);
  std::vector<Folder*> all;
  for (const auto& [path, one] : folders_) {
    if (is_below(path, top)) all.push_back(one.get());
  }
  return all;
}

/// While no handle is open, others may have moved, copied, damaged or synced the file: then what it
/// holds is sure.
void FaultyDisk::look_at(Folder& folder, File& file) {
  struct stat status {};
  if (::stat(file.path.c_str(), &status) != 0) {
    if (folder.model.has(file.name)) note(folder, {DiskEvent::Kind::forget, file.name});
    return;
  }
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const bool as_left =
      file.inode == status.st_ino && file.size == size && status.st_mtim.tv_sec == kLeftAt;
  if (!as_left || !folder.model.unsure(file.name)) {
    note(folder, {DiskEvent::Kind::adopt, file.name, 0, content_of(file.path)});
  }
  file.inode = status.st_ino;
  file.size = size;
}

void FaultyDisk::note(Folder& folder, DiskEvent event) {
  if (folder.recording) folder.recording->events.push_back(event);
  folder.model.apply(std::move(event));
}

// ---- power ----

void FaultyDisk::crash(Folder& folder, Fate fate) {
  folder.crash_in = 0;
  if (folder.image) return;
  for (auto& [name, file] : folder.files) {
    if (file.handles == 0 && folder.model.has(name)) look_at(folder, file);
  }
  folder.image = folder.model.image(fate, random_, &counts_.fates);
  ++counts_.crashes;
}

void FaultyDisk::crash(const fs::path& folder, Fate fate) {
  for (auto* one : below(folder)) crash(*one, fate);
}

void FaultyDisk::crash_at_change(const fs::path& folder, std::uint64_t nth, Fate fate) {
  EARSHOT_CHECK(nth > 0);
  for (auto* one : below(folder)) {
    one->crash_in = nth;
    one->crash_fate = fate;
  }
}

bool FaultyDisk::crashed(const fs::path& folder) const {
  const auto top = path_of(folder);
  return std::ranges::any_of(folders_, [&](const auto& entry) {
    return entry.second->image && is_below(entry.first, top);
  });
}

void FaultyDisk::restart(const fs::path& folder) {
  for (auto* one : below(folder)) {
    one->crash_in = 0;
    if (!one->image) continue;
    EARSHOT_CHECK(one->handles == 0);
    for (const auto& name : one->model.names()) {
      if (!one->image->contains(name)) fs::remove(one->path + "/" + name);
    }
    for (const auto& [name, content] : *one->image) write_file(one->path + "/" + name, content);
    for (const auto& entry : fs::directory_iterator(one->path)) {
      if (entry.path().string().ends_with("-shm")) fs::remove(entry.path());
    }
    one->image.reset();
    one->model = {};
    one->files.clear();
  }
}

void FaultyDisk::put_back(const fs::path& folder, const DiskImage& files) {
  auto& one = exactly(folder);
  EARSHOT_CHECK(one.handles == 0);
  fs::create_directories(one.path);
  for (const auto& entry : fs::directory_iterator(one.path)) fs::remove_all(entry.path());
  for (const auto& [name, content] : files) write_file(one.path + "/" + name, content);
  one.crash_in = 0;
  one.image.reset();
  one.model = {};
  one.files.clear();
}

bool FaultyDisk::change(Folder& folder, DiskEvent event) {
  ++folder.changes;
  const bool power_goes = folder.crash_in > 0 && --folder.crash_in == 0;
  if (power_goes && event.kind == DiskEvent::Kind::sync) {
    crash(folder, folder.crash_fate);
    return false;
  }
  note(folder, std::move(event));
  if (power_goes) crash(folder, folder.crash_fate);
  return !power_goes;
}

// ---- looking back ----

void FaultyDisk::record(const fs::path& folder) {
  auto& one = exactly(folder);
  one.recording = DiskRecording{one.model, {}};
}

std::size_t FaultyDisk::moments(const fs::path& folder) const {
  const auto found = folders_.find(path_of(folder));
  return found == folders_.end() || !found->second->recording
             ? 0
             : found->second->recording->events.size();
}

DiskRecording FaultyDisk::take_recording(const fs::path& folder) {
  auto& one = exactly(folder);
  EARSHOT_CHECK(one.recording.has_value());
  DiskRecording recording = std::move(*one.recording);
  one.recording.reset();
  return recording;
}

// ---- faults ----

std::size_t FaultyDisk::add(const DiskFault& fault) {
  faults_.push_back({fault, fault.folder.empty() ? "" : path_of(fault.folder)});
  any_fault_ = true;
  return faults_.size() - 1;
}

void FaultyDisk::mend() {
  for (auto& fault : faults_) fault.on = false;
  any_fault_ = false;
}

void FaultyDisk::lie_about_syncs(const fs::path& folder, bool lies) { exactly(folder).lies = lies; }

const DiskFault* FaultyDisk::strike(DiskOp op, const Folder& folder, const std::string& name) {
  ++counts_.calls[static_cast<std::size_t>(op)];
  if (!any_fault_) return nullptr;
  const DiskFault* struck = nullptr;
  for (auto& fault : faults_) {
    const auto& what = fault.what;
    if (!fault.on) continue;
    if (!what.ops.empty() && std::ranges::find(what.ops, op) == what.ops.end()) continue;
    if (!fault.folder.empty() && !is_below(folder.path, fault.folder)) continue;
    if (!name.ends_with(what.name_ends)) continue;
    ++fault.matched;
    const bool strikes = what.nth > 0
                             ? fault.matched >= what.nth && fault.matched - what.nth < what.times
                             : random_below(random_, 1'000'000) < what.per_million;
    if (!strikes || struck != nullptr) continue;
    ++fault.struck;
    struck = &what;
  }
  if (struck != nullptr) ++counts_.failed[static_cast<std::size_t>(op)];
  return struck;
}

/// Which of the changes since the last good sync are gone, 'x' each: about half of them.
std::string FaultyDisk::losses_of_failed_sync(const Folder& folder, const std::string& name) {
  std::string losses(folder.model.unsynced_changes(name), '.');
  for (auto& loss : losses) {
    if (random_below(random_, 2) == 0) continue;
    loss = 'x';
    ++counts_.sync_losses;
  }
  return losses;
}

void FaultyDisk::set_capacity(const fs::path& folder, std::optional<std::uint64_t> bytes) {
  exactly(folder).capacity = bytes;
}

std::optional<std::uint64_t> FaultyDisk::capacity(const fs::path& folder) {
  return exactly(folder).capacity;
}

std::uint64_t FaultyDisk::used_bytes(const fs::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().string().ends_with("-shm")) continue;
    std::error_code gone;
    if (const auto size = entry.file_size(gone); !gone) bytes += size;
  }
  return bytes;
}

std::uint64_t FaultyDisk::changes(const fs::path& folder) const {
  const auto found = folders_.find(path_of(folder));
  return found == folders_.end() ? 0 : found->second->changes;
}

}  // namespace earshot::fakes
