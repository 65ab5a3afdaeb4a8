// Who is refused at the door: senders whose frames cannot be read, and strangers that the org file
// does not know. One incident each, not one a frame; how many and since when is told while it
// lasts. Owner: Headquarters. Threads: the event loop's only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ports.h"
#include "core/relay/inbox.h"

namespace earshot::hq {

/// More senders than this are counted, and not told one by one.
inline constexpr std::size_t kRefusedSendersMax = 1'000;
/// Whoever was not refused for so long is not told any more (senders ask every 15 s), …
inline constexpr Duration kRefusedLately = std::chrono::minutes(2);
/// … and is forgotten after so long: then it is news again. One that goes on is noted again.
inline constexpr Duration kRefusalForgotten = std::chrono::hours(24);

enum class RefusalKind : std::uint8_t { unreadable, stranger };

struct RefusedSender {
  DeviceId device;
  RefusalKind kind = RefusalKind::unreadable;
  relay::Stream stream = relay::Stream::cells;  ///< of the newest frame
  std::uint64_t frames = 0;
  WallTime since;      ///< the first of them, by the clock as it is set now
  std::string reason;  ///< as the sender is told
  std::string words;   ///< who, how many, since when, and why: a sentence without its stop
};

class Refusals {
 public:
  explicit Refusals(Clock& clock) : clock_(clock) {}

  /// A frame was refused. The incident that this deserves; call `is_noted` when it is stored, else
  /// the next frame asks for it again.
  [[nodiscard]] std::optional<relay::Incident> note(RefusalKind kind,
                                                    const relay::Receipt& refusal);
  void is_noted(RefusalKind kind, const DeviceId& device);

  /// Those of the last kRefusedLately, by name.
  [[nodiscard]] std::vector<RefusedSender> lately() const;
  /// Frames of senders beyond kRefusedSendersMax.
  [[nodiscard]] std::uint64_t others() const { return others_; }

 private:
  struct Sender {
    relay::Stream stream = relay::Stream::cells;
    std::uint64_t frames = 0;
    MonoTime first, last;
    std::optional<MonoTime> noted;
    std::string reason;
  };
  using Key = std::pair<DeviceId, RefusalKind>;
  [[nodiscard]] Sender* find_or_make(const Key& key, MonoTime now);

  Clock& clock_;
  std::map<Key, Sender> senders_;
  std::uint64_t others_ = 0;
};

}  // namespace earshot::hq
