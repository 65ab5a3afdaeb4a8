#include "aggregator/cell_table.h"

#include <tuple>

#include "aggregator/cell_bytes.h"
#include "core/base/check.h"

namespace earshot::hq {
namespace {

constexpr int kColumns = 23;

std::string put_sql(const std::string& table, std::size_t rows) {
  std::string sql = "INSERT OR REPLACE INTO " + table + " VALUES ";
  for (std::size_t i = 0; i < rows; ++i) {
    sql += i > 0 ? "," : "";
    sql += "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
  }
  return sql;
}

std::int64_t number_of(std::uint64_t count) { return static_cast<std::int64_t>(count); }

}  // namespace

bool stands_before(const CellPlace& a, const CellPlace& b) {
  return std::tie(a.location, a.hour, a.series, a.business_day) <
         std::tie(b.location, b.hour, b.series, b.business_day);
}

CellTable::CellTable(SQLite::Database& database, const std::string& name)
    : find_(database,
            "SELECT life, version, responses, comments, duration_ms, r0, r1, r2, r3, r4, r5, r6, "
            "r7, r8, r9, r10, more, heard, revisions FROM " +
                name + " WHERE location = ? AND hour = ? AND series = ? AND business_day = ?"),
      put_one_(database, put_sql(name, 1)),
      put_many_(database, put_sql(name, kRowsPerStatement)) {}

std::optional<StoredCell> CellTable::find(const CellPlace& place) {
  find_.bind(1, place.location);
  find_.bind(2, place.hour);
  find_.bind(3, place.series);
  find_.bind(4, std::int64_t{place.business_day});
  if (!find_.next()) return std::nullopt;
  StoredCell cell;
  cell.life = find_.number(0);
  cell.version = find_.count(1);
  cell.value.responses = find_.count(2);
  cell.value.comments = find_.count(3);
  cell.value.duration_ms = find_.count(4);
  for (int i = 0; i < 11; ++i) {
    cell.value.ratings[static_cast<std::size_t>(i)] = find_.count(5 + i);
  }
  const bool sound = unpack_rest(find_.bytes(16), cell.value);
  cell.value.heard = find_.count(17);
  cell.value.revisions = find_.count(18);
  find_.reset();
  if (!sound) throw SQLite::Exception("a stored cell cannot be read", SQLITE_CORRUPT);
  return cell;
}

void CellTable::bind(PlainStatement& statement, std::size_t row, const PlacedCell& placed) {
  const CellPlace& place = placed.place;
  const score::CellValue& value = placed.cell->value;
  const int first = static_cast<int>(row) * kColumns + 1;
  int column = first;
  statement.bind(column++, place.location);
  statement.bind(column++, place.hour);
  statement.bind(column++, place.series);
  statement.bind(column++, std::int64_t{place.business_day});
  statement.bind(column++, placed.cell->life);
  statement.bind(column++, number_of(placed.cell->version));
  statement.bind(column++, number_of(value.responses));
  statement.bind(column++, number_of(value.comments));
  statement.bind(column++, number_of(value.duration_ms));
  for (const std::uint64_t count : value.ratings) statement.bind(column++, number_of(count));
  statement.bind(column++, pack_rest(value));
  statement.bind(column++, number_of(value.heard));
  statement.bind(column++, number_of(value.revisions));
  EARSHOT_CHECK(column == first + kColumns);
}

void CellTable::put(std::span<const PlacedCell> cells) {
  for (std::size_t done = 0; done < cells.size();) {
    const std::size_t left = cells.size() - done;
    const std::size_t rows = left < kRowsPerStatement ? 1 : kRowsPerStatement;
    PlainStatement& statement = rows == 1 ? put_one_ : put_many_;
    for (std::size_t i = 0; i < rows; ++i) bind(statement, i, cells[done + i]);
    statement.run();
    done += rows;
  }
}

}  // namespace earshot::hq
