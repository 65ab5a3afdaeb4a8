// Sends the courier's frames over an MqttLink. Owner and thread: the event loop.
#pragma once

#include "core/relay/courier.h"
#include "platform/mqtt/mqtt_link.h"

namespace earshot::mqtt {

class MqttFrameLink final : public relay::FrameLink {
 public:
  explicit MqttFrameLink(MqttLink& link) : link_(link) {}
  /// Error: busy when the link is down or full.
  Result<void> send(const relay::Frame& frame) override;

 private:
  MqttLink& link_;
};

/// Publishes a receipt to its device. Error: busy; the sender will ask again.
Result<void> send_receipt(MqttLink& link, const relay::Receipt& receipt);

}  // namespace earshot::mqtt
