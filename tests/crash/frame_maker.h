// Numbers and chains records as a sender's outbox does. Owner: the test. Threads: one.
#pragma once

#include <string>
#include <vector>

#include "core/relay/types.h"

namespace earshot::crash {

class FrameMaker {
 public:
  FrameMaker(DeviceId device, relay::Stream stream)
      : device_(std::move(device)),
        stream_(stream),
        digest_(relay::chain_start(device_, kEpoch, stream)) {}

  /// The stream's next records.
  relay::Frame frame(std::vector<std::string> records) {
    auto made = probe();
    for (const auto& record : records) digest_ = relay::chain_next(digest_, record);
    next_ += records.size();
    made.records = std::move(records);
    return made;
  }
  /// Asks for a receipt for all records so far.
  [[nodiscard]] relay::Frame probe() const {
    relay::Frame made;
    made.device = device_;
    made.epoch = kEpoch;
    made.stream = stream_;
    made.first_seq = next_;
    made.digest_before = digest_;
    return made;
  }
  [[nodiscard]] const DeviceId& device() const { return device_; }
  [[nodiscard]] relay::Stream stream() const { return stream_; }
  static constexpr relay::Epoch kEpoch = 77;

 private:
  const DeviceId device_;
  const relay::Stream stream_;
  relay::Seq next_ = 1;
  relay::Digest digest_;
};

}  // namespace earshot::crash
