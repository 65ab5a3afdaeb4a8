#include "edge-agent/cell_book.h"

#include <algorithm>
#include <variant>

#include "core/wire/codec.h"
#include "edge-agent/cell_key_text.h"

namespace earshot::edge {
namespace {

Result<wire::CellRecord> decode(std::string_view record) {
  auto any = wire::decode_record(record);
  auto* cell = any ? std::get_if<wire::CellRecord>(&*any) : nullptr;
  if (cell == nullptr) {
    return fail(ErrorCode::corrupt, "a stored cell cannot be read" +
                                        (any ? std::string() : ": " + any.error().message));
  }
  return std::move(*cell);
}

std::string_view blob_of(const SQLite::Column& column) {
  return {static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

template <typename Counts>
bool all_at_most(const Counts& less, const Counts& more) {
  return std::equal(less.begin(), less.end(), more.begin(),
                    [](std::uint64_t a, std::uint64_t b) { return a <= b; });
}

bool covers(const score::CellValue& whole, const score::CellValue& part) {
  return part.responses <= whole.responses && part.comments <= whole.comments &&
         part.duration_ms <= whole.duration_ms && all_at_most(part.ratings, whole.ratings) &&
         all_at_most(part.sentiment, whole.sentiment) &&
         all_at_most(part.emotions, whole.emotions) && all_at_most(part.misuse, whole.misuse) &&
         part.heard <= whole.heard && part.revisions <= whole.revisions;
}

}  // namespace

std::size_t CellKeyHash::operator()(const score::CellKey& key) const noexcept {
  std::size_t hash = static_cast<std::size_t>(key.hour) * 0x9E3779B97F4A7C15ULL;
  const auto mix = [&hash](std::size_t more) {
    hash = (hash ^ more) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32;
  };
  mix(static_cast<std::size_t>(key.business_day));
  mix(std::hash<std::string>{}(key.touchpoint.str()));
  mix(std::hash<std::string>{}(key.question.str()));
  mix((static_cast<std::size_t>(key.kind) << 16) | (static_cast<std::size_t>(key.audience) << 8) |
      static_cast<std::size_t>(key.channel));
  mix(std::hash<std::string>{}(key.language.str()));
  if (!key.variant.empty()) mix(std::hash<std::string>{}(key.variant.str()));
  if (!key.topic.empty()) mix(std::hash<std::string>{}(key.topic.str()) + 1);
  return hash;
}

Result<void> CellBook::load() {
  return sqlite::guarded([&]() -> Result<void> {
    SQLite::Statement rows(database_.raw(), "SELECT record FROM cells");
    while (rows.executeStep()) {
      const auto cell = decode(blob_of(rows.getColumn(0)));
      if (!cell) return tl::unexpected(cell.error());
      scoreboard_.change(cell->key, {}, cell->value.ratings);
    }
    return {};
  });
}

Result<bool> CellBook::heard_is_counted() {
  return sqlite::guarded([&]() -> Result<bool> {
    return database_.raw().execAndGet("SELECT counted FROM cells_heard").getInt() != 0;
  });
}

Result<void> CellBook::note_heard_counted() {
  return sqlite::guarded([&]() -> Result<void> {
    database_.prepared("UPDATE cells_heard SET counted = 1").exec();
    return {};
  });
}

Result<CellBook::Entry*> CellBook::find(const score::CellKey& key) {
  if (const auto found = cache_.find(key); found != cache_.end()) return &found->second;
  return sqlite::guarded([&]() -> Result<Entry*> {
    auto& row = database_.prepared("SELECT number, record FROM cells WHERE key = ?");
    row.bind(1, key_text(key));
    Entry entry;
    if (row.executeStep()) {
      const auto cell = decode(blob_of(row.getColumn(1)));
      if (!cell) return tl::unexpected(cell.error());
      entry.number = row.getColumn(0).getInt64();
      entry.version = cell->version;
      entry.value = cell->value;
    }
    row.reset();
    return &cache_.emplace(key, entry).first->second;
  });
}

Result<CellBook::Entry*> CellBook::find_to_change(const score::CellKey& key) {
  auto entry = find(key);
  if (entry && !(*entry)->changed) {
    // Pointers into an unordered_map stay good while it grows; it never shrinks in a transaction.
    changed_.push_back({&cache_.find(key)->first, *entry, **entry});
    (*entry)->changed = true;
  }
  return entry;
}

Result<void> CellBook::add(const score::CellKey& key, const score::CellValue& value) {
  const auto entry = find_to_change(key);
  if (!entry) return tl::unexpected(entry.error());
  (*entry)->value += value;
  return {};
}

Result<void> CellBook::subtract(const score::CellKey& key, const score::CellValue& value) {
  const auto found = find(key);
  if (!found) return tl::unexpected(found.error());
  if (!covers((*found)->value, value)) {
    return fail(ErrorCode::conflict, "the cell " + key_text(key) + " does not hold what it should");
  }
  const auto entry = find_to_change(key);
  if (!entry) return tl::unexpected(entry.error());
  (*entry)->value -= value;
  return {};
}

Result<bool> CellBook::holds(
    const std::vector<std::pair<score::CellKey, score::CellValue>>& values) {
  for (const auto& [key, value] : values) {
    const auto entry = find(key);
    if (!entry) return tl::unexpected(entry.error());
    if (!covers((*entry)->value, value)) return false;
  }
  return true;
}

std::string CellBook::write(const score::CellKey& key, Entry& entry, WallTime now) {
  const auto wall = static_cast<std::uint64_t>(std::max<std::int64_t>(now.ms, 0));
  entry.version = std::max(entry.version + 1, wall);
  auto record = wire::encode_record(wire::CellRecord{location_, key, entry.version, entry.value});
  if (entry.number == 0) {
    auto& insert = database_.prepared("INSERT INTO cells (key, record) VALUES (?, ?)");
    insert.bind(1, key_text(key));
    insert.bindNoCopy(2, record.data(), static_cast<int>(record.size()));
    insert.exec();
    entry.number = database_.raw().getLastInsertRowid();
  } else {
    auto& update = database_.prepared("UPDATE cells SET record = ? WHERE number = ?");
    update.bindNoCopy(1, record.data(), static_cast<int>(record.size()));
    update.bind(2, entry.number);
    update.exec();
  }
  return record;
}

Result<std::vector<std::string>> CellBook::flush(WallTime now) {
  return sqlite::guarded([&]() -> Result<std::vector<std::string>> {
    std::vector<std::string> records;
    records.reserve(changed_.size());
    for (auto& [key, entry, was] : changed_) {
      if (entry->value == was.value) continue;  // added and taken back: nothing to say
      records.push_back(write(*key, *entry, now));
    }
    return records;
  });
}

Result<void> CellBook::owe_all() {
  return sqlite::guarded([&]() -> Result<void> {
    database_.prepared("UPDATE cells_owed SET up_to = 0").exec();
    return {};
  });
}

Result<std::vector<std::string>> CellBook::take_owed(int limit) {
  return sqlite::guarded([&]() -> Result<std::vector<std::string>> {
    // NULL is behind no number.
    auto& rows = database_.prepared(
        "SELECT number, record FROM cells WHERE number > (SELECT up_to FROM cells_owed)"
        " ORDER BY number LIMIT ?");
    rows.bind(1, limit);
    std::vector<std::string> records;
    std::int64_t last = 0;
    while (rows.executeStep()) {
      last = rows.getColumn(0).getInt64();
      records.emplace_back(blob_of(rows.getColumn(1)));
    }
    static_cast<void>(rows.tryReset());
    auto& update = database_.prepared("UPDATE cells_owed SET up_to = ? WHERE up_to IS NOT NULL");
    if (records.empty()) {
      update.bind(1);
    } else {
      update.bind(1, last);
    }
    update.exec();
    return records;
  });
}

void CellBook::committed() {
  for (auto& [key, entry, was] : changed_) {
    scoreboard_.change(*key, was.value.ratings, entry->value.ratings);
    entry->changed = false;
  }
  changed_.clear();
  if (cache_.size() > kCachedMax) cache_.clear();
}

void CellBook::rolled_back() {
  for (auto& [key, entry, was] : changed_) *entry = was;
  changed_.clear();
}

}  // namespace earshot::edge
