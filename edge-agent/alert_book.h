// The location's alerts: raised with the response that caused them, changed when the customer says
// more, acknowledged by a person once.
// Owner: the edge core. Threads: the event loop; the free function, any thread with its own reader.
#pragma once

#include <optional>
#include <vector>

#include "core/alert/alert.h"
#include "core/base/result.h"
#include "platform/sqlite/database.h"

namespace earshot::edge {

/// The alert that `rule` raises for `response` has always the same id, so that the same response
/// delivered twice can never be two alerts, whatever was lost in between.
[[nodiscard]] AlertId alert_id_for(const ResponseId& response, std::string_view rule);

class AlertBook {
 public:
  AlertBook(sqlite::Database& database, LocationId location)
      : database_(database), location_(std::move(location)) {}

  /// Inside a transaction. Error: conflict if the id is there already; as the database.
  Result<void> insert(const alert::Alert& alert);
  /// Inside a transaction: the alert with this id becomes `alert`.
  Result<void> replace(const alert::Alert& alert);
  Result<std::optional<alert::Alert>> find(const AlertId& id);
  /// Lets go of acknowledged alerts that are not among the newest kKeptMax; a bounded piece a call.
  Result<void> prune();
  static constexpr std::int64_t kKeptMax = 100'000;
  /// How many nobody has acknowledged.
  Result<std::uint64_t> open_count();

 private:
  sqlite::Database& database_;
  const LocationId location_;
};

/// Newest first; with `open_first`, those that nobody acknowledged come before the others.
Result<std::vector<alert::Alert>> list_alerts(SQLite::Database& reader, bool open_first, int limit);

}  // namespace earshot::edge
