// One attempt at a connection, and what becomes of it: one Paho client, used once. It tells the
// mailbox what happens and never calls anybody else.
// Owner: MqttLink; `close` and the destructor may block and belong on the reaper's thread.
// Threads: connect, subscribe and publish on the event loop's.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/mqtt/mailbox.h"

namespace earshot::mqtt {

class Connection {
 public:
  /// Events carry `generation`. `watched_topic` is subscribed first, and a broker that forbids it
  /// ends nothing; "" none. Throws nothing.
  Connection(LinkOptions options, std::string watched_topic, Generation generation,
             std::shared_ptr<Mailbox> mailbox);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Begins to connect to `address` (numeric); `established` or `ended` follows. `will` is the last
  /// will on the status topic. Error: io.
  Result<void> connect(const std::string& address, const std::string& will);
  /// `subscribed` or `ended` follows for each filter, the watched topic included. Error: io.
  Result<void> subscribe();
  /// For QoS 1, `Mailbox::publish_ended` follows. Error: busy, or invalid (it can never be sent).
  Result<void> publish(const std::string& topic, std::string_view payload, int qos, bool retained);
  /// Lets small messages leave at once: this version of Paho has no setting for it.
  void set_no_delay();
  /// Says goodbye (the broker then forgets the last will) and waits for it at most `wait`.
  void close(Duration wait);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace earshot::mqtt
