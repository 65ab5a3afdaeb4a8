#include "platform/mqtt/connection.h"

#include <mqtt/async_client.h>

#include <algorithm>
#include <atomic>

#include "platform/mqtt/no_delay.h"
#include "platform/mqtt/words.h"

namespace earshot::mqtt {
namespace {

using PahoProperty = ::mqtt::property;

constexpr int kConnectTimeoutS = 5;
/// QoS 1 messages are bounded by the send window; this bounds the others, so that a connection that
/// takes no bytes cannot fill the memory. (The library's default is 100.)
constexpr int kBufferedMax = 256;
/// Beyond this a broker's receive maximum brings nothing.
constexpr std::uint16_t kReceiveMaximumMax = 64;
constexpr int kNotAuthorized = 0x87;

std::string uri_of(const std::string& address, std::uint16_t port) {
  return "tcp://" + address_of({.host = address, .port = port, .username = {}, .password = {}});
}

/// What the library calls an error, if it says more than a number.
std::string detail_of(const ::mqtt::token& token) {
  try {
    const_cast<::mqtt::token&>(token).try_wait();
  } catch (const ::mqtt::exception& e) {
    return e.get_message();
  } catch (const std::exception&) {
    return {};
  }
  return {};
}

/// The CONNACK's reason, which the library may give as its own return code. 0: none came.
int reason_of(const ::mqtt::token& token) {
  const int code = token.get_return_code();
  return code >= 0x80 && code <= 0xff ? code : static_cast<int>(token.get_reason_code());
}

std::uint16_t receive_maximum_of(const ::mqtt::token& token) {
  try {
    const auto response = token.get_connect_response();
    const auto& properties = response.get_properties();
    if (properties.contains(PahoProperty::RECEIVE_MAXIMUM)) {
      const auto said = ::mqtt::get<std::uint16_t>(properties, PahoProperty::RECEIVE_MAXIMUM);
      return std::clamp<std::uint16_t>(said, 1, kReceiveMaximumMax);
    }
  } catch (const std::exception&) {
    // No properties: the standard's default, 65,535, holds.
  }
  return kReceiveMaximumMax;
}

}  // namespace

/// Paho's callbacks. Nothing here may throw, wait, or call back into Paho.
class Connection::Impl final : public ::mqtt::callback {
 public:
  Impl(LinkOptions options, std::string watched_topic, Generation generation,
       std::shared_ptr<Mailbox> mailbox)
      : options_(std::move(options)),
        watched_topic_(std::move(watched_topic)),
        generation_(generation),
        mailbox_(std::move(mailbox)) {}

  /// `reason`: of the broker's DISCONNECT; 0: none came.
  void end(std::string words, int reason = 0) {
    if (ended_.exchange(true)) return;
    mailbox_->put({LinkEvent::Kind::ended, generation_, std::move(words), {}, 0, reason});
  }
  void put(LinkEvent::Kind kind, std::uint16_t receive_maximum = 0) {
    mailbox_->put({kind, generation_, {}, {}, receive_maximum, 0});
  }

  void connection_lost(const std::string&) override {
    end(lost_trouble(options_, disconnect_reason_), disconnect_reason_);
  }
  void message_arrived(::mqtt::const_message_ptr message) override {
    if (!message) return;
    mailbox_->put_message(
        {generation_, message->get_topic(), message->get_payload_str(), message->is_retained()});
  }

  class OnConnect final : public ::mqtt::iaction_listener {
   public:
    explicit OnConnect(Impl& owner) : owner_(owner) {}
    void on_success(const ::mqtt::token& token) override {
      owner_.put(LinkEvent::Kind::established, receive_maximum_of(token));
    }
    void on_failure(const ::mqtt::token& token) override {
      owner_.end(connect_trouble(owner_.options_, reason_of(token), detail_of(token)));
    }

   private:
    Impl& owner_;
  };

  class OnSubscribe final : public ::mqtt::iaction_listener {
   public:
    explicit OnSubscribe(Impl& owner) : owner_(owner) {}
    void on_success(const ::mqtt::token&) override { owner_.put(LinkEvent::Kind::subscribed); }
    void on_failure(const ::mqtt::token& token) override {
      const auto topics = token.get_topics();
      const std::string topic = topics && !topics->empty() ? (*topics)[0] : std::string();
      if (!topic.empty() && topic == owner_.watched_topic_) {
        return owner_.put(LinkEvent::Kind::subscribed);  // then nothing is watched
      }
      owner_.end("the broker at " + address_of(owner_.options_.broker) + " does not let '" +
                 owner_.options_.broker.username + "' listen to '" + topic +
                 "'; check its access rules (acl_file) — trying again");
    }

   private:
    Impl& owner_;
  };

  class OnPublish final : public ::mqtt::iaction_listener {
   public:
    explicit OnPublish(Impl& owner) : owner_(owner) {}
    void on_success(const ::mqtt::token& token) override {
      ended(token,
            token.get_reason_code() >= 0x80 ? PublishEnd::refused : PublishEnd::acknowledged);
    }
    void on_failure(const ::mqtt::token& token) override {
      ended(token,
            token.get_reason_code() == kNotAuthorized ? PublishEnd::refused : PublishEnd::failed);
    }

   private:
    void ended(const ::mqtt::token& token, PublishEnd end) {
      std::string topic;
      if (end == PublishEnd::refused) {
        if (const auto topics = token.get_topics(); topics && !topics->empty()) {
          topic = (*topics)[0];
        }
      }
      owner_.mailbox_->publish_ended(owner_.generation_, end, topic);
    }
    Impl& owner_;
  };

  const LinkOptions options_;
  const std::string watched_topic_;
  const Generation generation_;
  const std::shared_ptr<Mailbox> mailbox_;
  std::string address_;
  std::atomic<bool> ended_{false};
  std::atomic<int> disconnect_reason_{0};
  OnConnect on_connect_{*this};
  OnSubscribe on_subscribe_{*this};
  OnPublish on_publish_{*this};
  std::unique_ptr<::mqtt::async_client> client_;  ///< last: it goes before what it calls
};

Connection::Connection(LinkOptions options, std::string watched_topic, Generation generation,
                       std::shared_ptr<Mailbox> mailbox)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(watched_topic), generation,
                                   std::move(mailbox))) {}

Connection::~Connection() = default;

Result<void> Connection::connect(const std::string& address, const std::string& will) {
  Impl& self = *impl_;
  const LinkOptions& options = self.options_;
  try {
    self.address_ = address;
    const ::mqtt::create_options create(MQTTVERSION_5, kBufferedMax);
    self.client_ = std::make_unique<::mqtt::async_client>(uri_of(address, options.broker.port),
                                                          options.client_id, create, nullptr);
    self.client_->set_callback(self);
    self.client_->set_disconnected_handler(
        [&self](const ::mqtt::properties&, ::mqtt::ReasonCode reason) {
          self.disconnect_reason_ = reason;
          self.end(lost_trouble(self.options_, reason), reason);
        });
    ::mqtt::connect_options connect;
    connect.set_mqtt_version(MQTTVERSION_5);
    connect.set_clean_start(true);
    connect.set_automatic_reconnect(false);
    connect.set_connect_timeout(kConnectTimeoutS);
    const auto keepalive = std::chrono::ceil<std::chrono::seconds>(options.keepalive);
    connect.set_keep_alive_interval(std::max(keepalive, std::chrono::seconds(1)));
    connect.set_max_inflight(kReceiveMaximumMax + 1);
    if (!options.broker.username.empty()) {
      connect.set_user_name(options.broker.username);
      connect.set_password(options.broker.password);
    }
    // The broker need not even send what is far too large; a little too large is counted here.
    const auto packet_max = static_cast<std::int32_t>(
        std::min<std::size_t>(options.message_bytes_max * 4, 256 * 1024 * 1024));
    const auto inbound_max =
        static_cast<std::int32_t>(std::clamp<std::size_t>(options.inbound_messages_max, 1, 65'535));
    connect.set_properties(::mqtt::properties{
        {PahoProperty::SESSION_EXPIRY_INTERVAL, 0},
        {PahoProperty::RECEIVE_MAXIMUM, inbound_max},
        {PahoProperty::MAXIMUM_PACKET_SIZE, packet_max},
    });
    if (!options.status_topic.empty()) {
      connect.set_will(::mqtt::will_options(options.status_topic, will, 1, true));
    }
    self.client_->connect(connect, nullptr, self.on_connect_);
    return {};
  } catch (const std::exception& e) {
    return fail(ErrorCode::io, connect_trouble(options, 0, e.what()));
  }
}

Result<void> Connection::subscribe() {
  try {
    // One by one: for several in one packet, Paho reports a refusal as success. The watched one
    // first: what stands there has then come before the link is up.
    if (const std::string& watched = impl_->watched_topic_; !watched.empty()) {
      impl_->client_->subscribe(watched, 1, nullptr, impl_->on_subscribe_);
    }
    for (const std::string& filter : impl_->options_.filters) {
      impl_->client_->subscribe(filter, 1, nullptr, impl_->on_subscribe_);
    }
    return {};
  } catch (const std::exception& e) {
    return fail(ErrorCode::io, lost_trouble(impl_->options_, 0) + " (" + e.what() + ")");
  }
}

Result<void> Connection::publish(const std::string& topic, std::string_view payload, int qos,
                                 bool retained) {
  try {
    auto message = ::mqtt::make_message(topic, payload.data(), payload.size(), qos, retained);
    if (qos == 0) {
      impl_->client_->publish(message);
    } else {
      impl_->client_->publish(message, nullptr, impl_->on_publish_);
    }
    return {};
  } catch (const ::mqtt::exception& e) {
    const int code = e.get_return_code();
    const bool later = code == MQTTASYNC_DISCONNECTED || code == MQTTASYNC_MAX_BUFFERED_MESSAGES ||
                       code == MQTTASYNC_NO_MORE_MSGIDS;
    return fail(later ? ErrorCode::busy : ErrorCode::invalid,
                std::string("the MQTT library does not take it: ") + e.what());
  } catch (const std::exception& e) {
    return fail(ErrorCode::busy, e.what());
  }
}

void Connection::set_no_delay() { set_no_delay_to(impl_->address_, impl_->options_.broker.port); }

void Connection::close(Duration wait) {
  impl_->ended_ = true;
  if (!impl_->client_) return;
  try {
    if (impl_->client_->is_connected()) {
      impl_->client_->disconnect(0)->wait_for(wait);
    }
  } catch (const std::exception&) {
    // It is gone either way; the destructor closes the socket.
  }
  impl_->client_.reset();
}

}  // namespace earshot::mqtt
