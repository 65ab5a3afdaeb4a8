#include "tests/sim/broker.h"

#include <algorithm>
#include <chrono>

#include "core/wire/topics.h"
#include "tests/sim/link.h"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kStatusPrefix = "earshot/1/status/";

std::uint32_t bit_of(Fault fault) { return 1U << static_cast<unsigned>(fault); }

}  // namespace

bool matches(std::string_view filter, std::string_view topic) {
  for (;;) {
    const auto f = filter.find('/');
    const auto t = topic.find('/');
    const auto level = filter.substr(0, f);
    if (level != "+" && level != topic.substr(0, t)) return false;
    if (f == std::string_view::npos || t == std::string_view::npos) return f == t;
    filter.remove_prefix(f + 1);
    topic.remove_prefix(t + 1);
  }
}

void Net::note_touched(const Packet& packet) {
  for (const Fault fault : {Fault::duplicate, Fault::delay}) {
    if ((packet.touched & bit_of(fault)) != 0) faults.took_effect(fault);
  }
}

void Broker::accept(const std::shared_ptr<Connection>& connection, const std::string& client_id,
                    std::vector<std::string> filters, std::string will_topic) {
  if (const auto old = sessions_.find(client_id); old != sessions_.end()) {
    net_.story.tell("{}: {} connects again, and its older session ends", name_, client_id);
    const auto ended = old->second.connection;
    end(old, true);
    net_.queue.after(net_.delay(), [ended] {
      if (ended->client != nullptr) ended->client->on_closed(true);
    });
  }
  connection->at_broker = true;
  auto& session = sessions_[client_id];
  session = {connection, std::move(filters), std::move(will_topic)};
  for (const auto& [topic, packet] : retained_) {
    for (const auto& filter : session.filters) {
      if (!matches(filter, topic)) continue;
      send(session, packet);
      break;
    }
  }
}

void Broker::publish(const std::string& client_id, const Packet& packet) {
  if (!sessions_.contains(client_id)) return;
  if (packet.topic.starts_with(kStatusPrefix)) retained_[packet.topic] = packet;
  route(packet);
}

void Broker::route(const Packet& packet) {
  for (auto& [id, session] : sessions_) {
    for (const auto& filter : session.filters) {
      if (!matches(filter, packet.topic)) continue;
      send(session, packet);
      break;
    }
  }
}

void Broker::send(Session& session, const Packet& original) {
  const auto& connection = session.connection;
  if (connection->queued >= net_.plan.queue_max) {
    net_.story.tell("{}: a queue is full, a message on {} is dropped", name_, original.topic);
    net_.faults.inject(Fault::queue_overflow);
    net_.faults.took_effect(Fault::queue_overflow);
    return;
  }
  const bool trouble = net_.message_faults;
  if (trouble && net_.dice.permille(net_.plan.drop)) {
    net_.faults.inject(Fault::drop);
    net_.faults.took_effect(Fault::drop);
    net_.story.tell("{}: a message on {} is lost", name_, original.topic);
    return;
  }
  Packet packet = original;
  packet.number = ++connection->sent;
  SimTime at = std::max(connection->downward_at, net_.queue.now() + net_.delay().count());
  if (trouble && net_.dice.permille(net_.plan.delay)) {
    net_.faults.inject(Fault::delay);
    packet.touched |= bit_of(Fault::delay);
    at += net_.dice.between(100, 20'000);
  }
  if (trouble && net_.dice.permille(net_.plan.reorder)) {
    net_.faults.inject(Fault::reorder);
    packet.touched |= bit_of(Fault::reorder);
    at += net_.dice.between(1, 5'000);  // and those behind it do not wait
  } else {
    connection->downward_at = at;
  }
  if (trouble && net_.dice.permille(net_.plan.duplicate)) {
    net_.faults.inject(Fault::duplicate);
    Packet copy = packet;
    copy.touched |= bit_of(Fault::duplicate);
    deliver(connection, std::move(copy), at + net_.dice.between(0, 3'000));
  }
  deliver(connection, std::move(packet), at);
}

void Broker::deliver(const std::shared_ptr<Connection>& connection, Packet packet, SimTime at) {
  ++connection->queued;
  net_.longest_queue = std::max(net_.longest_queue, connection->queued);
  net_.queue.at(at, [this, connection, packet = std::move(packet)] {
    Link* client = connection->client;
    if (client == nullptr) return;
    if (client->road().cut || client->road().downward_lost) {
      client->doom(connection);
      return;
    }
    if (packet.number < connection->newest_arrived &&
        (packet.touched & bit_of(Fault::duplicate)) == 0) {
      net_.faults.took_effect(Fault::reorder);
    }
    connection->newest_arrived = std::max(connection->newest_arrived, packet.number);
    client->on_arrived(connection, packet);
  });
}

void Broker::lose(const std::string& client_id, const Connection* connection) {
  const auto session = sessions_.find(client_id);
  if (session == sessions_.end() || session->second.connection.get() != connection) return;
  end(session, true);
}

void Broker::end(std::map<std::string, Session>::iterator session, bool speak_will) {
  const Packet will{session->second.will_topic, "{\"online\":false}", 0, 0};
  session->second.connection->at_broker = false;
  sessions_.erase(session);
  if (!speak_will || will.topic.empty()) return;
  retained_[will.topic] = will;
  route(will);
}

void Broker::stop() {
  up_ = false;
  net_.story.tell("{} stops, and forgets everything", name_);
  while (!sessions_.empty()) {
    const auto connection = sessions_.begin()->second.connection;
    end(sessions_.begin(), false);
    net_.queue.after(net_.delay(), [connection] {
      Link* client = connection->client;
      if (client == nullptr) return;
      if (client->road().cut) {
        client->doom(connection);
      } else {
        client->on_closed(false);
      }
    });
  }
  retained_.clear();
}

}  // namespace earshot::sim
