#include "edge-agent/delivery_book.h"

#include <algorithm>

namespace earshot::edge {

Result<void> DeliveryBook::load() {
  return sqlite::guarded([&]() -> Result<void> {
    SQLite::Statement rows(database_.raw(),
                           "SELECT number, topic, payload FROM deliveries ORDER BY number");
    while (rows.executeStep()) {
      waiting_.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getString(),
                          rows.getColumn(2).getString()});
    }
    return {};
  });
}

Result<void> DeliveryBook::add(std::string topic, std::string payload) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& insert = database_.prepared("INSERT INTO deliveries (topic, payload) VALUES (?, ?)");
    insert.bind(1, topic);
    insert.bind(2, payload.data(), static_cast<int>(payload.size()));
    insert.exec();
    added_.push_back({database_.raw().getLastInsertRowid(), std::move(topic), std::move(payload)});
    return {};
  });
}

Result<void> DeliveryBook::forget(const std::string& text) {
  return sqlite::guarded([&]() -> Result<void> {
    auto& remove = database_.prepared("DELETE FROM deliveries WHERE instr(payload, ?) > 0");
    remove.bind(1, text.data(), static_cast<int>(text.size()));  // payloads are blobs
    remove.exec();
    std::erase_if(added_, [&](const Delivery& delivery) {
      return delivery.payload.find(text) != std::string::npos;
    });
    forgetting_.push_back(text);
    return {};
  });
}

Result<void> DeliveryBook::flush() {
  if (!has_handed()) return {};
  return sqlite::guarded([&]() -> Result<void> {
    auto& remove = database_.prepared("DELETE FROM deliveries WHERE number <= ?");
    remove.bind(1, handed_up_to_);
    remove.exec();
    deleting_up_to_ = handed_up_to_;
    return {};
  });
}

void DeliveryBook::committed() {
  deleted_up_to_ = std::max(deleted_up_to_, deleting_up_to_);
  for (const auto& text : forgetting_) {
    std::erase_if(waiting_, [&](const Delivery& delivery) {
      return delivery.payload.find(text) != std::string::npos;
    });
  }
  forgetting_.clear();
  std::move(added_.begin(), added_.end(), std::back_inserter(waiting_));
  added_.clear();
  while (waiting_.size() > kWaitingMax) {
    handed_up_to_ = waiting_.front().number;  // deleted like one that was handed over
    waiting_.pop_front();
    ++dropped_;
  }
}

void DeliveryBook::rolled_back() {
  added_.clear();
  forgetting_.clear();
  deleting_up_to_ = deleted_up_to_;
}

void DeliveryBook::hand_over(const std::function<Result<void>(const Delivery&)>& send) {
  while (!waiting_.empty() && send(waiting_.front())) {
    handed_up_to_ = waiting_.front().number;
    waiting_.pop_front();
  }
}

}  // namespace earshot::edge
