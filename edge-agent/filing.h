// Files what kiosks send: one record is one response, with its cells, its alert and every delivery
// that these owe, all inside the receiver's transaction. Owner: the edge core. Threads: the event
// loop. Also the inbox that the receiver sees: it adds the write-through before each commit.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/relay/inbox.h"
#include "core/relay/outbox.h"
#include "edge-agent/alert_book.h"
#include "edge-agent/cell_book.h"
#include "edge-agent/delivery_book.h"
#include "edge-agent/kiosk_book.h"
#include "edge-agent/response_book.h"
#include "platform/sqlite/relay_store.h"
#include "platform/system/time_zone.h"

namespace earshot::edge {

/// What a location is, for everything that files or shows.
struct LocationFacts {
  LocationId id;
  std::string name;
  bool verbatims = false;          ///< may words leave the location for headquarters?
  std::set<DeviceId> kiosks = {};  ///< whose frames are welcome; empty: any device's
};

/// What the last transactions changed, for whoever shows it live.
struct News {
  std::deque<FiledResponse> responses;  ///< the newest ones, oldest first; at most kResponsesMax
  std::vector<alert::Alert> alerts;     ///< raised or changed, in this order
  bool any = false;                     ///< something changed, also when the lists are empty
  static constexpr std::size_t kResponsesMax = 50;
  void add(FiledResponse filed);
};

struct FilingCounts {
  std::uint64_t filed = 0;            ///< new responses
  std::uint64_t revised = 0;          ///< newer revisions of them
  std::uint64_t repeated = 0;         ///< responses or revisions that were there already
  std::uint64_t forged = 0;           ///< of another location, or of another kiosk's response
  std::uint64_t historical = 0;       ///< of the new ones
  std::uint64_t clock_corrected = 0;  ///< of the new ones: filed at another time than was said
  std::uint64_t clock_uncertain = 0;  ///< of the new ones: their time cannot be known
  std::uint64_t alerts = 0;           ///< raised
  std::uint64_t words_kept_back = 0;  ///< verbatims too large for a record once made valid text
};

class Filing final : public relay::RecordSink, public relay::Inbox {
 public:
  struct Books {
    ResponseBook& responses;
    CellBook& cells;
    AlertBook& alerts;
    DeliveryBook& deliveries;
    KioskBook& kiosks;
    relay::Outbox& outbox;
  };
  Filing(LocationFacts location, const system::TimeZone& zone, Clock& clock,
         sqlite::SqliteInbox& inbox, Books books)
      : location_(std::move(location)), zone_(zone), clock_(clock), inbox_(inbox), books_(books) {}

  /// Error: invalid, conflict, unsupported: poison, nothing was written; else as the database.
  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override;

  /// A person takes an alert up. The first acknowledgement stays. Durable when it returns; not to
  /// be called inside a transaction. None: no such alert. Error: as the database.
  Result<std::optional<alert::Alert>> acknowledge(const AlertId& id, std::string by);

  /// What is new since the last call.
  News take_news() { return std::exchange(news_, {}); }
  [[nodiscard]] const FilingCounts& counts() const { return counts_; }

  // The inbox: the store's own, with the books' write-through before the commit.
  Result<void> begin() override;
  Result<void> commit() override;
  void rollback() override;
  Result<std::optional<relay::Cursor>> cursor(const DeviceId& device, relay::Epoch epoch,
                                              relay::Stream stream) override {
    return inbox_.cursor(device, epoch, stream);
  }
  Result<void> set_cursor(const DeviceId& device, relay::Stream stream, const relay::Cursor& cursor,
                          WallTime now) override {
    return inbox_.set_cursor(device, stream, cursor, now);
  }
  Result<bool> has_other_epoch(const DeviceId& device, relay::Epoch epoch) override {
    return inbox_.has_other_epoch(device, epoch);
  }
  Result<void> quarantine(const relay::RecordOrigin& origin, std::string_view payload,
                          std::string_view reason, WallTime now) override {
    return inbox_.quarantine(origin, payload, reason, now);
  }
  Result<void> note(const relay::Incident& incident, WallTime now) override {
    return inbox_.note(incident, now);
  }

 private:
  Result<void> note_clock(const relay::RecordOrigin& origin, const FiledResponse& filed);
  Result<void> file_new(const relay::RecordOrigin& origin, FiledResponse filed);
  Result<void> revise(FiledResponse filed, std::string_view payload);
  Result<void> replace(const FiledResponse& old, FiledResponse filed,
                       const Contribution& taken_back, std::string_view payload);
  Result<void> count_in(const Contribution& added);
  Result<void> tell_of(FiledResponse filed, bool had_words);
  Result<void> raise_or_change_alert(const FiledResponse& filed);
  Result<void> owe_alert(const alert::Alert& alert);
  Result<void> owe_words(const response::Response& response);
  Result<void> owe_cells();
  Result<void> write_through();

  const LocationFacts location_;
  const system::TimeZone& zone_;
  Clock& clock_;
  sqlite::SqliteInbox& inbox_;
  const Books books_;
  WallTime now_;                  ///< of this transaction
  std::uint32_t weight_ = 0;      ///< responses filed or revised in this transaction
  FilingCounts counts_, before_;  ///< `before_`: as they stood when it began
  News news_, fresh_;             ///< `fresh_`: of this transaction
};

}  // namespace earshot::edge
