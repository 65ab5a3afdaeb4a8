// A location's receiver, cut down to what counts: the real relay over a real link and a real store,
// with a sink that counts how often each response was applied. Owner: a test.
// Threads: methods from the test's thread; all else on a loop of its own.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <thread>

#include "core/relay/receiver.h"
#include "platform/mqtt/mqtt_link.h"
#include "platform/sqlite/relay_store.h"
#include "platform/system/event_loop.h"
#include "platform/system/real_ports.h"

namespace earshot::traffic {

class Site final : private mqtt::LinkListener, private relay::RecordSink {
 public:
  /// Goes on with what `store` holds from before.
  Site(mqtt::BrokerAddress address, const std::filesystem::path& store);
  ~Site() override;
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  /// How often each response was applied, by its id.
  std::map<std::string, int> heard();
  std::size_t heard_count();
  relay::ReceiverCounts counts();

 private:
  void on_connected(std::uint16_t) override {}
  void on_disconnected(std::string_view) override {}
  void on_message(std::string_view topic, std::string_view payload, bool retained) override;
  [[nodiscard]] bool is_urgent(std::string_view) const override { return false; }
  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override;

  system::RealClock clock_;
  system::RealRandom random_;
  system::EventLoop loop_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::SqliteInbox> inbox_;
  std::unique_ptr<relay::Receiver> receiver_;
  std::unique_ptr<mqtt::MqttLink> link_;
  std::thread thread_;
};

}  // namespace earshot::traffic
