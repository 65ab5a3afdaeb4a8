// What still has to be said on the site's topics: written in the transaction that owes it, said as
// soon as the broker is there, at least once. Owner: the edge core. Threads: the event loop.
// A delivery is deleted after it was handed to a connected link, with the next transaction.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "platform/sqlite/database.h"

namespace earshot::edge {

struct Delivery {
  std::int64_t number = 0;
  std::string topic;
  std::string payload;
};

class DeliveryBook {
 public:
  /// The most that wait for a broker. Beyond it the oldest are let go of, and counted: they are
  /// news for people, and the alerts themselves stay on the manager's list.
  static constexpr std::size_t kWaitingMax = 10'000;

  explicit DeliveryBook(sqlite::Database& database) : database_(database) {}

  /// Reads what an earlier run still owed.
  Result<void> load();
  /// Inside a transaction.
  Result<void> add(std::string topic, std::string payload);
  /// Inside a transaction: deletes what was handed over.
  Result<void> flush();
  /// Inside a transaction: what waits and holds `text` anywhere is not said any more.
  Result<void> forget(const std::string& text);
  void committed();
  void rolled_back();

  /// Hands over the waiting ones, oldest first, until `send` refuses one. Outside a transaction.
  void hand_over(const std::function<Result<void>(const Delivery&)>& send);

  /// True if `flush` has something to delete.
  [[nodiscard]] bool has_handed() const { return handed_up_to_ > deleted_up_to_; }
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  sqlite::Database& database_;
  std::deque<Delivery> waiting_;
  std::deque<Delivery> added_;           ///< in this transaction
  std::vector<std::string> forgetting_;  ///< in this transaction
  std::int64_t handed_up_to_ = 0;
  std::int64_t deleted_up_to_ = 0;
  std::int64_t deleting_up_to_ = 0;  ///< in this transaction
  std::uint64_t dropped_ = 0;
};

}  // namespace earshot::edge
