// A store that an older version made, filled and left behind, and which this version then opens:
// its schema is brought up to date step by step. The power may go in the middle; the next start
// must go on from there, with everything that was in it. Owner: the test. Threads: one.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/sqlite/migrations.h"
#include "tests/crash/subject.h"

namespace earshot::crash {

class UpdateSubject final : public Subject {
 public:
  struct Plan {
    std::string name;
    std::vector<sqlite::Migration> migrations;  ///< of the version that updates
    std::vector<std::string> rows;     ///< statements for the older store, a transaction each
    std::vector<std::string> content;  ///< queries of one column: what must be there afterwards
  };

  explicit UpdateSubject(Plan plan) : plan_(std::move(plan)) {
    // The first step of every part that has had more since; the other parts came later.
    for (const auto& step : plan_.migrations) {
      if (step.number == 2) older_.push_back(first_step_of(step.part));
    }
    EXPECT_FALSE(older_.empty()) << "there is nothing to update";
    for (std::size_t rows = 0; rows <= plan_.rows.size(); ++rows) {
      SQLite::Database store(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      EXPECT_TRUE(sqlite::apply_migrations(store, older_, kNow).has_value());
      for (std::size_t i = 0; i < rows; ++i) store.exec(plan_.rows[i]);
      EXPECT_TRUE(sqlite::apply_migrations(store, plan_.migrations, kNow).has_value());
      expected_.push_back(content(store));
    }
  }

  [[nodiscard]] std::string name() const override { return "update of " + plan_.name; }
  /// The rows, and upkeep by the version that updated.
  [[nodiscard]] std::size_t steps() const override { return plan_.rows.size() + 1; }
  [[nodiscard]] std::size_t steps_per_run() const override { return plan_.rows.size() + 1; }
  [[nodiscard]] std::string describe(std::size_t step) const override {
    return step < plan_.rows.size() ? plan_.rows[step] : "move the log over";
  }

  Result<void> open(const std::filesystem::path& folder) override {
    std::filesystem::create_directories(folder);
    // Only the life's first run is the older version's.
    const auto& migrations = opened_++ == 0 ? older_ : plan_.migrations;
    auto opened = sqlite::Database::open(folder / "s.db", migrations, kNow);
    if (!opened) return tl::unexpected(opened.error());
    EXPECT_EQ(opened->set_aside, "") << "a power cut damages nothing";
    database_ = std::move(opened->database);
    return {};
  }
  void close() override { database_.reset(); }
  Result<void> step(std::size_t step) override {
    if (step == plan_.rows.size()) {
      return sqlite::guarded([&]() -> Result<void> {
        database_->raw().exec("PRAGMA wal_checkpoint(TRUNCATE)");
        return {};
      });
    }
    return sqlite::guarded([&]() -> Result<void> {
      database_->raw().exec("BEGIN IMMEDIATE; " + plan_.rows[step] + "; COMMIT");
      return {};
    });
  }
  void go_back_to(std::size_t) override {}

  void check(std::span<const Done> done) override {
    std::size_t yes = 0;
    while (yes < plan_.rows.size() && done[yes] == Done::yes) ++yes;
    const bool begun = yes < plan_.rows.size() && done[yes] == Done::begun;
    const auto now = content(database_->raw());
    ASSERT_TRUE(now == expected_[yes] || (begun && now == expected_[yes + 1]))
        << "after " << yes << " rows";
  }

 private:
  [[nodiscard]] sqlite::Migration first_step_of(std::string_view part) const {
    return *std::ranges::find_if(plan_.migrations, [&](const sqlite::Migration& step) {
      return step.part == part && step.number == 1;
    });
  }

  /// The schema, word by word, and all that `plan_.content` asks for.
  std::vector<std::string> content(SQLite::Database& store) {
    std::vector<std::string> rows;
    auto queries = plan_.content;
    queries.insert(queries.begin(),
                   "SELECT type || name || ifnull(sql, '') FROM sqlite_schema "
                   "ORDER BY type, name");
    for (const auto& sql : queries) {
      SQLite::Statement found(store, sql);
      while (found.executeStep()) rows.push_back(found.getColumn(0).getString());
      rows.emplace_back("--");
    }
    return rows;
  }

  static constexpr WallTime kNow{1'772'442'000'000};
  const Plan plan_;
  std::vector<sqlite::Migration> older_;
  std::vector<std::vector<std::string>> expected_;  ///< by how many rows there were
  std::size_t opened_ = 0;
  std::unique_ptr<sqlite::Database> database_;
};

/// Rows as the first version of the relay's schema has them: a device's answers, what came in, what
/// was set aside and noted.
[[nodiscard]] inline std::vector<std::string> first_relay_rows(std::size_t count) {
  std::vector<std::string> rows{"INSERT INTO outbox_epoch VALUES (1, 77)"};
  for (std::size_t i = 1; rows.size() < count; ++i) {
    rows.push_back(fmt::format("INSERT INTO outbox VALUES ({}, {}, 1, {}, {}, zeroblob(16), '{}')",
                               (std::int64_t{2} << 56) + static_cast<std::int64_t>(i),
                               1'772'000'000'000 + i, i, i * 40,
                               std::string(40 + i * 97 % 1'500, static_cast<char>('a' + i % 26))));
    if (i % 4 == 0) {
      rows.push_back(fmt::format(
          "INSERT OR REPLACE INTO inbox_cursor VALUES ('till-{}', 5, 2, {}, zeroblob(16), {})",
          i % 3, i, 1'772'000'000'000 + i));
    }
    if (i % 5 == 0) {
      rows.push_back(
          fmt::format("INSERT INTO quarantine (at, device, epoch, stream, seq, reason, payload) "
                      "VALUES ({}, 'till-1', 5, 2, {}, 'no record', '{}')",
                      1'772'000'000'000 + i, i, std::string(i * 13 % 700, 'q')));
    }
    if (i % 7 == 0) {
      rows.push_back(fmt::format(
          "INSERT INTO incident (at, kind, device, stream, detail) VALUES ({}, 1, 'till-2', 2, "
          "'gap {}')",
          1'772'000'000'000 + i, i));
    }
  }
  return rows;
}

[[nodiscard]] inline std::vector<std::string> relay_content() {
  return {
      "SELECT id || ' ' || at || ' ' || responses_sum || ' ' || withheld || ' ' || hex(payload) "
      "FROM outbox ORDER BY id",
      "SELECT epoch FROM outbox_epoch",
      "SELECT device || ' ' || seq FROM inbox_cursor ORDER BY device, epoch, stream",
      "SELECT id || ' ' || seq || ' ' || bytes || ' ' || boot_id || ' ' || boot_times || ' ' || "
      "hex(payload) FROM quarantine ORDER BY id",
      "SELECT id || ' ' || device || ' ' || detail FROM incident ORDER BY id"};
}

}  // namespace earshot::crash
