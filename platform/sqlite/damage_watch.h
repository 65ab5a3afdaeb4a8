// Tells damage that a running program meets from a row that merely does not decode: then the
// program ends its run and opens its store again, which sets it aside.
// Owner: who owns the Database. Threads: the Database's.
#pragma once

#include <optional>

#include "core/base/ports.h"
#include "platform/sqlite/database.h"

namespace earshot::sqlite {

class DamageWatch {
 public:
  DamageWatch(Database& database, Clock& clock) : database_(database), clock_(clock) {}

  /// True once, with the first failure that turns out to be damage. A suspicion that proves wrong
  /// is not checked again for kCheckAgain.
  [[nodiscard]] bool is_news(const Error& failure) {
    if (failure.code != ErrorCode::corrupt || damage_) return false;
    const MonoTime now = clock_.mono_now();
    if (checked_at_ && now - *checked_at_ < kCheckAgain) return false;
    checked_at_ = now;
    const auto checked = database_.check();
    if (checked || checked.error().code != ErrorCode::corrupt) return false;
    damage_ = checked.error();
    return true;
  }
  [[nodiscard]] const std::optional<Error>& damage() const { return damage_; }

 private:
  static constexpr Duration kCheckAgain = std::chrono::minutes(1);

  Database& database_;
  Clock& clock_;
  std::optional<MonoTime> checked_at_;
  std::optional<Error> damage_;
};

}  // namespace earshot::sqlite
