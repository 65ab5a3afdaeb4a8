#include "platform/mqtt/library.h"

#include <mqtt/async_client.h>

#include <mutex>

namespace earshot::mqtt {

std::shared_ptr<void> hold_library() {
  static std::mutex mutex;
  static std::weak_ptr<void> held;
  const std::lock_guard lock(mutex);
  if (auto now = held.lock()) return now;
  const auto end = [](::mqtt::async_client* client) {
    const std::lock_guard ending(mutex);
    delete client;
  };
  // The address is never used.
  const ::mqtt::create_options create(MQTTVERSION_5, 1);
  const std::shared_ptr<void> now(
      new ::mqtt::async_client("tcp://127.0.0.1:1", "stays", create, nullptr), end);
  held = now;
  return now;
}

}  // namespace earshot::mqtt
