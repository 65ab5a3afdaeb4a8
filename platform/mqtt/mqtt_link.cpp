#include "platform/mqtt/mqtt_link.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "platform/mqtt/link_state.h"
#include "platform/mqtt/resolver.h"
#include "platform/mqtt/words.h"
#include "platform/system/time_zone.h"

namespace earshot::mqtt {
namespace {

using namespace std::chrono_literals;

constexpr Duration kTick = 1s;      ///< how often a link looks after itself
constexpr Duration kAttempt = 10s;  ///< for connecting and subscribing together
constexpr Duration kSteady = 10s;   ///< a link that stood this long begins its backoff anew
/// Links in a row that did not stand that long: then something is wrong beyond the network.
constexpr int kShortLives = 3;
constexpr Duration kLogAgain = 60s;       ///< the same complaint is logged once in this time
constexpr Duration kGoodbyeWait = 500ms;  ///< for the broker to take a DISCONNECT
constexpr std::size_t kOutboundMax = 1024;
constexpr std::size_t kOutboundBytesMax = 8 * 1024 * 1024;
/// An acknowledgement that has not come after so many keepalives means a dead link.
constexpr int kSilentKeepalives = 2;
constexpr int kTakenOver = 0x8e;  ///< MQTT 5.0, table 2-6: session taken over

}  // namespace

void MqttLink::Impl::start() {
  if (state_ != State::stopped) return;
  ++run_;
  const std::weak_ptr<Impl> weak = weak_from_this();
  mailbox_ = std::make_shared<Mailbox>(loop_, listener_, options_.inbound_messages_max,
                                       options_.message_bytes_max,
                                       Mailbox::Sinks{[weak] {
                                                        if (const auto self = weak.lock())
                                                          self->drain_events();
                                                      },
                                                      [weak](Inbound&& message) {
                                                        if (const auto self = weak.lock())
                                                          self->on_message(std::move(message));
                                                      }});
  mailbox_->begin(++generation_);
  reaper_ = std::make_unique<Reaper>();
  trouble_ = "connecting to the broker at " + address_of(options_.broker);
  begin_attempt();
  watch();
}

void MqttLink::Impl::stop(Duration wait) {
  if (state_ == State::stopped) return;
  const MonoTime until = clock_.mono_now() + wait;
  const bool was_up = state_ == State::up;
  if (was_up && !options_.status_topic.empty()) {
    static_cast<void>(send_qos1({options_.status_topic, status(false), true}));
  }
  state_ = State::stopped;
  trouble_ = "stopped";
  if (was_up) mailbox_->wait_acknowledged(wait);
  mailbox_->close();
  const Duration left = std::max(until - clock_.mono_now(), Duration{1});
  reaper_->end(std::move(connection_), left);
  reaper_.reset();
  early_.clear();
  outbound_.clear();
  outbound_bytes_ = 0;
}

void MqttLink::Impl::begin_attempt() {
  mailbox_->begin(++generation_);
  since_ = clock_.mono_now();
  const std::string& host = options_.broker.host;
  if (is_numeric(host)) {
    connect_to(host);
    return;
  }
  state_ = State::looking_up;
  look_up(host, [mailbox = mailbox_, generation = generation_](Lookup found) {
    mailbox->put({LinkEvent::Kind::looked_up, generation, std::move(found.error),
                  std::move(found.addresses), 0});
  });
}

void MqttLink::Impl::on_looked_up(const LinkEvent& event) {
  if (state_ != State::looking_up) return;
  if (event.addresses.empty()) {
    end_connection(lookup_trouble(options_, event.words));
    return;
  }
  connect_to(event.addresses[attempts_++ % event.addresses.size()]);
}

void MqttLink::Impl::connect_to(const std::string& address) {
  state_ = State::connecting;
  since_ = clock_.mono_now();
  connection_ = std::make_unique<Connection>(options_, identity_.topic(), generation_, mailbox_);
  if (const auto begun = connection_->connect(address, status(false)); !begun) {
    end_connection(begun.error().message);
  }
}

void MqttLink::Impl::on_established(std::uint16_t receive_maximum) {
  if (state_ != State::connecting) return;
  state_ = State::subscribing;
  receive_maximum_ = receive_maximum;
  filters_standing_ = 0;
  connection_->set_no_delay();
  if (filters_wanted() == 0) {
    come_up();
  } else if (const auto asked = connection_->subscribe(); !asked) {
    end_connection(asked.error().message);
  }
}

void MqttLink::Impl::on_subscribed() {
  if (state_ != State::subscribing) return;
  if (++filters_standing_ == filters_wanted()) come_up();
}

std::size_t MqttLink::Impl::filters_wanted() const {
  return options_.filters.size() + (identity_.topic().empty() ? 0 : 1);
}

void MqttLink::Impl::come_up() {
  state_ = State::up;
  since_ = clock_.mono_now();
  acknowledgement_at_ = since_;
  trouble_.clear();
  logged_.clear();
  ++counts_.connects;
  spdlog::info("connected to the broker at {} as '{}'", address_of(options_.broker),
               options_.client_id);
  if (!identity_.topic().empty()) {
    // QoS 0: where the broker's rules forbid it, nothing is watched and nobody need know.
    static_cast<void>(connection_->publish(identity_.topic(), identity_.run(), 0, true));
  }
  if (!options_.status_topic.empty()) {
    static_cast<void>(publish(options_.status_topic, status(true), 1, true));
  }
  const Generation mine = generation_;
  listener_.on_connected(receive_maximum_);
  // The listener may have published, renewed or stopped the link.
  while (state_ == State::up && generation_ == mine && !early_.empty()) {
    Inbound message = std::move(early_.front());
    early_.pop_front();
    on_message(std::move(message));
  }
}

void MqttLink::Impl::on_message(Inbound&& message) {
  if (message.generation != generation_ || state_ == State::stopped) return;
  if (!identity_.topic().empty() && message.topic == identity_.topic()) {
    return on_identity(message);
  }
  if (state_ != State::up) {
    if (early_.size() < options_.inbound_messages_max) {
      early_.push_back(std::move(message));
    } else {
      ++counts_.dropped_inbound_full;
    }
    return;
  }
  ++counts_.messages_in;
  listener_.on_message(message.topic, message.payload, message.retained);
}

void MqttLink::Impl::on_identity(const Inbound& message) {
  const bool before = identity_.shared();
  identity_.on_message(message.payload, message.retained);
  if (!identity_.shared()) {
    turns_ = 0;
  } else if (!before) {
    spdlog::error("{}", shared_trouble(options_));
  }
}

void MqttLink::Impl::on_refused(const std::string& topic) {
  const MonoTime now = clock_.mono_now();
  if (refusal_logged_at_ && now - *refusal_logged_at_ < kLogAgain) return;
  refusal_logged_at_ = now;
  spdlog::error(
      "the broker at {} forbids '{}' to publish on '{}' ({} messages refused so far); check that "
      "the device id is right and the broker's access rules (acl_file)",
      address_of(options_.broker), options_.broker.username, topic, mailbox_->refused());
}

/// Whatever state the attempt is in, it is over; the next one is due after the backoff.
void MqttLink::Impl::end_connection(std::string words, bool tell_later) {
  const bool was_up = state_ == State::up;
  const MonoTime now = clock_.mono_now();
  const bool steady = was_up && now - since_ >= kSteady;
  if (steady) backoff_.reset();
  if (was_up) short_lives_ = steady || tell_later ? 0 : short_lives_ + 1;
  ++(was_up ? counts_.disconnects : counts_.connect_failures);
  state_ = State::waiting;
  since_ = now;
  const bool taken_over = was_up && identity_.shared() && !tell_later;
  if (taken_over) {
    ++counts_.taken_over;
    words = shared_trouble(options_);
  } else if (short_lives_ >= kShortLives) {
    // Where no broker rule lets the identity be watched, it shows only in this.
    words += repeated_trouble(options_);
  }
  trouble_ = words;
  complain(words);
  mailbox_->begin(++generation_);
  reaper_->end(std::move(connection_), kGoodbyeWait);
  early_.clear();
  outbound_.clear();
  outbound_bytes_ = 0;
  const Duration wait = taken_over ? wait_for_turn() : backoff_.next();
  at(wait, [](Impl& self, Generation generation) {
    if (self.state_ == State::waiting && self.generation_ == generation) self.begin_attempt();
  });
  if (!was_up) return;
  if (tell_later) {
    at(Duration{0}, [words](Impl& self, Generation) { self.listener_.on_disconnected(words); });
  } else {
    listener_.on_disconnected(words);
  }
}

/// Both devices keep what they have and both are to be heard, so they take turns, ever longer ones:
/// anything between the least wait and a bound that doubles.
Duration MqttLink::Impl::wait_for_turn() {
  const Duration least = options_.shared_identity_wait;
  const Duration most = std::max(options_.shared_identity_wait_max, least + Duration{1});
  Duration bound = least * 2;
  for (int turn = 0; turn < turns_ && bound < most; ++turn) bound *= 2;
  ++turns_;
  const auto spread = static_cast<std::uint64_t>((std::min(bound, most) - least).count());
  return least + Duration{static_cast<std::int64_t>(random_below(random_, spread + 1))};
}

void MqttLink::Impl::complain(const std::string& words) {
  const MonoTime now = clock_.mono_now();
  if (words == logged_ && now - logged_at_ < kLogAgain) return;
  logged_ = words;
  logged_at_ = now;
  spdlog::warn("{}", words);
}

void MqttLink::Impl::drain_events() {
  if (state_ == State::stopped) return;
  for (const LinkEvent& event : mailbox_->take_events()) {
    // One of these may end the connection, and what follows of it is then the past.
    if (state_ == State::stopped || event.generation != generation_) continue;
    switch (event.kind) {
      case LinkEvent::Kind::looked_up:
        on_looked_up(event);
        break;
      case LinkEvent::Kind::established:
        on_established(event.receive_maximum);
        break;
      case LinkEvent::Kind::subscribed:
        on_subscribed();
        break;
      case LinkEvent::Kind::ended:
        if (event.reason == kTakenOver) identity_.on_taken_over();
        end_connection(event.words);
        break;
      case LinkEvent::Kind::refused:
        on_refused(event.words);
        break;
      case LinkEvent::Kind::writable:
        drain_outbound();
        break;
    }
  }
}

Result<void> MqttLink::Impl::send_qos1(const Outbound& message) {
  if (!mailbox_->try_begin_publish(receive_maximum_)) {
    return fail(ErrorCode::busy, "the broker has not acknowledged the messages before this one");
  }
  if (mailbox_->unacknowledged() == 1) acknowledgement_at_ = clock_.mono_now();
  auto sent = connection_->publish(message.topic, message.payload, 1, message.retained);
  if (sent) {
    ++counts_.messages_out;
  } else {
    mailbox_->cancel_publish();
  }
  return sent;
}

void MqttLink::Impl::drain_outbound() {
  while (state_ == State::up && !outbound_.empty()) {
    const Outbound& first = outbound_.front();
    const auto sent = send_qos1(first);
    if (!sent && sent.error().code == ErrorCode::busy) return;
    if (!sent)
      spdlog::error("a message for '{}' is dropped: {}", first.topic, sent.error().message);
    outbound_bytes_ -= first.payload.size();
    outbound_.pop_front();
  }
}

Result<void> MqttLink::Impl::publish(const std::string& topic, std::string_view payload, int qos,
                                     bool retained) {
  if (state_ != State::up) return fail(ErrorCode::busy, trouble());
  if (qos == 0) {
    auto sent = connection_->publish(topic, payload, 0, retained);
    if (sent) ++counts_.messages_out;
    return sent;
  }
  if (outbound_.size() >= kOutboundMax || outbound_bytes_ + payload.size() > kOutboundBytesMax) {
    return fail(ErrorCode::busy, fmt::format("{} messages already wait for the broker at {}",
                                             outbound_.size(), address_of(options_.broker)));
  }
  Outbound message{topic, std::string(payload), retained};
  if (outbound_.empty()) {
    auto sent = send_qos1(message);
    if (sent || sent.error().code != ErrorCode::busy) return sent;
  }
  outbound_bytes_ += message.payload.size();
  outbound_.push_back(std::move(message));
  return {};
}

void MqttLink::Impl::renew(std::string_view reason) {
  if (state_ == State::stopped || state_ == State::waiting) return;
  end_connection(fmt::format("the connection to the broker at {} is made afresh: {}",
                             address_of(options_.broker), reason),
                 true);
}

/// Once a second: events that a full loop did not take, attempts that hang, links that are dead.
void MqttLink::Impl::watch() {
  drain_events();
  if (state_ == State::stopped) return;
  drain_outbound();
  const MonoTime now = clock_.mono_now();
  if (state_ == State::connecting || state_ == State::subscribing) {
    if (now - since_ > kAttempt) end_connection(connect_trouble(options_, 0, "no answer in 10 s"));
  } else if (state_ == State::up) {
    // Whoever waits for its turn would have come by now.
    if (identity_.shared() && now - since_ > options_.shared_identity_wait_max * 2) {
      identity_.forget();
      turns_ = 0;
    }
    watch_acknowledgements(now);
  }
  at(kTick, [](Impl& self, Generation) { self.watch(); });
}

/// The library's own keepalive notices a silent broker within three intervals; a publish that is
/// not acknowledged tells it sooner.
void MqttLink::Impl::watch_acknowledgements(MonoTime now) {
  const std::uint64_t seen = mailbox_->acknowledgements();
  if (mailbox_->unacknowledged() == 0 || seen != acknowledgements_seen_) {
    acknowledgements_seen_ = seen;
    acknowledgement_at_ = now;
    return;
  }
  if (now - acknowledgement_at_ <= options_.keepalive * kSilentKeepalives) return;
  end_connection(
      fmt::format("the broker at {} is connected but does not answer; check whether it "
                  "hangs or the network swallows packets — trying again",
                  address_of(options_.broker)));
}

LinkCounts MqttLink::Impl::counts() const {
  LinkCounts counts = counts_;
  if (mailbox_) {
    counts.dropped_inbound_full += mailbox_->dropped_full();
    counts.dropped_too_large = mailbox_->dropped_too_large();
    counts.publish_refused = mailbox_->refused();
  }
  return counts;
}

std::string MqttLink::Impl::trouble() const {
  if (state_ == State::looking_up && clock_.mono_now() - since_ > 5s) {
    return lookup_trouble(options_, "no answer yet");
  }
  return trouble_;
}

/// The last will is written while the link still stands, so its moment is unknown.
std::string MqttLink::Impl::status(bool online) const {
  if (!online && state_ != State::up) return R"({"online":false,"at":null})";
  return fmt::format(R"({{"online":{},"at":"{}"}})", online, system::to_iso8601(clock_.wall_now()));
}

MqttLink::MqttLink(system::EventLoop& loop, Clock& clock, Random& random, LinkOptions options,
                   LinkListener& listener)
    : impl_(std::make_shared<Impl>(loop, clock, random, std::move(options), listener)) {}

MqttLink::~MqttLink() { impl_->stop(std::chrono::milliseconds(200)); }

void MqttLink::start() { impl_->start(); }
void MqttLink::stop(Duration wait) { impl_->stop(wait); }
Result<void> MqttLink::publish(const std::string& topic, std::string_view payload, int qos,
                               bool retained) {
  return impl_->publish(topic, payload, qos, retained);
}
void MqttLink::renew(std::string_view reason) { impl_->renew(reason); }
bool MqttLink::connected() const { return impl_->connected(); }
LinkCounts MqttLink::counts() const { return impl_->counts(); }
std::string MqttLink::trouble() const { return impl_->trouble(); }

}  // namespace earshot::mqtt
