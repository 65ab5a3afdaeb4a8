// A mosquitto of the test's own and somebody who receives there as an edge agent would: the real
// receiver over a fake inbox. Owner: a test. Threads: the test's; the receiver has one of its own.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "core/relay/receiver.h"
#include "core/wire/codec.h"
#include "core/wire/topics.h"
#include "platform/mqtt/frame_link.h"
#include "platform/system/real_ports.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/reserved_port.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::kiosk {

class PlainBroker {
 public:
  PlainBroker() {
    std::ofstream(folder_ / "mosquitto.conf")
        << "listener " << port() << " 127.0.0.1\nallow_anonymous true\n";
  }
  ~PlainBroker() { kill(); }
  PlainBroker(const PlainBroker&) = delete;
  PlainBroker& operator=(const PlainBroker&) = delete;

  void start() {
    const auto config = (folder_ / "mosquitto.conf").string();
    const char* binary =
        access("/usr/sbin/mosquitto", X_OK) == 0 ? "/usr/sbin/mosquitto" : "mosquitto";
    pid_ = fork();
    ASSERT_GE(pid_, 0);
    if (pid_ == 0) {
      const int quiet = open("/dev/null", O_WRONLY);
      dup2(quiet, STDERR_FILENO);
      execlp(binary, binary, "-c", config.c_str(), nullptr);
      _exit(127);
    }
  }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  [[nodiscard]] std::uint16_t port() const { return port_.number(); }

 private:
  fakes::TempFolder folder_;
  fakes::ReservedPort port_;
  pid_t pid_ = -1;
};

class EdgeDouble final : private mqtt::LinkListener, private relay::RecordSink {
 public:
  explicit EdgeDouble(std::uint16_t port)
      : link_(loop_, clock_, random_,
              {.broker = {"127.0.0.1", port, "store-14", ""},
               .client_id = "store-14-site",
               .filters = {wire::up_filter({}, relay::Stream::urgent),
                           wire::up_filter({}, relay::Stream::responses), "earshot/1/status/+"},
               .status_topic = ""},
              *this) {
    (void)loop_.post([this] { link_.start(); });
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~EdgeDouble() override {
    (void)loop_.post([this] {
      link_.stop();
      loop_.stop();
    });
    thread_.join();
  }
  EdgeDouble(const EdgeDouble&) = delete;
  EdgeDouble& operator=(const EdgeDouble&) = delete;

  /// The ids of every response that was received, and how many records there were.
  [[nodiscard]] std::set<std::string> ids() {
    const std::lock_guard lock(mutex_);
    return ids_;
  }
  /// Every response by its id, as it came last.
  [[nodiscard]] std::map<std::string, response::Response> responses() {
    const std::lock_guard lock(mutex_);
    return responses_;
  }
  [[nodiscard]] std::size_t records() {
    const std::lock_guard lock(mutex_);
    return records_;
  }
  /// What a kiosk said of itself last.
  [[nodiscard]] std::string status() {
    const std::lock_guard lock(mutex_);
    return status_;
  }
  [[nodiscard]] std::size_t unhappy_in_urgent() {
    const std::lock_guard lock(mutex_);
    return urgent_;
  }

 private:
  void on_connected(std::uint16_t) override {}
  void on_disconnected(std::string_view) override {}
  [[nodiscard]] bool is_urgent(std::string_view) const override { return false; }
  void on_message(std::string_view topic, std::string_view payload, bool) override {
    if (wire::parse_status_topic(topic)) {
      const std::lock_guard lock(mutex_);
      status_ = payload;
      return;
    }
    const auto up = wire::parse_up_topic(topic);
    ASSERT_TRUE(up.has_value());
    const auto frame = wire::decode_frame(up->device, up->stream, payload);
    ASSERT_TRUE(frame.has_value()) << frame.error().message;
    const auto receipts = receiver_.take(std::span(&*frame, 1), clock_.wall_now());
    ASSERT_TRUE(receipts.has_value());
    for (const auto& receipt : *receipts) (void)mqtt::send_receipt(link_, receipt);
  }
  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override {
    const auto record = wire::decode_record(payload);
    EXPECT_TRUE(record.has_value());
    const auto& response = std::get<wire::ResponseRecord>(*record).response;
    EXPECT_TRUE(response::validate(response).has_value());
    const std::lock_guard lock(mutex_);
    ids_.insert(response.id.str());
    responses_[response.id.str()] = response;
    ++records_;
    if (origin.stream == relay::Stream::urgent && response::is_unhappy(response)) ++urgent_;
    return {};
  }

  system::RealClock clock_;
  system::RealRandom random_;
  system::EventLoop loop_{clock_};
  mqtt::MqttLink link_;
  fakes::MemoryInbox inbox_;
  relay::Receiver receiver_{inbox_, *this};
  std::mutex mutex_;
  std::set<std::string> ids_;
  std::map<std::string, response::Response> responses_;
  std::size_t records_ = 0, urgent_ = 0;
  std::string status_;
  std::thread thread_;
};

}  // namespace earshot::kiosk
