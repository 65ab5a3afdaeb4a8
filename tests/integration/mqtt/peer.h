// A link with an event loop of its own on a thread of its own, and a listener that writes down what
// it hears. Owner: a test. Threads: methods from the test's thread.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/mqtt/mqtt_link.h"
#include "platform/system/event_loop.h"
#include "platform/system/real_ports.h"

namespace earshot::mqtt {

struct Heard {
  std::string topic;
  std::string payload;
  bool retained = false;
};

class Peer final : public LinkListener {
 public:
  explicit Peer(LinkOptions options) : loop_(clock_), thread_([this] { run(); }) {
    options.backoff_base = std::chrono::milliseconds(20);
    options.backoff_max = std::chrono::milliseconds(200);
    on_loop([&] {
      link_ = std::make_unique<MqttLink>(loop_, clock_, random_, options, *this);
      link_->start();
    });
  }
  ~Peer() override {
    on_loop([&] { link_.reset(); });
    loop_.stop();
    thread_.join();
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  /// Runs `f` on the loop and waits for it.
  void on_loop(const std::function<void()>& f) {
    const auto done = loop_.call(
        [&] {
          f();
          return true;
        },
        std::chrono::seconds(20));
    ASSERT_TRUE(done.has_value());
  }

  Result<void> publish(const std::string& topic, const std::string& payload, int qos = 1,
                       bool retained = false) {
    Result<void> result;
    on_loop([&] { result = link_->publish(topic, payload, qos, retained); });
    return result;
  }
  LinkCounts counts() {
    LinkCounts counts;
    on_loop([&] { counts = link_->counts(); });
    return counts;
  }
  std::string trouble() {
    std::string trouble;
    on_loop([&] { trouble = link_->trouble(); });
    return trouble;
  }
  void renew() {
    on_loop([&] { link_->renew("the test wants it"); });
  }
  void stop() {
    on_loop([&] { link_->stop(); });
  }
  /// From within on_loop(): keeps the loop busy until `reached`, at most ten seconds.
  void block(const std::function<bool(const LinkCounts&)>& reached) {
    const MonoTime until = clock_.mono_now() + std::chrono::seconds(10);
    while (!reached(link_->counts()) && clock_.mono_now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  using State = std::function<bool()>;
  /// Waits until `reached` (called with the notes locked) is true.
  bool wait(const State& reached, Duration patience = std::chrono::seconds(10)) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, reached);
  }
  bool wait_connected(int times = 1, Duration patience = std::chrono::seconds(10)) {
    return wait([&] { return connects_ >= times; }, patience);
  }
  bool wait_disconnected(int times = 1, Duration patience = std::chrono::seconds(10)) {
    return wait([&] { return disconnects_ >= times; }, patience);
  }
  bool wait_heard(std::size_t messages, Duration patience = std::chrono::seconds(10)) {
    return wait([&] { return heard_.size() >= messages; }, patience);
  }
  /// For what comes without an event: asks the loop again and again.
  bool wait_trouble(const std::string& words, Duration patience = std::chrono::seconds(10)) {
    return poll([&] { return trouble().find(words) != std::string::npos; }, patience);
  }
  bool wait_counts(const std::function<bool(const LinkCounts&)>& reached) {
    return poll([&] { return reached(counts()); }, std::chrono::seconds(10));
  }
  std::vector<Heard> heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }
  std::uint16_t receive_maximum() {
    const std::lock_guard lock(mutex_);
    return receive_maximum_;
  }
  std::string last_reason() {
    const std::lock_guard lock(mutex_);
    return reason_;
  }
  /// Called on the loop for each message, after it was written down.
  std::function<void(MqttLink&, std::string_view topic)> answer;

 private:
  bool poll(const State& reached, Duration patience) {
    const MonoTime until = clock_.mono_now() + patience;
    while (!reached()) {
      if (clock_.mono_now() > until) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
  }
  void run() {
    loop_thread_ = std::this_thread::get_id();
    loop_.run();
  }
  void note(const std::function<void()>& change) {
    EXPECT_EQ(std::this_thread::get_id(), loop_thread_);
    {
      const std::lock_guard lock(mutex_);
      change();
    }
    changed_.notify_all();
  }
  void on_connected(std::uint16_t receive_maximum) override {
    note([&] {
      EXPECT_EQ(connects_, disconnects_);
      ++connects_;
      receive_maximum_ = receive_maximum;
    });
  }
  void on_disconnected(std::string_view reason) override {
    note([&] {
      ++disconnects_;
      EXPECT_EQ(connects_, disconnects_);
      reason_ = reason;
    });
  }
  void on_message(std::string_view topic, std::string_view payload, bool retained) override {
    note([&] {
      EXPECT_EQ(connects_, disconnects_ + 1) << "a message while the link is down";
      heard_.push_back({std::string(topic), std::string(payload), retained});
    });
    if (answer) answer(*link_, topic);
  }
  [[nodiscard]] bool is_urgent(std::string_view topic) const override {
    return topic.ends_with("/urgent");
  }

  system::RealClock clock_;
  system::RealRandom random_;
  system::EventLoop loop_;
  std::thread::id loop_thread_;
  std::unique_ptr<MqttLink> link_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int connects_ = 0;
  int disconnects_ = 0;
  std::uint16_t receive_maximum_ = 0;
  std::string reason_;
  std::vector<Heard> heard_;
  std::thread thread_;  ///< last: it uses the others
};

inline LinkOptions kiosk_options(const BrokerAddress& broker) {
  LinkOptions options;
  options.broker = broker;
  options.client_id = broker.username;
  options.filters = {"earshot/1/down/" + broker.username + "/receipt"};
  options.status_topic = "earshot/1/status/" + broker.username;
  return options;
}

inline LinkOptions edge_options(const BrokerAddress& broker) {
  LinkOptions options;
  options.broker = broker;
  options.client_id = broker.username + "-site";
  options.filters = {"earshot/1/up/+/urgent", "earshot/1/up/+/responses"};
  return options;
}

}  // namespace earshot::mqtt
