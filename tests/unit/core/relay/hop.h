// One hop of the relay in a test's hand: a courier with its outbox on one side, a receiver with its
// inbox on the other, and between them a network that the test delays, loses, repeats and shuffles.
// Owner: the test. Threads: one.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "core/relay/courier.h"
#include "core/relay/receiver.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_frame_link.h"
#include "tests/fakes/memory_inbox.h"
#include "tests/fakes/memory_outbox.h"
#include "tests/fakes/seeded_random.h"

namespace earshot::relay {

class Hop {
 public:
  explicit Hop(std::uint64_t seed = 1, CourierLimits limits = {}, Escort* escort = nullptr)
      : random(seed), courier(device, streams, outbox, link, random, limits, escort) {}

  void say(Stream stream, const std::string& what) {
    EARSHOT_CHECK(outbox.append(stream, what, 1, WallTime{now.ms}).has_value());
  }
  void connect(std::uint16_t receive_maximum = 20) {
    link.sent.clear();
    receipts.clear();
    courier.on_connected(now, receive_maximum);
    pump();
  }
  void disconnect() {
    link.sent.clear();
    receipts.clear();
    courier.on_disconnected();
  }
  void pump() {
    EARSHOT_CHECK(courier.pump(now, Courier::Stamp{WallTime{now.ms}, "boot", now.ms}).has_value());
  }
  void pass(Duration time) {
    now = now + time;
    pump();
  }

  /// The receiver takes the frame at `index`; its receipt then waits in `receipts`.
  void deliver(std::size_t index = 0) {
    const Frame frame = link.sent.at(index);
    link.sent.erase(link.sent.begin() + static_cast<std::ptrdiff_t>(index));
    take(frame);
  }
  void take(const Frame& frame) {
    auto made = receiver.take(std::span(&frame, 1), WallTime{now.ms});
    if (made) receipts.insert(receipts.end(), made->begin(), made->end());
  }
  void answer(std::size_t index = 0) {
    const Receipt receipt = receipts.at(index);
    receipts.erase(receipts.begin() + static_cast<std::ptrdiff_t>(index));
    EARSHOT_CHECK(courier.on_receipt(receipt, now).has_value());
    pump();
  }
  /// Nothing is lost any more: everything is delivered and answered, and time passes, until all is
  /// still.
  void settle() {
    for (int round = 0; round < 2000; ++round) {
      while (!link.sent.empty()) deliver();
      while (!receipts.empty()) answer();
      if (link.sent.empty() && outbox.pending()->records == 0) return;
      if (link.sent.empty()) pass(std::chrono::seconds(1));
    }
  }

  [[nodiscard]] std::vector<std::string> applied(Stream stream) const {
    std::vector<std::string> out;
    for (const auto& record : inbox.state().applied) {
      if (record.stream == stream) out.push_back(record.payload);
    }
    return out;
  }
  [[nodiscard]] std::size_t incidents(Incident::Kind kind) const {
    const auto& all = inbox.state().incidents;
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const Incident& incident) { return incident.kind == kind; }));
  }

  const DeviceId device = DeviceId::trusted("kiosk-1");
  const std::vector<Stream> streams = {Stream::urgent, Stream::responses};
  fakes::SeededRandom random;
  fakes::MemoryOutbox outbox{device, 99};
  fakes::MemoryInbox inbox;
  fakes::RecordingSink sink{inbox, [this](const RecordOrigin&, std::string_view payload) {
                              return payload.starts_with(poison)
                                         ? Result<void>(fail(ErrorCode::invalid, "poison"))
                                         : Result<void>();
                            }};
  Receiver receiver{inbox, sink};
  fakes::FakeFrameLink link;
  Courier courier;
  std::deque<Receipt> receipts;
  std::string poison = "\x01poison";
  MonoTime now{1'000'000};
};

}  // namespace earshot::relay
