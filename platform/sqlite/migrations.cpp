#include "platform/sqlite/migrations.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/base/check.h"
#include "core/base/hex.h"

namespace earshot::sqlite {

namespace {

std::string hash_of(std::string_view sql) {
  std::array<std::byte, 16> hash{};
  EARSHOT_CHECK(crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                                   reinterpret_cast<const unsigned char*>(sql.data()), sql.size(),
                                   nullptr, 0) == 0);
  return to_hex(hash);
}

/// Each part counts 1, 2, 3 … without a gap: anything else is a mistake in the program.
void assert_in_order(std::span<const Migration> migrations) {
  std::map<std::string_view, int> last;
  for (const auto& step : migrations) EARSHOT_CHECK(step.number == ++last[step.part]);
}

const Migration* find(std::span<const Migration> migrations, std::string_view part, int number) {
  const auto it = std::ranges::find_if(migrations, [&](const Migration& step) {
    return step.part == part && step.number == number;
  });
  return it == migrations.end() ? nullptr : &*it;
}

void apply(SQLite::Database& db, const Migration& step, WallTime now) {
  SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
  db.exec(std::string(step.sql));
  SQLite::Statement note(db, "INSERT INTO schema_migrations VALUES (?, ?, ?, ?)");
  note.bind(1, std::string(step.part));
  note.bind(2, step.number);
  note.bind(3, now.ms);
  note.bind(4, hash_of(step.sql));
  note.exec();
  transaction.commit();
}

}  // namespace

Result<void> check_migrations(SQLite::Database& db, std::span<const Migration> migrations) {
  assert_in_order(migrations);
  return guarded([&]() -> Result<void> {
    if (!db.tableExists("schema_migrations")) return {};
    SQLite::Statement applied(db, "SELECT part, number, hash FROM schema_migrations");
    while (applied.executeStep()) {
      const std::string part = applied.getColumn(0);
      const int number = applied.getColumn(1);
      const auto* step = find(migrations, part, number);
      if (step == nullptr) {
        return fail(ErrorCode::unsupported,
                    fmt::format("it holds step {} of the schema '{}', which this version does not "
                                "know; start the newer version, or the program that made it",
                                number, part));
      }
      if (applied.getColumn(2).getString() != hash_of(step->sql)) {
        return fail(ErrorCode::unsupported,
                    fmt::format("step {} of its schema '{}' is not the one that this version "
                                "would have made; start the version that made it",
                                number, part));
      }
    }
    return {};
  });
}

Result<void> apply_migrations(SQLite::Database& db, std::span<const Migration> migrations,
                              WallTime now) {
  return guarded([&]() -> Result<void> {
    db.exec(
        "CREATE TABLE IF NOT EXISTS schema_migrations (part TEXT NOT NULL, number INTEGER NOT NULL,"
        " applied_at INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (part, number))"
        " WITHOUT ROWID");
    std::set<std::pair<std::string, int>> known;
    SQLite::Statement applied(db, "SELECT part, number FROM schema_migrations");
    while (applied.executeStep()) {
      known.emplace(applied.getColumn(0).getString(), applied.getColumn(1).getInt());
    }
    applied.reset();
    for (const auto& step : migrations) {
      if (known.contains({std::string(step.part), step.number})) continue;
      try {
        apply(db, step, now);
      } catch (const SQLite::Exception& e) {
        auto error = error_of(e);
        error.message = fmt::format("step {} of the schema '{}' failed: {}", step.number, step.part,
                                    error.message);
        return tl::unexpected<Error>(std::move(error));
      }
    }
    return {};
  });
}

}  // namespace earshot::sqlite
