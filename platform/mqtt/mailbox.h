// The one thing that Paho's threads may touch: what they see goes in here and comes out on the
// event loop. Everything carries the generation of its connection, so that what an old client still
// says is recognised and ignored. Owner: MqttLink, shared with its connections. Threads: see each
// method.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/mqtt/mqtt_link.h"

namespace earshot::mqtt {

using Generation = std::uint64_t;

struct Inbound {
  Generation generation = 0;
  std::string topic;
  std::string payload;
  bool retained = false;
};

/// What happened to a connection, in the order in which it did.
struct LinkEvent {
  enum class Kind {
    looked_up,    ///< addresses, or words
    established,  ///< CONNACK: receive_maximum
    subscribed,   ///< one filter stands
    ended,        ///< failed or lost: words
    refused,      ///< the broker's rules forbid a publish: words is its topic
    writable,     ///< the send window has room again
  };
  Kind kind = Kind::ended;
  Generation generation = 0;
  std::string words;
  std::vector<std::string> addresses;
  std::uint16_t receive_maximum = 0;
  int reason = 0;  ///< ended: of the broker's DISCONNECT; 0: none came
};

/// How a publish with QoS 1 ended.
enum class PublishEnd { acknowledged, refused, failed };

class Mailbox {
 public:
  struct Sinks {
    std::function<void()> drain;             ///< on the loop: events wait
    std::function<void(Inbound&&)> message;  ///< on the loop: one message
  };
  /// `sinks` must hold their owner weakly: tasks on the loop may outlive it.
  Mailbox(system::EventLoop& loop, const LinkListener& listener, std::size_t messages_max,
          std::size_t message_bytes_max, Sinks sinks);

  // From any thread.
  void put(LinkEvent event);
  void put_message(Inbound message);
  void publish_ended(Generation generation, PublishEnd end, const std::string& topic);

  // From the loop's thread.
  /// From now on only `generation` counts.
  void begin(Generation generation);
  [[nodiscard]] std::deque<LinkEvent> take_events();
  /// Counts a QoS 1 message as on its way. False when the window is full; asks for `writable`.
  [[nodiscard]] bool try_begin_publish(std::size_t window);
  /// It was not sent after all.
  void cancel_publish();
  [[nodiscard]] std::size_t unacknowledged() const;
  [[nodiscard]] std::uint64_t acknowledgements() const;
  /// Waits until every QoS 1 message is acknowledged, at most `wait`; blocks the caller.
  void wait_acknowledged(Duration wait);
  /// Nothing reaches the loop or the listener any more.
  void close();

  [[nodiscard]] std::uint64_t dropped_full() const { return dropped_full_; }
  [[nodiscard]] std::uint64_t dropped_too_large() const { return dropped_too_large_; }
  [[nodiscard]] std::uint64_t refused() const { return refused_; }

 private:
  void put_locked(LinkEvent event);

  system::EventLoop& loop_;
  const LinkListener& listener_;
  const std::size_t messages_max_;
  const std::size_t message_bytes_max_;
  const std::shared_ptr<const Sinks> sinks_;
  /// Messages between here and the loop. Urgent ones are counted by themselves, so that a backlog
  /// leaves them room.
  struct Waiting {
    std::atomic<std::size_t> urgent{0}, normal{0};
  };
  const std::shared_ptr<Waiting> waiting_;
  mutable std::mutex mutex_;
  std::condition_variable acknowledged_;
  bool open_ = true;
  bool wants_writable_ = false;
  Generation generation_ = 0;
  std::deque<LinkEvent> events_;
  std::size_t unacknowledged_ = 0;
  std::uint64_t acknowledgements_ = 0;
  std::atomic<std::uint64_t> dropped_full_{0}, dropped_too_large_{0}, refused_{0};
};

}  // namespace earshot::mqtt
