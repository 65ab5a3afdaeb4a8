// The state machine behind MqttLink: waiting → looking up → connecting → subscribing → up, and from
// any of them back to waiting, with a new generation.
// Owner: MqttLink; tasks on the loop hold it weakly. Threads: the event loop's.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "core/relay/backoff.h"
#include "platform/mqtt/connection.h"
#include "platform/mqtt/identity_watch.h"
#include "platform/mqtt/mailbox.h"
#include "platform/mqtt/mqtt_link.h"
#include "platform/mqtt/reaper.h"

namespace earshot::mqtt {

class MqttLink::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(system::EventLoop& loop, Clock& clock, Random& random, LinkOptions options,
       LinkListener& listener)
      : loop_(loop),
        clock_(clock),
        options_(std::move(options)),
        listener_(listener),
        random_(random),
        backoff_(options_.backoff_base, options_.backoff_max, random),
        identity_(options_.broker.username, options_.client_id, random) {}

  void start();
  void stop(Duration wait);
  Result<void> publish(const std::string& topic, std::string_view payload, int qos, bool retained);
  void renew(std::string_view reason);
  [[nodiscard]] bool connected() const { return state_ == State::up; }
  [[nodiscard]] LinkCounts counts() const;
  [[nodiscard]] std::string trouble() const;

 private:
  enum class State { stopped, waiting, looking_up, connecting, subscribing, up };
  struct Outbound {
    std::string topic;
    std::string payload;
    bool retained;
  };

  void begin_attempt();
  void connect_to(const std::string& address);
  void on_looked_up(const LinkEvent& event);
  void on_established(std::uint16_t receive_maximum);
  void on_subscribed();
  void come_up();
  void on_message(Inbound&& message);
  void on_refused(const std::string& topic);
  void end_connection(std::string words, bool tell_later = false);
  void on_identity(const Inbound& message);
  [[nodiscard]] Duration wait_for_turn();
  [[nodiscard]] std::size_t filters_wanted() const;
  void complain(const std::string& words);
  void drain_events();
  void drain_outbound();
  /// Error: busy (the send window is full), invalid (it can never be sent).
  Result<void> send_qos1(const Outbound& message);
  void watch();
  void watch_acknowledgements(MonoTime now);
  /// Runs f(*this, generation_ as of now) after `wait`, unless the link was stopped meanwhile.
  template <typename F>
  void at(Duration wait, F f);
  [[nodiscard]] std::string status(bool online) const;

  system::EventLoop& loop_;
  Clock& clock_;
  const LinkOptions options_;
  LinkListener& listener_;
  Random& random_;
  relay::Backoff backoff_;
  IdentityWatch identity_;
  int turns_ = 0;  ///< how often the identity changed hands in a row
  std::shared_ptr<Mailbox> mailbox_;
  std::unique_ptr<Reaper> reaper_;
  std::unique_ptr<Connection> connection_;
  State state_ = State::stopped;
  std::uint64_t run_ = 0;  ///< one from each start to its stop
  Generation generation_ = 0;
  int short_lives_ = 0;
  std::size_t attempts_ = 0;  ///< chooses among the addresses of a name
  std::size_t filters_standing_ = 0;
  std::uint16_t receive_maximum_ = 0;
  MonoTime since_{};           ///< of `state_`
  std::deque<Inbound> early_;  ///< retained messages can come before the SUBACK
  std::deque<Outbound> outbound_;
  std::size_t outbound_bytes_ = 0;
  std::uint64_t acknowledgements_seen_ = 0;
  MonoTime acknowledgement_at_{};
  std::string trouble_ = "not started";
  std::string logged_;
  MonoTime logged_at_{};
  std::optional<MonoTime> refusal_logged_at_;
  LinkCounts counts_;
};

template <typename F>
void MqttLink::Impl::at(Duration wait, F f) {
  loop_.at(clock_.mono_now() + wait,
           [weak = weak_from_this(), run = run_, generation = generation_, f] {
             const auto self = weak.lock();
             if (self && self->state_ != State::stopped && self->run_ == run) f(*self, generation);
           });
}

}  // namespace earshot::mqtt
