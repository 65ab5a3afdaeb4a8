#include "kiosk/store/boot_clocks.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "core/wire/codec.h"

namespace earshot::kiosk {
namespace {

using relay::Stream;
using response::BootTime;

// kiosk_boot: the boots in which answers were saved, in their order; by it is known which of them
// have no record any more. kiosk_boot_time: what was judged of a boot, from an uptime on.
constexpr std::string_view kKiosk1 = R"sql(
CREATE TABLE kiosk_boot (
  place   INTEGER PRIMARY KEY AUTOINCREMENT,
  boot_id TEXT NOT NULL UNIQUE
);
CREATE TABLE kiosk_boot_time (
  boot_id        TEXT NOT NULL,
  from_uptime_ms INTEGER NOT NULL,
  kind           INTEGER NOT NULL,    -- response::BootTime::Kind
  at_ms          INTEGER NOT NULL,
  PRIMARY KEY (boot_id, from_uptime_ms)
) WITHOUT ROWID;
)sql";
constexpr std::array kMigrations{sqlite::Migration{"kiosk", 1, kKiosk1}};

/// So many looks that took too long, and the best of them has to do.
constexpr int kLooksMax = 3;

bool is_judged(const std::string& boot_id) {
  return !boot_id.empty() && boot_id.size() <= response::kBootIdBytesMax;
}

std::optional<response::Response> response_in(std::string_view record) {
  if (record.empty()) return std::nullopt;
  auto any = wire::decode_record(record);
  auto* said = any ? std::get_if<wire::ResponseRecord>(&*any) : nullptr;
  if (said == nullptr) return std::nullopt;
  return std::move(said->response);
}

}  // namespace

std::span<const sqlite::Migration> kiosk_migrations() { return kMigrations; }

Result<std::unique_ptr<BootClocks>> BootClocks::open(sqlite::Database& database, Stamp stamp,
                                                     Write write) {
  std::unique_ptr<BootClocks> clocks(new BootClocks(database, std::move(stamp), std::move(write)));
  if (auto read = clocks->read(); !read) return tl::unexpected(read.error());
  return clocks;
}

Result<void> BootClocks::read() {
  return sqlite::guarded([&]() -> Result<void> {
    SQLite::Statement rows(database_.raw(),
                           "SELECT boot_id, from_uptime_ms, kind, at_ms FROM kiosk_boot_time "
                           "ORDER BY boot_id, from_uptime_ms");
    while (rows.executeStep()) {
      const std::string boot_id = rows.getColumn(0).getString();
      judged_[boot_id].push_back({boot_id, rows.getColumn(1).getInt64(),
                                  static_cast<BootTime::Kind>(rows.getColumn(2).getInt()),
                                  WallTime{rows.getColumn(3).getInt64()}});
    }
    return {};
  });
}

Result<void> BootClocks::enter(const std::string& boot_id) {
  if (!is_judged(boot_id) || boot_id == entered_) return {};
  return sqlite::guarded([&]() -> Result<void> {
    auto& insert = database_.prepared(
        "INSERT INTO kiosk_boot (boot_id) VALUES (?) ON CONFLICT (boot_id) DO NOTHING");
    insert.bind(1, boot_id);
    insert.exec();
    return {};
  });
}

std::span<const BootTime> BootClocks::of(const std::string& boot_id) const {
  const auto found = judged_.find(boot_id);
  return found == judged_.end() ? std::span<const BootTime>() : found->second;
}

const BootTime* BootClocks::newest(const std::string& boot_id) const {
  const auto all = of(boot_id);
  return all.empty() ? nullptr : &all.back();
}

Result<void> BootClocks::keep(const BootTime& judged) {
  auto kept = store(judged);
  if (!kept && kept.error().code != ErrorCode::no_space) return kept;
  // A full disk does not stop what is on it: the judgement holds, and is stored when there is room.
  if (!kept) unstored_.push_back(judged);
  judged_[judged.boot_id].push_back(judged);
  return {};
}

Result<void> BootClocks::store(const BootTime& judged) {
  return write_([&] {
    return database_.in_one_transaction([&]() -> Result<void> {
      auto& insert = database_.prepared("INSERT INTO kiosk_boot_time VALUES (?, ?, ?, ?)");
      insert.bind(1, judged.boot_id);
      insert.bind(2, judged.from_uptime_ms);
      insert.bind(3, static_cast<int>(judged.kind));
      insert.bind(4, judged.at.ms);
      insert.exec();
      return {};
    });
  });
}

bool BootClocks::heard(const relay::Receipt& receipt) {
  while (!unstored_.empty() && store(unstored_.front())) unstored_.erase(unstored_.begin());
  const auto here = stamp_();
  if (!is_judged(here.boot_id)) return false;
  if (receipt.now.ms == 0) {
    if (receipt.verdict != relay::Verdict::refused) receiver_ = Receiver::silent;
    return false;
  }
  if (receipt.boot_id != here.boot_id) return false;  // for a frame of another life
  receiver_ = Receiver::tells;
  const response::ClockLook look{receipt.now, receipt.uptime_ms, here.uptime_ms, here.wall};
  if (const BootTime* current = newest(here.boot_id)) {
    const auto again = response::judge_again(*current, look);
    const bool apart = current->kind != BootTime::Kind::exact || current->from_uptime_ms == 0 ||
                       Duration{here.uptime_ms - current->from_uptime_ms} >= kPiecesApart;
    // What cannot be kept now is seen again with the next receipt.
    if (again && apart && of(here.boot_id).size() < kPiecesMax) static_cast<void>(keep(*again));
    return false;
  }
  if (!response::is_good(look)) {
    if (!best_ || look.round_trip() < best_->round_trip()) best_ = look;
    if (++looks_ < kLooksMax) return true;
  }
  const auto& judged_by = response::is_good(look) ? look : *best_;
  static_cast<void>(keep(response::judge(here.boot_id, judged_by)));
  return false;
}

/// The judgement for a response; one of an earlier boot is judged now if it never was. Null: it
/// cannot be judged yet.
const BootTime* BootClocks::find(const response::Response& response) {
  if (of(response.boot_id).empty()) {
    const auto here = stamp_();
    const BootTime* current = newest(here.boot_id);
    if (current == nullptr || response.boot_id == here.boot_id) return nullptr;
    const auto judged =
        response::judge_former(response.boot_id, *current, here.wall, here.uptime_ms);
    if (!keep(judged)) return nullptr;
  }
  const auto all = of(response.boot_id);
  const BootTime* found = &all.front();
  for (const BootTime& each : all) {
    if (each.from_uptime_ms <= response.uptime_ms) found = &each;
  }
  return found;
}

std::size_t BootClocks::join(relay::Frame& frame) {
  auto& needed = frame.boot_times;
  // Nobody to judge by, or nothing to judge: it must arrive all the same.
  const bool unjudged = receiver_ == Receiver::silent || !is_judged(stamp_().boot_id);
  for (std::size_t i = 0; i < frame.records.size(); ++i) {
    const auto response = response_in(frame.records[i]);
    if (!response || !is_judged(response->boot_id)) continue;
    if (unjudged && of(response->boot_id).empty()) continue;
    const BootTime* judged = find(*response);
    if (judged == nullptr) return i;
    if (std::find(needed.begin(), needed.end(), *judged) != needed.end()) continue;
    if (needed.size() == relay::kFrameBootTimesMax) return i;
    needed.push_back(*judged);
  }
  return frame.records.size();
}

/// Of the boot of a stream's oldest record; 0: of one that was never entered; INT64_MAX: none.
Result<std::int64_t> BootClocks::place_of_oldest(sqlite::SqliteOutbox& outbox, Stream stream) {
  const auto head = outbox.head(stream);
  if (!head) return tl::unexpected(head.error());
  if (head->oldest_seq > head->last_seq) return INT64_MAX;
  const auto batch = outbox.read(stream, head->oldest_seq, 1, 1);
  if (!batch) return tl::unexpected(batch.error());
  const auto response = response_in(batch->records.front().payload);
  return sqlite::guarded([&]() -> Result<std::int64_t> {
    auto& row = database_.prepared("SELECT place FROM kiosk_boot WHERE boot_id = ?");
    row.bind(1, response ? response->boot_id : std::string());
    const std::int64_t place = row.executeStep() ? row.getColumn(0).getInt64() : 0;
    static_cast<void>(row.tryReset());
    return place;
  });
}

Result<void> BootClocks::forget_unused(sqlite::SqliteOutbox& outbox) {
  const auto urgent = place_of_oldest(outbox, Stream::urgent);
  if (!urgent) return tl::unexpected(urgent.error());
  const auto others = place_of_oldest(outbox, Stream::responses);
  if (!others) return tl::unexpected(others.error());
  const std::int64_t first = std::min(*urgent, *others);
  const std::string here = stamp_().boot_id;
  std::vector<std::string> unused;
  auto found = sqlite::guarded([&]() -> Result<void> {
    auto& rows = database_.prepared(
        "SELECT DISTINCT t.boot_id FROM kiosk_boot_time t LEFT JOIN kiosk_boot b "
        "ON b.boot_id = t.boot_id WHERE ifnull(b.place, 0) < ?1 AND ?1 > 0 AND t.boot_id <> ?2");
    rows.bind(1, first);
    rows.bind(2, here);
    while (rows.executeStep()) unused.push_back(rows.getColumn(0).getString());
    return {};
  });
  if (!found || unused.empty()) return found;
  auto gone = database_.in_one_transaction([&]() -> Result<void> {
    for (const std::string& boot_id : unused) {
      for (const std::string_view sql : {"DELETE FROM kiosk_boot_time WHERE boot_id = ?",
                                         "DELETE FROM kiosk_boot WHERE boot_id = ?"}) {
        auto& remove = database_.prepared(sql);
        remove.bind(1, boot_id);
        remove.exec();
      }
    }
    return {};
  });
  if (!gone) return gone;
  for (const std::string& boot_id : unused) judged_.erase(boot_id);
  return {};
}

}  // namespace earshot::kiosk
