// A way to the receiver that a test holds in its hand: what was sent lies here until the test
// delivers, repeats, shuffles or loses it. Owner: the test. Threads: one.
#pragma once

#include <deque>
#include <optional>

#include "core/relay/courier.h"

namespace earshot::fakes {

class FakeFrameLink final : public relay::FrameLink {
 public:
  Result<void> send(const relay::Frame& frame) override {
    if (busy) return fail(ErrorCode::busy, "the fake link is busy");
    sent.push_back(frame);
    return {};
  }

  /// The oldest frame on its way; none: there is none.
  std::optional<relay::Frame> take() {
    if (sent.empty()) return std::nullopt;
    auto frame = std::move(sent.front());
    sent.pop_front();
    return frame;
  }

  bool busy = false;  ///< as a link that is down or full
  std::deque<relay::Frame> sent;
};

}  // namespace earshot::fakes
