// A connection to a broker that never gives up: Paho C++ with a fresh client for each attempt, no
// automatic reconnect, no persistence, callbacks that only enqueue. Our own state machine on the
// event loop connects, notices dead links and backs off with jitter.
// Where a process has another link that is silent, connecting takes up to two seconds: the
// library's thread looks for new sockets once a second. What is sent and received later is not
// held up.
// Owner: the event loop. Threads: all methods on the loop's thread; the listener is called there
// too, except for is_urgent. While a link is not stopped, its loop and its listener must live.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ports.h"
#include "core/base/result.h"
#include "platform/system/event_loop.h"

namespace earshot::mqtt {

struct BrokerAddress {
  std::string host = "127.0.0.1";
  std::uint16_t port = 1883;
  std::string username;  ///< the device's id: what a broker rule on %u sees
  std::string password;
};

struct LinkOptions {
  BrokerAddress broker;
  std::string client_id;             ///< unique at the broker
  std::vector<std::string> filters;  ///< subscribed anew, QoS 1, on every connection
  std::string status_topic;  ///< retained JSON: online, and offline as the last will; "" none
  Duration keepalive = std::chrono::seconds(8);  ///< a dead link is noticed within three of them
  Duration backoff_base = std::chrono::milliseconds(250);
  Duration backoff_max = std::chrono::seconds(15);
  /// Another program uses the same identity: the broker throws one out for the other, so each comes
  /// back only after a wait of at least this, growing to the second.
  Duration shared_identity_wait = std::chrono::seconds(30);
  Duration shared_identity_wait_max = std::chrono::minutes(5);
  /// Messages that may wait between the callback thread and the loop, urgent ones and others each;
  /// beyond it they are dropped and counted (the relay sends frames again), so that a slow process
  /// stays small.
  std::size_t inbound_messages_max = 256;
  std::size_t message_bytes_max = 256 * 1024;  ///< larger ones are dropped and counted unread
};

/// What happens on a link, told on the event loop.
class LinkListener {
 public:
  virtual ~LinkListener() = default;
  /// Subscriptions stand. `receive_maximum`: how many QoS 1 messages the broker takes at once. What
  /// it says, mosquitto 20; silence means 65,535 (MQTT 5.0, 3.2.2.3.3); here 64 at most.
  virtual void on_connected(std::uint16_t receive_maximum) = 0;
  virtual void on_disconnected(std::string_view reason) = 0;
  virtual void on_message(std::string_view topic, std::string_view payload, bool retained) = 0;
  /// Which messages overtake others on the loop (the urgent stream). Called on the library's
  /// thread, while the loop runs: it may look at nothing but `topic` and what never changes.
  [[nodiscard]] virtual bool is_urgent(std::string_view topic) const = 0;
};

struct LinkCounts {
  std::uint64_t connects = 0, connect_failures = 0, disconnects = 0;
  std::uint64_t messages_in = 0, messages_out = 0;
  std::uint64_t dropped_inbound_full = 0, dropped_too_large = 0;
  std::uint64_t publish_refused = 0;  ///< by the broker's rules (PUBACK reason 0x87)
  std::uint64_t taken_over = 0;       ///< by another program with the same identity
};

class MqttLink {
 public:
  MqttLink(system::EventLoop& loop, Clock& clock, Random& random, LinkOptions options,
           LinkListener& listener);
  ~MqttLink();
  MqttLink(const MqttLink&) = delete;
  MqttLink& operator=(const MqttLink&) = delete;

  void start();
  /// Says goodbye (offline status) and closes. Waits at most `wait` for the broker, and then a
  /// second or two until the library's threads have ended. The listener hears nothing more.
  void stop(Duration wait = std::chrono::seconds(2));

  /// Hands a message to the network without waiting. QoS 1 messages beyond the broker's receive
  /// maximum wait here, 1,024 or 8 MiB of them at most. Error: busy (not connected, or too many
  /// wait), invalid (no such topic can be).
  Result<void> publish(const std::string& topic, std::string_view payload, int qos, bool retained);

  /// The link is not to be trusted (receipts do not come): close it and connect afresh. The
  /// listener hears of it in a task of its own, never from inside this call.
  void renew(std::string_view reason);

  [[nodiscard]] bool connected() const;
  [[nodiscard]] LinkCounts counts() const;
  /// Why it is not connected, in words for a person; empty when it is.
  [[nodiscard]] std::string trouble() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace earshot::mqtt
