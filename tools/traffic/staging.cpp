#include "tools/traffic/staging.h"

#include <array>

#include "core/base/utf8.h"
#include "core/response/response.h"

namespace earshot::traffic {
namespace {

/// Rows a transaction: large enough that the disk's syncs do not count.
constexpr int kRowsPerCommit = 20'000;

constexpr std::array<sqlite::Migration, 1> kMigrations = {{
    {"replay", 1,
     "CREATE TABLE staged ("
     "  position INTEGER PRIMARY KEY,"
     "  location TEXT NOT NULL, respondent TEXT NOT NULL,"
     "  kiosk INTEGER NOT NULL, line INTEGER NOT NULL, rating INTEGER NOT NULL,"
     "  at_ms INTEGER NOT NULL, comment TEXT NOT NULL, cut INTEGER NOT NULL DEFAULT 0,"
     "  UNIQUE (location, respondent))"},
}};

struct Cut {
  std::string text;
  bool was_cut;
};

Cut cut(const std::string& comment) {
  std::string text = clean_text(comment, response::kCommentCodePointsMax);
  const bool was_cut = text.size() < comment.size();
  return {std::move(text), was_cut};
}

}  // namespace

Result<std::unique_ptr<Staging>> Staging::create(const std::filesystem::path& path, WallTime now) {
  // Opened before it is emptied: opening fails when another process is using it.
  auto opened = sqlite::Database::open(path, kMigrations, now);
  if (!opened) return tl::unexpected(opened.error());
  auto staging = std::unique_ptr<Staging>(new Staging(std::move(opened->database)));
  const auto emptied = sqlite::guarded([&]() -> Result<void> {
    staging->database_->raw().exec("DROP INDEX IF EXISTS staged_by_kiosk; DELETE FROM staged");
    return {};
  });
  if (!emptied) return tl::unexpected(emptied.error());
  return staging;
}

Result<Staging::Outcome> Staging::add(const FeedbackRow& row, const LocationId& location,
                                      std::size_t kiosk) {
  if (const auto ready = commit_now_and_then(); !ready) return tl::unexpected(ready.error());
  return sqlite::guarded([&] { return add_guarded(row, location, kiosk); });
}

Result<Staging::Outcome> Staging::add_guarded(const FeedbackRow& row, const LocationId& location,
                                              std::size_t kiosk) {
  auto& known = database_->prepared(
      "SELECT position, line, rating, comment FROM staged WHERE location = ? AND respondent = ?");
  known.bind(1, location.str());
  known.bind(2, row.respondent);
  if (!known.executeStep()) {
    insert(row, location, kiosk);
    return Outcome{Added::first, row.line};
  }
  const std::int64_t position = known.getColumn(0).getInt64();
  const auto line = static_cast<std::uint64_t>(known.getColumn(1).getInt64());
  if (known.getColumn(2).getInt() != *row.rating) return Outcome{Added::conflicting, line};
  const std::string before = known.getColumn(3).getString();
  known.reset();
  if (!row.comment.empty()) join_comment(position, before, row.comment);
  return Outcome{Added::joined, line};
}

void Staging::insert(const FeedbackRow& row, const LocationId& location, std::size_t kiosk) {
  auto& insert = database_->prepared(
      "INSERT INTO staged (location, respondent, kiosk, line, rating, at_ms, comment, cut)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const Cut comment = cut(row.comment);
  insert.bind(1, location.str());
  insert.bind(2, row.respondent);
  insert.bind(3, static_cast<std::int64_t>(kiosk));
  insert.bind(4, static_cast<std::int64_t>(row.line));
  insert.bind(5, *row.rating);
  insert.bind(6, row.at.ms);
  insert.bind(7, comment.text);
  insert.bind(8, comment.was_cut ? 1 : 0);
  insert.exec();
}

void Staging::join_comment(std::int64_t position, const std::string& before,
                           const std::string& comment) {
  auto& update =
      database_->prepared("UPDATE staged SET comment = ?, cut = max(cut, ?) WHERE position = ?");
  const Cut joined = cut(before.empty() ? comment : before + "\n" + comment);
  update.bind(1, joined.text);
  update.bind(2, joined.was_cut ? 1 : 0);
  update.bind(3, position);
  update.exec();
}

Result<void> Staging::commit_now_and_then() {
  if (!database_->in_transaction()) {
    rows_in_transaction_ = 0;
    return database_->begin();
  }
  if (++rows_in_transaction_ < kRowsPerCommit) return {};
  rows_in_transaction_ = 0;
  if (const auto committed = database_->commit(); !committed) return committed;
  if (const auto moved = database_->checkpoint(); !moved) return moved;
  return database_->begin();
}

Result<void> Staging::seal() {
  if (database_->in_transaction()) {
    if (const auto committed = database_->commit(); !committed) return committed;
  }
  return sqlite::guarded([&]() -> Result<void> {
    database_->raw().exec("CREATE INDEX staged_by_kiosk ON staged (kiosk, position)");
    return database_->checkpoint();
  });
}

Result<std::vector<StagedResponse>> Staging::read(std::size_t kiosk, std::int64_t position,
                                                  int count) {
  return sqlite::guarded([&]() -> Result<std::vector<StagedResponse>> {
    auto& select = database_->prepared(
        "SELECT position, respondent, rating, at_ms, comment FROM staged"
        " WHERE kiosk = ? AND position > ? ORDER BY position LIMIT ?");
    select.bind(1, static_cast<std::int64_t>(kiosk));
    select.bind(2, position);
    select.bind(3, count);
    std::vector<StagedResponse> found;
    while (select.executeStep()) {
      found.push_back({select.getColumn(0).getInt64(), select.getColumn(1).getString(),
                       select.getColumn(2).getInt(), WallTime{select.getColumn(3).getInt64()},
                       select.getColumn(4).getString()});
    }
    return found;
  });
}

Result<std::uint64_t> Staging::responses() { return count("SELECT count(*) FROM staged"); }

Result<std::uint64_t> Staging::comments_cut() {
  return count("SELECT count(*) FROM staged WHERE cut = 1");
}

Result<std::uint64_t> Staging::count(std::string_view sql) {
  return sqlite::guarded([&]() -> Result<std::uint64_t> {
    auto& select = database_->prepared(sql);
    select.executeStep();
    return static_cast<std::uint64_t>(select.getColumn(0).getInt64());
  });
}

}  // namespace earshot::traffic
