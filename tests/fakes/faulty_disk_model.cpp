#include "tests/fakes/faulty_disk_model.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "core/base/check.h"

namespace earshot::fakes {

FateCounts& FateCounts::operator+=(const FateCounts& other) {
  changes_kept += other.changes_kept;
  changes_lost += other.changes_lost;
  changes_torn += other.changes_torn;
  reordered += other.reordered;
  names_undone += other.names_undone;
  return *this;
}

void FolderModel::forget(const std::string& name) {
  now_.erase(name);
  sure_.erase(name);
  std::erase_if(name_changes_, [&](const NameChange& change) { return change.name == name; });
  drop_unnamed();
}

/// Lets go of the files that no name leads to, in whatever order names become sure.
void FolderModel::drop_unnamed() {
  std::set<Number> named;
  for (const auto* names : {&now_, &sure_}) {
    for (const auto& [name, number] : *names) named.insert(number);
  }
  for (const auto& change : name_changes_) named.insert(change.file);
  std::erase_if(files_, [&](const auto& entry) { return !named.contains(entry.first); });
}

FolderModel::File& FolderModel::file(const std::string& name) {
  const auto found = now_.find(name);
  EARSHOT_CHECK(found != now_.end());
  return files_[found->second];
}

/// On Linux a file's own sync also makes sure of the folder's earlier changes: they share a
/// journal.
void FolderModel::sync_names() {
  if (name_changes_.empty()) return;
  name_changes_.clear();
  sure_ = now_;
  drop_unnamed();
}

void FolderModel::apply(DiskEvent event) {
  switch (event.kind) {
    case DiskEvent::Kind::adopt:
      forget(event.name);
      now_[event.name] = sure_[event.name] = ++last_number_;
      files_[last_number_].sure = std::move(event.bytes);
      return;
    case DiskEvent::Kind::forget:
      forget(event.name);
      return;
    case DiskEvent::Kind::create:
      now_[event.name] = ++last_number_;
      files_[last_number_];
      name_changes_.push_back({event.name, last_number_});
      return;
    case DiskEvent::Kind::remove:
      now_.erase(event.name);
      name_changes_.push_back({event.name, 0});
      if (event.folder_synced) sync_names();
      return;
    case DiskEvent::Kind::write:
    case DiskEvent::Kind::truncate:
      file(event.name)
          .unsynced.push_back(
              {event.kind == DiskEvent::Kind::truncate, event.offset, std::move(event.bytes)});
      return;
    case DiskEvent::Kind::sync: {
      auto& synced = file(event.name);
      for (const auto& change : synced.unsynced) put(synced.sure, change);
      synced.unsynced.clear();
      sync_names();
      return;
    }
    case DiskEvent::Kind::sync_failed: {
      auto& failed = file(event.name);
      EARSHOT_CHECK(event.bytes.size() == failed.unsynced.size());
      std::vector<Change> left;
      for (std::size_t i = 0; i < failed.unsynced.size(); ++i) {
        if (event.bytes[i] == 'x') {
          failed.lost_some = true;
        } else {
          left.push_back(std::move(failed.unsynced[i]));
        }
      }
      failed.unsynced = std::move(left);
      return;
    }
  }
}

bool FolderModel::unsure(const std::string& name) const {
  const auto found = now_.find(name);
  if (found == now_.end()) return false;
  const auto& of = files_.at(found->second);
  return !of.unsynced.empty() || of.lost_some || !name_changes_.empty();
}

std::vector<std::string> FolderModel::names() const {
  std::vector<std::string> all;
  for (const auto& [name, number] : now_) all.push_back(name);
  return all;
}

std::size_t FolderModel::unsynced_changes(const std::string& name) const {
  const auto found = now_.find(name);
  return found == now_.end() ? 0 : files_.at(found->second).unsynced.size();
}

void FolderModel::put(std::string& content, const Change& change) {
  if (change.truncates) {
    content.resize(std::min(content.size(), change.offset));
    return;
  }
  const auto end = change.offset + change.bytes.size();
  if (content.size() < end) content.resize(end);
  std::memcpy(content.data() + change.offset, change.bytes.data(), change.bytes.size());
}

/// Each sector is there or not. Where one is not and the file was to grow, it may have grown all
/// the same, with whatever lay on the disk there before.
void FolderModel::put_torn(std::string& content, const Change& change, Random& random) {
  for (std::size_t done = 0; done < change.bytes.size();) {
    const auto at = change.offset + done;
    const auto n = std::min(change.bytes.size() - done, kDiskSector - at % kDiskSector);
    const auto choice = random_below(random, 4);
    if (choice < 2) {
      put(content, {false, at, change.bytes.substr(done, n)});
    } else if (content.size() < at + n && choice == 2) {
      std::string garbage(n, '\0');
      random.fill(std::as_writable_bytes(std::span(garbage)));
      const auto old_size = content.size();
      content.resize(at + n);
      const auto from = std::max(at, old_size);
      std::memcpy(content.data() + from, garbage.data() + (from - at), at + n - from);
    }
    done += n;
  }
}

std::string FolderModel::content_of(const File& file, Fate fate, Random& random,
                                    FateCounts& counts) {
  std::string content = file.sure;
  const auto changes = file.unsynced.size();
  const std::size_t torn_at =
      fate == Fate::in_order && changes > 0 ? random_below(random, changes + 1) : changes;
  bool missed_one = false;
  for (std::size_t i = 0; i < changes; ++i) {
    enum { whole, missing, torn } outcome = whole;
    if (fate == Fate::lost) outcome = missing;
    if (fate == Fate::newest_kept && i + 1 < changes) outcome = missing;
    if (fate == Fate::in_order && i >= torn_at) outcome = i == torn_at ? torn : missing;
    if (fate == Fate::any) {
      const auto choice = random_below(random, 4);
      outcome = choice < 2 ? whole : choice == 2 ? missing : torn;
    }
    const auto& change = file.unsynced[i];
    if (outcome == torn && change.truncates) outcome = missing;
    if (outcome != missing && missed_one) ++counts.reordered;
    switch (outcome) {
      case whole:
        put(content, change);
        ++counts.changes_kept;
        break;
      case torn:
        put_torn(content, change, random);
        ++counts.changes_torn;
        break;
      case missing:
        missed_one = true;
        ++counts.changes_lost;
        break;
    }
  }
  return content;
}

DiskImage FolderModel::image(Fate fate, Random& random, FateCounts* counts) const {
  FateCounts done;
  std::size_t names = name_changes_.size();
  if (names > 0 && fate == Fate::lost) names = 0;
  if (names > 0 && (fate == Fate::any || fate == Fate::in_order)) {
    names = random_below(random, names + 1);
  }
  auto there = sure_;
  for (std::size_t i = 0; i < names; ++i) {
    const auto& change = name_changes_[i];
    if (change.file == 0) {
      there.erase(change.name);
    } else {
      there[change.name] = change.file;
    }
  }
  done.names_undone = name_changes_.size() - names;
  DiskImage image;
  for (const auto& [name, number] : there) {
    image[name] = content_of(files_.at(number), fate, random, done);
  }
  if (counts != nullptr) *counts += done;
  return image;
}

bool DiskReplay::step() {
  if (moment_ == recording_.events.size()) return false;
  model_.apply(recording_.events[moment_++]);
  return true;
}

}  // namespace earshot::fakes
