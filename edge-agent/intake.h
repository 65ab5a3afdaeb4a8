// What comes in from the site's broker: frames are decoded, judged by their topic's device, and
// wait a moment so that one commit covers many (group commit); urgent ones go first. Owner: the
// shell, or a simulator. Threads: the event loop.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "core/base/ports.h"
#include "edge-agent/edge.h"

namespace earshot::edge {

struct IntakeCounts {
  std::uint64_t undecodable = 0;  ///< frames that were no frames, or larger than one may be
  std::uint64_t unwelcome = 0;    ///< from devices that this location does not know
  std::uint64_t dropped = 0;      ///< because too many waited; their senders send again
  std::uint64_t failed = 0;       ///< transactions that the store could not make durable
  std::uint64_t batches = 0;
};

class Intake {
 public:
  /// The most frames that wait, of each priority.
  static constexpr std::size_t kWaitingMax = 256;
  /// One transaction takes at least one frame, and stops before this many records, so that an
  /// urgent frame never waits long for its turn. Urgent ones share theirs with no others.
  static constexpr std::size_t kBatchRecordsMax = relay::kFrameRecordsMax;
  static constexpr std::size_t kBatchFramesMax = 64;
  /// One incident of a device for its refused frames in this time, so that a mad device cannot fill
  /// the disk with them; the counts tell of each.
  static constexpr Duration kIncidentEvery = std::chrono::minutes(10);

  /// `kiosks`: whom to take frames from; empty: from any device at this broker.
  Intake(Edge& edge, Clock& clock, std::set<DeviceId> kiosks)
      : edge_(edge), clock_(clock), kiosks_(std::move(kiosks)) {}

  /// A message from the broker. Returns the receipt to send at once when the frame is refused; a
  /// frame that is welcome waits for `take_batch`. Messages on other topics are ignored.
  std::optional<relay::Receipt> add(std::string_view topic, std::string_view payload);

  [[nodiscard]] bool has_waiting() const { return !urgent_.empty() || !normal_.empty(); }
  [[nodiscard]] std::size_t waiting() const { return urgent_.size() + normal_.size(); }

  /// Takes the next batch in one transaction and returns its receipts. Error: as the store; the
  /// batch is let go of, and its senders send again.
  Result<std::vector<relay::Receipt>> take_batch();

  [[nodiscard]] const IntakeCounts& counts() const { return counts_; }

 private:
  void note(const relay::Receipt& refusal);
  relay::Receipt refuse(const relay::Frame& frame, const std::string& reason);

  Edge& edge_;
  Clock& clock_;
  const std::set<DeviceId> kiosks_;
  std::deque<relay::Frame> urgent_;
  std::deque<relay::Frame> normal_;
  std::map<DeviceId, MonoTime> incident_at_;  ///< at most KioskBook::kKiosksMax
  IntakeCounts counts_;
};

}  // namespace earshot::edge
