#include "tests/sim/link.h"

#include <algorithm>
#include <chrono>

#include "core/wire/codec.h"
#include "core/wire/topics.h"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

// As platform/mqtt has them.
constexpr Duration kBackoffBase = 250ms;
constexpr Duration kBackoffMax = 15s;
constexpr Duration kSlowReturn = 30s;  ///< after a session was taken over, at least
constexpr Duration kSlowReturnMax = 5min;
constexpr Duration kKeepalive = 8s;
constexpr Duration kSteady = 10s;
constexpr Duration kAttempt = 10s;
constexpr std::size_t kOutboundMax = 1024;
/// A broker gives a silent client one and a half keepalives.
constexpr Duration kBrokerNotices = 12s;

}  // namespace

Link::Link(Net& net, Coverage& coverage, Broker& broker, const Road& road, Random& random,
           LinkOptions options, LinkListener& listener)
    : net_(net),
      coverage_(coverage),
      broker_(broker),
      road_(road),
      options_(std::move(options)),
      listener_(listener),
      backoff_(kBackoffBase, kBackoffMax, random),
      slow_backoff_(kSlowReturn, kSlowReturnMax - kSlowReturn, random),
      self_(std::make_shared<Link*>(this)) {}

void Link::shut(bool power_went) {
  *self_ = nullptr;
  if (!connection_) return;
  connection_->client = nullptr;
  net_.queue.after(power_went ? kBrokerNotices : net_.delay(),
                   [&broker = broker_, id = options_.client_id, gone = connection_] {
                     broker.lose(id, gone.get());
                   });
  connection_.reset();
}

template <typename F>
void Link::after(Duration wait, F f) {
  net_.queue.after(wait, [self = self_, f = std::move(f)] {
    Link* link = *self;
    if (link == nullptr) return;
    if (link->frozen_) {
      link->held_.push_back([link, f] { f(*link); });
    } else {
      f(*link);
    }
  });
}

void Link::start() { try_later(net_.delay()); }

void Link::try_later(Duration wait) {
  after(wait, [](Link& link) { link.attempt(); });
}

void Link::attempt() {
  if (connection_) return;
  if (!broker_.is_up()) return try_later(backoff_.next());
  if (road_.cut || road_.upward_lost || road_.downward_lost) {
    if (road_.cut) net_.faults.took_effect(Fault::partition);
    return try_later(kAttempt + backoff_.next());
  }
  auto connection = std::make_shared<Connection>();
  after(net_.delay() + net_.delay(), [connection](Link& link) { link.established(connection); });
}

void Link::established(const std::shared_ptr<Connection>& connection) {
  if (!broker_.is_up() || road_.cut) return try_later(backoff_.next());
  connection->client = this;
  connection_ = connection;
  connected_at_ = net_.queue.now();
  upward_at_ = net_.queue.now();
  unacknowledged_ = 0;
  doomed_ = nullptr;
  broker_.accept(connection, options_.client_id, options_.filters, options_.status_topic);
  net_.story.tell("{} is connected to {}", options_.client_id, broker_.name());
  if (!options_.status_topic.empty()) transmit(options_.status_topic, "{\"online\":true}");
  listener_.on_connected(net_.plan.receive_maximum);
}

Result<void> Link::publish(std::string topic, std::string payload) {
  if (!connection_ || outbound_.size() >= kOutboundMax) return fail(ErrorCode::busy, "not now");
  if (unacknowledged_ >= net_.plan.receive_maximum) {
    outbound_.emplace_back(std::move(topic), std::move(payload));
  } else {
    transmit(std::move(topic), std::move(payload));
  }
  return {};
}

Result<void> Link::send(const relay::Frame& frame) {
  auto sent = publish(wire::up_topic(frame.device, frame.stream), wire::encode_frame(frame));
  if (sent) {
    net_.story.tell("{} sends {} of {:x}: {} from {}", options_.client_id, to_string(frame.stream),
                    frame.epoch >> 48, frame.records.size(), frame.first_seq);
  }
  return sent;
}

void Link::transmit(std::string topic, std::string payload) {
  ++unacknowledged_;
  const SimTime at = std::max(upward_at_, net_.queue.now() + net_.delay().count());
  upward_at_ = at;
  net_.queue.at(at, [&net = net_, self = self_, connection = connection_, &broker = broker_,
                     id = options_.client_id, &road = road_,
                     packet = Packet{std::move(topic), std::move(payload), 0, 0}] {
    // What the kernel had taken still arrives when the process has died since.
    if (!connection->at_broker) return;
    if (road.cut || road.upward_lost) {
      if (*self != nullptr) (*self)->doom(connection);
      return;
    }
    broker.publish(id, packet);
    net.queue.after(net.delay(), [self, connection] {
      Link* link = *self;
      if (link == nullptr || link->connection_ != connection) return;
      if (link->road_.cut || link->road_.downward_lost) return link->doom(connection);
      --link->unacknowledged_;
      link->drain();
    });
  });
}

void Link::drain() {
  while (!outbound_.empty() && unacknowledged_ < net_.plan.receive_maximum) {
    auto next = std::move(outbound_.front());
    outbound_.pop_front();
    transmit(std::move(next.first), std::move(next.second));
  }
}

void Link::renew() {
  if (!connection_) return;
  net_.story.tell("{} does not trust its link and makes a new one", options_.client_id);
  coverage_.reach(Mark::suspects);
  net_.queue.after(net_.delay(), [&broker = broker_, id = options_.client_id, old = connection_] {
    broker.lose(id, old.get());
  });
  after(Duration{1}, [old = connection_](Link& link) {
    if (link.connection_ == old) link.close(false);
  });
}

void Link::doom(const std::shared_ptr<Connection>& connection) {
  if (connection_ != connection || doomed_ == connection.get()) return;
  doomed_ = connection.get();
  net_.faults.took_effect(road_.cut ? Fault::partition : Fault::half_open);
  net_.queue.after(kBrokerNotices, [&broker = broker_, id = options_.client_id, connection] {
    broker.lose(id, connection.get());
  });
  after(net_.dice.between(kKeepalive, 3 * kKeepalive), [connection](Link& link) {
    if (link.connection_ == connection) link.close(false);
  });
}

void Link::on_closed(bool taken_over) {
  if (frozen_) {
    held_.push_back([this, taken_over] { close(taken_over); });
  } else {
    close(taken_over);
  }
}

void Link::close(bool taken_over) {
  if (!connection_) return;
  connection_->client = nullptr;
  connection_.reset();
  outbound_.clear();
  net_.story.tell("{} lost its connection{}", options_.client_id,
                  taken_over ? " to another of the same name" : "");
  if (taken_over) coverage_.reach(Mark::sessions_taken_over);
  if (net_.queue.now() - connected_at_ >= kSteady.count()) backoff_.reset();
  listener_.on_disconnected();
  try_later(taken_over ? kSlowReturn + slow_backoff_.next() : backoff_.next());
}

void Link::on_arrived(const std::shared_ptr<Connection>& connection, const Packet& packet) {
  if (frozen_) {
    held_.push_back([this, connection, packet] { handle(connection, packet); });
  } else {
    handle(connection, packet);
  }
}

void Link::handle(const std::shared_ptr<Connection>& connection, const Packet& packet) {
  --connection->queued;
  if (connection_ != connection) return;
  net_.note_touched(packet);
  listener_.on_message(packet.topic, packet.payload);
}

void Link::freeze() {
  frozen_ = true;
  if (!connection_) return;
  net_.queue.after(kBrokerNotices, [self = self_, connection = connection_] {
    Link* link = *self;
    if (link == nullptr || !link->frozen_ || link->connection_ != connection) return;
    link->broker_.lose(link->options_.client_id, connection.get());
    link->on_closed(false);
  });
}

void Link::thaw() {
  frozen_ = false;
  const auto self = self_;
  for (auto held = std::exchange(held_, {}); !held.empty() && *self != nullptr;) {
    const auto next = std::move(held.front());
    held.pop_front();
    next();
  }
}

}  // namespace earshot::sim
