// A broker as mosquitto really is: a pipe. It acknowledges what it may drop a moment later, drops
// the newest when a subscriber's queue is full, forgets everything when it restarts, ends a session
// with its connection, gives a session to the second client of the same id, and speaks the last
// will of whoever goes without a word. Owner: the world. Threads: one.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/dice.h"
#include "tests/sim/event_queue.h"
#include "tests/sim/faults.h"
#include "tests/sim/plan.h"
#include "tests/sim/story.h"

namespace earshot::sim {

class Link;

/// The way between one device and one broker.
struct Road {
  bool cut = false;            ///< nothing passes, and no new connection is made
  bool upward_lost = false;    ///< half open: what the device sends vanishes
  bool downward_lost = false;  ///< half open: what the broker sends vanishes
};

struct Packet {
  std::string topic;
  std::string payload;
  std::uint32_t touched = 0;  ///< the faults of single messages that touched it, as bits
  std::uint64_t number = 0;   ///< in the order of sending, per connection
};

/// What brokers, links and machines share.
struct Net {
  EventQueue& queue;
  Story& story;
  const Plan& plan;
  FaultTally& faults;
  Dice dice;                   ///< of delays and message faults
  bool message_faults = true;  ///< false once everything is healed
  std::size_t longest_queue = 0;

  [[nodiscard]] Duration delay() { return dice.between(Duration{1}, plan.latency_max); }
  /// Some time after everything was healed nothing of the faults may be left.
  void note_touched(const Packet& packet);
};

/// One connection, shared by both ends; each end closes for itself.
struct Connection {
  Link* client = nullptr;  ///< null: this end is closed
  bool at_broker = false;
  SimTime upward_at = 0, downward_at = 0;      ///< what is sent later does not arrive earlier
  std::uint64_t sent = 0, newest_arrived = 0;  ///< downward, to notice what was overtaken
  std::size_t queued = 0;                      ///< downward: sent by the broker, not yet handled
};

class Broker {
 public:
  Broker(Net& net, std::string name) : net_(net), name_(std::move(name)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool is_up() const { return up_; }

  // Called by links, when their packets arrive.
  void accept(const std::shared_ptr<Connection>& connection, const std::string& client_id,
              std::vector<std::string> filters, std::string will_topic);
  void publish(const std::string& client_id, const Packet& packet);
  /// The connection is gone: at once when the client's process ended, later when nobody said so.
  void lose(const std::string& client_id, const Connection* connection);

  /// Everything is forgotten, and every client sees its connection end.
  void stop();
  void start() { up_ = true; }

 private:
  struct Session {
    std::shared_ptr<Connection> connection;
    std::vector<std::string> filters;
    std::string will_topic;
  };
  void route(const Packet& packet);
  void send(Session& session, const Packet& packet);
  void deliver(const std::shared_ptr<Connection>& connection, Packet packet, SimTime at);
  void end(std::map<std::string, Session>::iterator session, bool speak_will);

  Net& net_;
  const std::string name_;
  bool up_ = true;
  std::map<std::string, Session> sessions_;
  std::map<std::string, Packet> retained_;
};

/// True when `topic` is one that `filter` ('+' for one level) asks for.
[[nodiscard]] bool matches(std::string_view filter, std::string_view topic);

}  // namespace earshot::sim
