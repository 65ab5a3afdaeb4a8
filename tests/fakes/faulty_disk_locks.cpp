#include "tests/fakes/faulty_disk_locks.h"

#include <sqlite3.h>

namespace earshot::fakes {

namespace {

constexpr std::uint8_t bit(int slot) { return static_cast<std::uint8_t>(1U << slot); }

}  // namespace

int FileLocks::lock(HeldLocks& held, int level) {
  if (held.level >= level) return SQLITE_OK;
  if (level == SQLITE_LOCK_SHARED) {
    if (pending_) return SQLITE_BUSY;
    ++sharers_;
    held.level = level;
    return SQLITE_OK;
  }
  if (writer_ != nullptr && writer_ != &held) return SQLITE_BUSY;
  writer_ = &held;
  if (level == SQLITE_LOCK_RESERVED) {
    held.level = level;
    return SQLITE_OK;
  }
  pending_ = true;
  held.level = SQLITE_LOCK_PENDING;
  if (sharers_ > 1) return SQLITE_BUSY;
  held.level = SQLITE_LOCK_EXCLUSIVE;
  return SQLITE_OK;
}

int FileLocks::unlock(HeldLocks& held, int level) {
  if (held.level <= level) return SQLITE_OK;
  if (writer_ == &held) {
    writer_ = nullptr;
    pending_ = false;
  }
  if (level == SQLITE_LOCK_NONE) --sharers_;
  held.level = level;
  return SQLITE_OK;
}

void volatile* FileLocks::shm_map(HeldLocks& held, int region, int size, bool make) {
  if (!held.uses_shm) {
    held.uses_shm = true;
    ++shm_users_;
  }
  const auto index = static_cast<std::size_t>(region);
  while (regions_.size() <= index) {
    if (!make) return nullptr;
    const auto words = static_cast<std::size_t>(size) / sizeof(Region::value_type);
    regions_.push_back(std::make_unique<Region>(words));
  }
  return regions_[index]->data();
}

int FileLocks::shm_lock(HeldLocks& held, int offset, int n, int flags) {
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  if ((flags & SQLITE_SHM_LOCK) != 0) {
    for (int slot = offset; slot < offset + n; ++slot) {
      const auto at = static_cast<std::size_t>(slot);
      if (slot_taken_[at] && (held.exclusive & bit(slot)) == 0) return SQLITE_BUSY;
      const int own = (held.shared & bit(slot)) != 0 ? 1 : 0;
      if (exclusive && slot_sharers_[at] > own) return SQLITE_BUSY;
    }
  }
  for (int slot = offset; slot < offset + n; ++slot) {
    const auto at = static_cast<std::size_t>(slot);
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      if ((held.exclusive & bit(slot)) != 0) slot_taken_[at] = false;
      if ((held.shared & bit(slot)) != 0) --slot_sharers_[at];
      held.exclusive &= static_cast<std::uint8_t>(~bit(slot));
      held.shared &= static_cast<std::uint8_t>(~bit(slot));
    } else if (exclusive) {
      slot_taken_[at] = true;
      held.exclusive |= bit(slot);
    } else if ((held.shared & bit(slot)) == 0) {
      ++slot_sharers_[at];
      held.shared |= bit(slot);
    }
  }
  return SQLITE_OK;
}

void FileLocks::shm_unmap(HeldLocks& held) {
  if (!held.uses_shm) return;
  shm_lock(held, 0, static_cast<int>(slot_taken_.size()), SQLITE_SHM_UNLOCK);
  held.uses_shm = false;
  if (--shm_users_ == 0) regions_.clear();
}

}  // namespace earshot::fakes
