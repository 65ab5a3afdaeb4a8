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
#include "core/response/misuse.h"
#include "edge-agent/alert_book.h"
#include "edge-agent/care_book.h"
#include "edge-agent/cell_book.h"
#include "edge-agent/comment_reader.h"
#include "edge-agent/delivery_book.h"
#include "edge-agent/kiosk_book.h"
#include "edge-agent/response_book.h"
#include "platform/sqlite/relay_store.h"
#include "platform/system/erasure_ledger.h"
#include "platform/system/time_zone.h"

namespace earshot::edge {

/// What a location is, for everything that files or shows.
struct LocationFacts {
  LocationId id;
  std::string name;
  bool verbatims = false;          ///< may words leave the location for headquarters?
  std::set<DeviceId> kiosks = {};  ///< whose frames are welcome; empty: any device's
  bool watch_bursts = false;       ///< flag bursts of taps, and leave them out of the scores?
  bool watch_patterns = false;     ///< and what looks like staff's, or nobody's?
  std::vector<survey::Hours> opening_hours = {};  ///< none: always open
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
  std::uint64_t bursts = 0;           ///< of taps, found
  std::uint64_t staff_runs = 0;       ///< of quick praise, found
  std::uint64_t flagged = 0;          ///< responses that were found to be misuse
  std::uint64_t words_kept_back = 0;  ///< verbatims too large for a record once made valid text
  std::uint64_t comments_read = 0;    ///< of the new ones and of revisions
  std::uint64_t reread = 0;           ///< responses of the history, by another version
  std::uint64_t corrected = 0;        ///< readings that a person corrected
};

class Filing final : public relay::RecordSink, public relay::Inbox {
 public:
  struct Books {
    ResponseBook& responses;
    CellBook& cells;
    AlertBook& alerts;
    DeliveryBook& deliveries;
    KioskBook& kiosks;
    sqlite::SqliteOutbox& outbox;
    CareBook& care;
  };
  /// `erasures` may be null: then nothing can be erased.
  Filing(LocationFacts location, const system::TimeZone& zone, Clock& clock,
         sqlite::SqliteInbox& inbox, Books books, system::ErasureLedger* erasures)
      : location_(std::move(location)),
        zone_(zone),
        clock_(clock),
        inbox_(inbox),
        books_(books),
        erasures_(erasures) {}

  /// Error: invalid, conflict, unsupported: poison, nothing was written; else as the database.
  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override;

  /// A person takes an alert up. The first acknowledgement stays. Durable when it returns; not to
  /// be called inside a transaction. None: no such alert. Error: as the database.
  Result<std::optional<alert::Alert>> acknowledge(const AlertId& id, std::string by);

  /// A person decides whether a response counts: its misuse flags become `flags`, and no burst
  /// changes them any more. Durable when it returns. None: no such response. Error: invalid for
  /// flags that do not exist; conflict when its cells do not hold it; else as the database.
  Result<std::optional<FiledResponse>> judge(const ResponseId& id, std::uint32_t flags);
  /// The same for the next parts of a burst behind number `after`, some hundred at a time.
  struct Judged {
    std::uint64_t changed = 0;
    std::int64_t next = 0;  ///< go on behind it; 0: that was all
  };
  Result<Judged> judge_burst(const ResponseId& burst, std::uint32_t flags, std::int64_t after);

  /// Inside a transaction: an alert that is not about what a response says. Error: conflict if it
  /// is there already; as the database.
  Result<void> raise(const alert::Alert& alert);

  /// A customer's words and contact details go, here and on their way; what was rated stays
  /// counted. The ledger has it before anything else happens. Durable when it returns; the store's
  /// files still have to be scrubbed. A response that never came is noted too, and comes without
  /// its words. Error: unsupported without a ledger; io, no_space; the ledger may have it then, and
  /// the next start erases.
  struct Erased {
    ResponseId response;
    WallTime at;         ///< of the first wish
    bool found = false;  ///< it is here
  };
  Result<Erased> erase(const ResponseId& id);
  /// What the ledger lists and the store, put back from a backup, still has. Returns how many went.
  Result<std::uint64_t> erase_what_came_back();

  /// Comments are read by `reader` from now on, which must outlive this; null: they are not.
  void read_with(CommentReader* reader) { reader_ = reader; }
  [[nodiscard]] const CommentReader* reader() const { return reader_; }

  /// A person says what the comment to `question` means (the first comment where it is empty). It
  /// stands against every later version of the reader, as long as the words stay the same; its
  /// cells follow, and so does an alert. Saying the same again changes nothing. Durable when it
  /// returns. None: no such response. Error: not_found: no such comment, or its words are gone;
  /// conflict when its cells do not hold it; as the database.
  Result<std::optional<FiledResponse>> correct(const ResponseId& id, const QuestionId& question,
                                               wire::Correction correction);
  /// Responses of the history that were read by another version, or by none, are read again, a
  /// piece of at most kRereadAtOnce a call in a transaction of its own; a restart goes on where
  /// this came to. Nobody is alerted. True: more wait. Error: as the database.
  Result<bool> reread_some();
  static constexpr int kRereadAtOnce = 40;

  /// In a store of an older version: counts once how far each cell was heard, in a transaction of
  /// its own. Error: as the database.
  Result<void> count_heard();

  /// The words of overdue responses are removed, a piece a call; true: more wait.
  Result<bool> remove_old_words(const Overdue& overdue);
  /// The same for contact details alone.
  Result<bool> remove_old_contacts(const Overdue& overdue);

  /// Records that are applied later than they came (out of quarantine): when they came. ms 0: now.
  void came_at(WallTime at) { came_at_ = at; }

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
  Result<void> erase_here(const ResponseId& id, WallTime at);
  Result<void> strip(FiledResponse filed);
  Result<void> clear_alert(const ResponseId& id, bool hears);
  Result<void> strip_contacts(FiledResponse filed);
  Result<void> withhold_words_of(const ResponseId& id);
  Result<void> note_clock(const relay::RecordOrigin& origin, const FiledResponse& filed);
  Result<void> file_new(const relay::RecordOrigin& origin, FiledResponse filed);
  Result<void> revise(FiledResponse filed, std::string_view payload);
  Result<void> replace(const FiledResponse& old, FiledResponse filed,
                       const Contribution& taken_back, std::string_view payload);
  Result<void> note_late(FiledResponse old, FiledResponse late);
  Result<void> count_in(const Contribution& added);
  /// `before`: what was filed of it until now; null: nothing.
  Result<void> tell_of(FiledResponse filed, const response::Response* before);
  /// `known_before`: it may have raised an alert already. `may_raise`: it is news.
  Result<void> raise_or_change_alert(const FiledResponse& filed, bool known_before, bool may_raise);
  Result<void> look_for_burst(FiledResponse& filed);
  Result<void> flag_neighbour(const ResponseId& id, const ResponseId& burst, std::uint32_t flag);
  void judge_alone(FiledResponse& filed) const;
  Result<void> look_for_staff_run(FiledResponse& filed);
  Result<void> tell_of_burst(const FiledResponse& filed, const ResponseId& burst);
  Result<void> set_flags(const FiledResponse& old, const FiledResponse& changed, bool may_raise);
  Result<void> take_reading(const FiledResponse& old, FiledResponse& changed);
  Result<void> reread(std::vector<FiledResponse>& some);
  Result<void> owe_alert(const alert::Alert& alert);
  Result<void> owe_words(const response::Response& response);
  Result<void> owe_cells();
  Result<void> write_through();

  const LocationFacts location_;
  const system::TimeZone& zone_;
  Clock& clock_;
  sqlite::SqliteInbox& inbox_;
  const Books books_;
  system::ErasureLedger* const erasures_;
  CommentReader* reader_ = nullptr;
  bool all_reread_ = false;  ///< nothing of the history waits for this reader
  WallTime came_at_;
  WallTime now_;                  ///< of this transaction
  std::uint32_t weight_ = 0;      ///< responses filed or revised in this transaction
  FilingCounts counts_, before_;  ///< `before_`: as they stood when it began
  News news_, fresh_;             ///< `fresh_`: of this transaction
};

}  // namespace earshot::edge
