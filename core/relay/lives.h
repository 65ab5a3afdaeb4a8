// Tells two machines that speak under one device id from one machine that was restarted: a life (a
// boot and an epoch) that was followed by another one is over, and is not heard again.
// Owner: the Receiver. Threads: as the Receiver.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/relay/types.h"

namespace earshot::relay {

class Lives {
 public:
  /// True when `frame` was sent by a machine that should have fallen silent: its device has begun
  /// another life since, which has gone on for a minute, and yet this one's own uptime went on too.
  /// No clock but the senders' uptimes is believed, so that neither late frames nor a jumping clock
  /// is taken for a second machine.
  [[nodiscard]] bool is_second_machine(const Frame& frame) const;

  /// Remembers that `frame` was heard.
  void heard(const Frame& frame);

  /// More devices than this and all is forgotten, to be learnt again: a bound on memory alone.
  static constexpr std::size_t kDevicesMax = 20'000;
  static constexpr std::size_t kLivesMax = 8;  ///< of one device; the oldest are forgotten

 private:
  struct Life {
    Epoch epoch = 0;
    std::string boot_id;
    std::int64_t first_ms = 0;    ///< its uptime when it was first heard
    std::int64_t uptime_ms = 0;   ///< the highest that was heard
    std::int64_t over_at_ms = 0;  ///< the highest while the next one was young; once there is one
  };
  static bool is(const Life& life, const Frame& frame) {
    return life.epoch == frame.epoch && life.boot_id == frame.boot_id;
  }
  static bool is_young(const Life& newest);
  std::unordered_map<DeviceId, std::vector<Life>> lives_;  ///< as first heard, the newest last
};

}  // namespace earshot::relay
