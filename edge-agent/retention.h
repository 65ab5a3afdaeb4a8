// How old responses are, in a way that a clock which jumps cannot falsify: by the wall's clock and
// by how long a program really ran on this store. Owner: Edge, on the event loop.
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/base/time.h"
#include "platform/sqlite/database.h"

namespace earshot::edge {

/// What has been kept long enough: what came before `before` and has a number up to `likely`, and,
/// whatever the wall's clock says of it, what has one up to `surely`.
struct Overdue {
  WallTime before;
  std::int64_t likely = 0;
  std::int64_t surely = 0;
  [[nodiscard]] bool contains(std::int64_t number, WallTime received_at) const {
    return number <= surely || (received_at < before && number <= likely);
  }
};

class Retention {
 public:
  explicit Retention(sqlite::Database& database) : database_(database) {}

  /// Inside a transaction: notes now and then up to which number there were responses after
  /// `running` of running time, and forgets what is older than `keep_max` can ask for.
  Result<void> note(Duration running, Duration keep_max);

  /// Likely: a quarter of `keep` old in running time (the machine may be off at night). Surely:
  /// twice `keep`.
  Result<Overdue> overdue(Duration keep, Duration running, WallTime now);

 private:
  Result<std::int64_t> newest_older_than(Duration age, Duration running);

  sqlite::Database& database_;
};

}  // namespace earshot::edge
