// A client's end of a connection to a broker, with the manners of platform/mqtt's MqttLink: a fresh
// connection each time, capped backoff with jitter, a dead link noticed by its keepalive, no more
// unacknowledged messages than the broker takes, a slow return after somebody took the session
// over. Owner: a machine's process; it ends with it. Threads: one.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/relay/backoff.h"
#include "core/relay/courier.h"
#include "tests/sim/broker.h"
#include "tests/sim/coverage.h"

namespace earshot::sim {

class LinkListener {
 public:
  virtual ~LinkListener() = default;
  virtual void on_connected(std::uint16_t receive_maximum) = 0;
  virtual void on_disconnected() = 0;
  virtual void on_message(std::string_view topic, std::string_view payload) = 0;
};

struct LinkOptions {
  std::string client_id;
  std::vector<std::string> filters;
  std::string status_topic;
};

class Link final : public relay::FrameLink {
 public:
  Link(Net& net, Coverage& coverage, Broker& broker, const Road& road, Random& random,
       LinkOptions options, LinkListener& listener);
  ~Link() override { shut(false); }
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  void start();
  Result<void> publish(std::string topic, std::string payload);
  /// A frame, encoded as it travels, to the topic of its device and stream.
  Result<void> send(const relay::Frame& frame) override;
  void renew();
  /// The process ends: the broker hears of it at once, unless the `power_went`. Nothing more comes
  /// from here or to the listener.
  void shut(bool power_went);
  [[nodiscard]] bool connected() const { return connection_ != nullptr; }
  [[nodiscard]] std::size_t outbound() const { return outbound_.size(); }

  /// The process stands still, and its messages pile up before its door.
  void freeze();
  void thaw();

  // Called by the broker's side.
  void on_arrived(const std::shared_ptr<Connection>& connection, const Packet& packet);
  void on_closed(bool taken_over);
  /// Nothing gets through any more, and each end finds out by itself.
  void doom(const std::shared_ptr<Connection>& connection);
  [[nodiscard]] const Road& road() const { return road_; }

 private:
  void attempt();
  void try_later(Duration wait);
  void established(const std::shared_ptr<Connection>& connection);
  void transmit(std::string topic, std::string payload);
  void drain();
  void handle(const std::shared_ptr<Connection>& connection, const Packet& packet);
  void close(bool taken_over);
  template <typename F>
  void after(Duration wait, F f);

  Net& net_;
  Coverage& coverage_;
  Broker& broker_;
  const Road& road_;
  const LinkOptions options_;
  LinkListener& listener_;
  relay::Backoff backoff_;
  relay::Backoff slow_backoff_;
  std::shared_ptr<Link*> self_;  ///< what waits in the queue finds null when the link is gone
  std::shared_ptr<Connection> connection_;  ///< null: not connected
  SimTime connected_at_ = 0;
  SimTime upward_at_ = 0;
  std::size_t unacknowledged_ = 0;
  std::deque<std::pair<std::string, std::string>> outbound_;
  bool frozen_ = false;
  std::deque<std::function<void()>> held_;  ///< while frozen
  const Connection* doomed_ = nullptr;
};

}  // namespace earshot::sim
