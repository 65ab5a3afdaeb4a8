// The core's way to headquarters: frames go over the link once there is one, and are told "busy"
// before that, or where no headquarters is configured. Owner: the shell. Threads: the event loop.
#pragma once

#include <memory>

#include "platform/mqtt/frame_link.h"

namespace earshot::edge {

class HeadquartersFrames final : public relay::FrameLink {
 public:
  void use(mqtt::MqttLink& link) { frames_ = std::make_unique<mqtt::MqttFrameLink>(link); }
  Result<void> send(const relay::Frame& frame) override {
    if (frames_ == nullptr) return fail(ErrorCode::busy, "there is no way to headquarters");
    return frames_->send(frame);
  }

 private:
  std::unique_ptr<mqtt::MqttFrameLink> frames_;
};

}  // namespace earshot::edge
