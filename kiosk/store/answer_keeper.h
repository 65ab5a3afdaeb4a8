// The kiosk's custody of answers, without threads, timers or a network of its own: makes each
// response durable, chooses its stream, carries it to the edge agent over whatever link it is
// given, and lets old ones go that have a receipt. The collector drives it; so does a simulator.
// Owner: the collector. Threads: its event loop's only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/ports.h"
#include "core/relay/courier.h"
#include "core/response/response.h"
#include "core/wire/care_records.h"
#include "core/wire/codec.h"
#include "core/wire/export_file.h"
#include "kiosk/store/boot_clocks.h"
#include "kiosk/store/taking_over.h"
#include "platform/sqlite/relay_store.h"
#include "platform/system/ballast.h"

namespace earshot::kiosk {

/// What the keeper needs of the world; all of it must live as long as the keeper does.
struct KeeperPorts {
  Clock& clock;
  Random& random;
  relay::FrameLink& link;
  std::function<relay::Courier::Stamp()> stamp;  ///< this moment, as it goes into frames
  system::Ballast* ballast = nullptr;            ///< given up when the disk is full; null: none
  /// How a response goes to the disk; none: as encode_record, with its words in the clear.
  std::function<std::string(const wire::ResponseRecord&)> encode = {};
};

/// All tables of the keeper's database.
[[nodiscard]] std::vector<sqlite::Migration> keeper_migrations();

/// How much of what was received stays on this disk, to refill an edge agent that lost its own.
struct Retention {
  Duration keep_received = std::chrono::hours(24 * 30);
  std::uint64_t keep_received_bytes = 1ULL << 30;
};

/// What is known of the disk.
enum class Room {
  plenty,
  nearly_full,  ///< the ballast is gone: answers are still kept, and somebody must make room
  full,         ///< the last answer could not be kept
};

class AnswerKeeper {
 public:
  /// Opens or makes the database at `path`; its folder must exist. A damaged one is set aside.
  /// Error: busy (another process has it), io, no_space, unsupported (made by a newer version).
  static Result<std::unique_ptr<AnswerKeeper>> open(const std::filesystem::path& path,
                                                    DeviceId device, LocationId location,
                                                    KeeperPorts ports,
                                                    relay::CourierLimits limits = {},
                                                    Retention retention = {});

  /// Where a damaged database was moved to when this one was opened; empty: it was sound.
  [[nodiscard]] const std::string& set_aside() const { return set_aside_; }
  /// For the location's manager: what the disk spoilt, and what became of the answers in it; empty:
  /// nothing, or it was longer ago than received answers are kept.
  [[nodiscard]] const std::string& incident() const { return incident_; }
  /// False: a damaged database is still to be read, which `tidy` tries again.
  [[nodiscard]] bool taken_over() const { return taken_over_; }

  /// Durable when it returns: the customer may be thanked. It is sent by the next `pump`. A full
  /// disk costs the ballast first. Error: no_space, io; nothing of the response is kept then.
  Result<void> save(const response::Response& response);

  /// A call for help, durable when it returns; sent by the next `pump`, before everything else.
  Result<void> ring(const wire::HelpCallRecord& call);

  /// What has no receipt, as frames for a file; the oldest of each stream first, `bytes_max` at
  /// most. Sealed stays sealed. Error: as the database.
  Result<wire::ExportFile> unsent(std::size_t bytes_max = wire::kExportBytesMax);

  [[nodiscard]] Room room() const { return room_; }

  /// As of the courier: `receive_maximum` is how many QoS 1 messages the broker takes at once.
  void on_connected(std::uint16_t receive_maximum);
  void on_disconnected();
  /// Error: the receipt could not be kept, and counts as not received.
  Result<void> on_receipt(const relay::Receipt& receipt);
  /// When a boot of this kiosk was, as far as it was judged.
  [[nodiscard]] const BootClocks& boot_clocks() const { return *boot_clocks_; }
  /// Sends what may be sent now. Call it after `save`, after each of the three above, and at
  /// `next_wakeup`. Error: answers could not be read; they are tried again.
  Result<void> pump();
  [[nodiscard]] MonoTime next_wakeup() const { return courier_->next_wakeup(); }

  [[nodiscard]] Result<relay::CourierHealth> health() { return courier_->health(); }

  /// Lets go of what the retention says, a bounded part of it a call, moves the write-ahead log
  /// into the database, and makes the ballast again. After the disk was full, what has a receipt
  /// goes first of all, until there is ballast again. Call it every minute when nobody waits for a
  /// save, and before an answer that found no room is tried again. Error: io, no_space.
  Result<void> tidy();

 private:
  AnswerKeeper(DeviceId device, LocationId location, KeeperPorts ports, Retention retention,
               sqlite::Database::Opened opened);
  Result<void> append(const response::Response& response);
  void take_over();
  void note_room(bool no_space);
  Result<void> make_room();

  const DeviceId device_;
  const LocationId location_;
  const KeeperPorts ports_;
  const Retention retention_;
  const std::string set_aside_;
  std::string incident_;
  TakenSoFar taken_so_far_;
  bool taken_over_ = true;  ///< nothing is in a damaged database that could still be read
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::SqliteOutbox> outbox_;
  std::unique_ptr<BootClocks> boot_clocks_;
  std::unique_ptr<relay::Courier> courier_;
  Room room_ = Room::plenty;
  bool pressed_ = false;  ///< the disk was full, and there has been no ballast since
};

}  // namespace earshot::kiosk
