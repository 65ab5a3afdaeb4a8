// One kiosk as the network sees it: its durable outbox, its courier, its own connection to the
// broker. Nothing of the real protocol is left out; only the screen and the person are missing.
// Owner: the fleet. Threads: the event loop's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "core/base/ports.h"
#include "core/relay/courier.h"
#include "core/response/response.h"
#include "platform/mqtt/frame_link.h"
#include "platform/mqtt/mqtt_link.h"
#include "platform/sqlite/relay_store.h"
#include "platform/system/event_loop.h"
#include "tools/traffic/places.h"

namespace earshot::traffic {

/// What the kiosks of one process share.
struct Machine {
  system::EventLoop& loop;
  Clock& clock;
  Random& random;
  std::string boot_id;
};

struct KioskSettings {
  Place place;
  mqtt::BrokerAddress broker;    ///< with this kiosk's username and password, if any
  std::filesystem::path folder;  ///< its database is <folder>/<device>.db
};

class Kiosk final : private mqtt::LinkListener {
 public:
  /// Opens or makes the outbox; what an earlier run left unsent goes on. Error: as
  /// sqlite::Database.
  static Result<std::unique_ptr<Kiosk>> open(Machine& machine, KioskSettings settings);
  ~Kiosk() override;

  void connect();
  void disconnect(Duration wait);

  /// Stores the responses in one transaction and sends them. One that this kiosk has said before
  /// (the same id, also in an earlier run) is left out. Returns how many were new. Error: io,
  /// no_space, corrupt; then none was stored.
  Result<std::size_t> say(std::span<const response::Response> responses);

  /// Responses that are stored here and have no receipt.
  [[nodiscard]] std::uint64_t waiting() const { return waiting_; }
  /// Responses without a receipt when it was opened.
  [[nodiscard]] std::uint64_t waited_at_open() const { return waited_at_open_; }
  [[nodiscard]] bool connected() const { return link_->connected(); }
  /// Why nothing moves, for a person; empty when all is well.
  [[nodiscard]] std::string trouble() const;
  [[nodiscard]] const Place& place() const { return settings_.place; }

  /// Moves the write-ahead log into the file and lets go of what has its receipt for long; for
  /// quiet moments.
  void tidy_up();

 private:
  Kiosk(Machine& machine, KioskSettings settings, std::unique_ptr<sqlite::Database> database,
        std::unique_ptr<sqlite::SqliteOutbox> outbox);

  void on_connected(std::uint16_t receive_maximum) override;
  void on_disconnected(std::string_view reason) override;
  void on_message(std::string_view topic, std::string_view payload, bool retained) override;
  [[nodiscard]] bool is_urgent(std::string_view) const override { return false; }

  Result<std::size_t> store(std::span<const response::Response> responses);
  Result<bool> remember(const ResponseId& id);
  [[nodiscard]] relay::Courier::Stamp stamp() const;
  Result<void> refresh();
  void pump();
  void schedule();
  void look_after_link();
  void note(const Result<void>& result);

  Machine& machine_;
  const KioskSettings settings_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::SqliteOutbox> outbox_;
  std::unique_ptr<mqtt::MqttLink> link_;
  std::unique_ptr<mqtt::MqttFrameLink> frame_link_;
  std::unique_ptr<relay::Courier> courier_;
  std::uint64_t timer_ = 0;  ///< 0: none
  MonoTime timer_at_;
  std::uint64_t waiting_ = 0;
  std::uint64_t waited_at_open_ = 0;
  std::string store_trouble_;  ///< the last error of the store, until it works again
  std::string refused_;        ///< the receiver's words
};

}  // namespace earshot::traffic
