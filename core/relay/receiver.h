// The receiver's state machine: admits frames, applies their new records and moves the cursor, all
// in one transaction; then there are receipts to send. No I/O of its own. Owner: the process's
// event loop, which is the only one to call it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/relay/inbox.h"
#include "core/relay/lives.h"

namespace earshot::relay {

/// What is to be done with a frame, given the cursor of its stream and epoch.
struct Admission {
  Verdict verdict = Verdict::accepted;
  std::size_t skip = 0;  ///< accepted: records at the front that were received before
  Cursor cursor;         ///< where the cursor stands once the frame is applied
  Seq hole_first = 0;    ///< accepted with a hole: records hole_first … hole_last are gone
  Seq hole_last = 0;
  std::string reason;
};

/// Pure: decides by sequence numbers and digests alone.
[[nodiscard]] Admission admit(const std::optional<Cursor>& cursor, const Frame& frame);

struct ReceiverCounts {
  std::uint64_t frames = 0, records_applied = 0, records_duplicate = 0, records_quarantined = 0;
  std::uint64_t gaps = 0, forks = 0, holes = 0, new_epochs = 0;
  std::uint64_t records_withheld = 0;  ///< their words were erased at the sender: nothing to apply
  std::uint64_t frames_refused = 0;    ///< the quarantine of their device was full
  std::uint64_t two_devices = 0;       ///< incidents: two machines under one id
};

class Receiver {
 public:
  Receiver(Inbox& inbox, RecordSink& sink) : inbox_(inbox), sink_(sink) {}

  /// Takes frames in order in one transaction (group commit) and returns the receipts to send, one
  /// a frame's stream. On an error nothing was changed and no receipt may be sent: the senders will
  /// send again.
  [[nodiscard]] Result<std::vector<Receipt>> take(std::span<const Frame> frames, WallTime now);

  [[nodiscard]] const ReceiverCounts& counts() const { return counts_; }

 private:
  /// What was noted already, so that a device that goes on with it is not noted with every frame.
  struct Told {
    std::set<std::pair<DeviceId, Epoch>> forks;
    std::set<std::pair<DeviceId, Stream>> refusals;  ///< until the stream moves on again
    std::map<DeviceId, WallTime> two_devices;        ///< once a day
  };
  /// What a transaction changes besides the store, and what is gone when it fails.
  struct Change {
    ReceiverCounts counts;
    Told told;
  };
  /// A record that can neither be applied nor set aside, and why.
  struct Refusal {
    std::size_t index = 0;
    std::string reason;
  };
  Result<Receipt> take_one(const Frame& frame, WallTime now, Change& change);
  Result<std::optional<Refusal>> apply_records(const Frame& frame, const Admission& admission,
                                               WallTime now, ReceiverCounts& counts);
  Result<void> set_aside(const RecordOrigin& origin, std::string_view payload,
                         const std::string& reason, WallTime now);
  Result<void> note_unusual(const Frame& frame, const Admission& admission, WallTime now,
                            Change& change);
  Result<void> note_first_of_epoch(const Frame& frame, WallTime now, ReceiverCounts& counts);
  Result<void> note_second_machine(const Frame& frame, WallTime now, Change& change);
  Result<void> note_refusal(const Frame& frame, const std::string& reason, WallTime now,
                            Told& told);

  Inbox& inbox_;
  RecordSink& sink_;
  ReceiverCounts counts_;
  Told told_;
  Lives lives_;
};

}  // namespace earshot::relay
