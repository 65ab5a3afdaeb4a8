// The receiver's state machine: admits frames, applies their new records and moves the cursor, all
// in one transaction; then there are receipts to send. No I/O of its own. Owner: the process's
// event loop, which is the only one to call it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/relay/inbox.h"

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
  Result<Receipt> take_one(const Frame& frame, WallTime now, ReceiverCounts& counts);
  /// A record that can neither be applied nor set aside, and why.
  struct Refusal {
    std::size_t index = 0;
    std::string reason;
  };
  Result<std::optional<Refusal>> apply_records(const Frame& frame, const Admission& admission,
                                               WallTime now, ReceiverCounts& counts);
  Result<void> note_unusual(const Frame& frame, const Admission& admission, bool first_of_epoch,
                            WallTime now, ReceiverCounts& counts);

  Inbox& inbox_;
  RecordSink& sink_;
  ReceiverCounts counts_;
};

}  // namespace earshot::relay
