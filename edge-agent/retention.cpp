#include "edge-agent/retention.h"

#include <chrono>

namespace earshot::edge {
namespace {

constexpr Duration kNoteEvery = std::chrono::hours(6);

}  // namespace

Result<void> Retention::note(Duration running, Duration keep_max) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& newest = database_.prepared("SELECT max(running_ms) FROM response_age");
    newest.executeStep();
    const bool due = newest.getColumn(0).isNull() ||
                     running.count() >= newest.getColumn(0).getInt64() + kNoteEvery.count();
    newest.reset();
    if (!due) return {};
    auto& put = database_.prepared(
        "INSERT OR REPLACE INTO response_age SELECT ?, coalesce(max(number), 0) FROM responses");
    put.bind(1, running.count());
    put.exec();
    // The newest of those that are old enough for everything says all that the others say.
    auto& forget = database_.prepared(
        "DELETE FROM response_age WHERE running_ms <"
        " (SELECT max(running_ms) FROM response_age WHERE running_ms <= ?)");
    forget.bind(1, (running - 2 * keep_max).count());
    forget.exec();
    return {};
  });
}

Result<Overdue> Retention::overdue(Duration keep, Duration running, WallTime now) {
  const auto likely = newest_older_than(keep / 4, running);
  if (!likely) return tl::unexpected(likely.error());
  const auto surely = newest_older_than(keep * 2, running);
  if (!surely) return tl::unexpected(surely.error());
  return Overdue{now - keep, *likely, *surely};
}

Result<std::int64_t> Retention::newest_older_than(Duration age, Duration running) {
  return sqlite::guarded([&]() -> Result<std::int64_t> {
    auto& row = database_.prepared(
        "SELECT coalesce(max(last_number), 0) FROM response_age WHERE running_ms <= ?");
    row.bind(1, (running - age).count());
    row.executeStep();
    const std::int64_t number = row.getColumn(0).getInt64();
    row.reset();
    return number;
  });
}

}  // namespace earshot::edge
