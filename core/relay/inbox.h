// The inbox port: the receiver's durable cursors and quarantine, and the sink that applies records.
// Declared here, where it is needed; SQLite implements it (platform/sqlite), and so does a fake.
// Owner: the process's event loop, which is the only one to call it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/relay/types.h"

namespace earshot::relay {

/// Something that the relay wants a person to know; stored, counted, shown.
struct Incident {
  enum class Kind : std::uint8_t {
    fork = 1,
    hole = 2,
    new_epoch = 3,
    quarantined = 4,
    refused = 5,
    two_devices = 6,  ///< two machines speak under one device id
    clock = 7,        ///< the device's clock is wrong
    disk = 8,         ///< the receiver's own disk is full, or was
  };
  Kind kind = Kind::fork;
  DeviceId device;
  Stream stream = Stream::responses;
  std::string detail;  ///< one sentence for a person
};
[[nodiscard]] std::string_view to_string(Incident::Kind kind);

/// Where a record came from, for the sink.
struct RecordOrigin {
  DeviceId device;
  Epoch epoch = 0;
  Stream stream = Stream::responses;
  Seq seq = 0;
  WallTime sent_at;  ///< of its frame, by the sender's clock
  std::string_view boot_id;
  std::int64_t uptime_ms = 0;                           ///< of the sender when it sent the frame
  std::span<const response::BootTime> boot_times = {};  ///< of its frame; lives as long as that
};

class Inbox {
 public:
  virtual ~Inbox() = default;
  virtual Result<void> begin() = 0;   ///< one transaction over all that follows
  virtual Result<void> commit() = 0;  ///< durable when it returns
  virtual void rollback() = 0;
  /// None: nothing was ever received of this stream of this epoch.
  virtual Result<std::optional<Cursor>> cursor(const DeviceId& device, Epoch epoch,
                                               Stream stream) = 0;
  virtual Result<void> set_cursor(const DeviceId& device, Stream stream, const Cursor& cursor,
                                  WallTime now) = 0;
  /// True if this device was ever heard in another epoch than `epoch`.
  virtual Result<bool> has_other_epoch(const DeviceId& device, Epoch epoch) = 0;
  /// The same bytes of the same device and stream are kept once. Error: busy when this device's
  /// quarantine is full; then nothing was written, and `message` says so to a person.
  virtual Result<void> quarantine(const RecordOrigin& origin, std::string_view payload,
                                  std::string_view reason, WallTime now) = 0;
  virtual Result<void> note(const Incident& incident, WallTime now) = 0;
};

/// What a program does with a record. Called inside the inbox's transaction.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  /// Applies one record; applying it twice has the effect of once.
  /// Error invalid, conflict, unsupported: the record is poison, nothing was written, and it goes
  /// to quarantine. Any other error: the whole transaction is rolled back and the sender sends
  /// again.
  virtual Result<void> apply(const RecordOrigin& origin, std::string_view payload) = 0;
};

}  // namespace earshot::relay
