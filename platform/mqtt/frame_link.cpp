#include "platform/mqtt/frame_link.h"

#include "core/wire/codec.h"
#include "core/wire/topics.h"

namespace earshot::mqtt {

Result<void> MqttFrameLink::send(const relay::Frame& frame) {
  return link_.publish(wire::up_topic(frame.device, frame.stream), wire::encode_frame(frame), 1,
                       false);
}

Result<void> send_receipt(MqttLink& link, const relay::Receipt& receipt) {
  return link.publish(wire::receipt_topic(receipt.device), wire::encode_receipt(receipt), 1, false);
}

}  // namespace earshot::mqtt
