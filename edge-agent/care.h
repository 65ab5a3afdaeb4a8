// What a location does for single customers: opens what kiosks closed for it (the one place that
// does), takes calls for help, answers by claim code, and has messages for the kiosks' screens.
// Owner: the edge core. Threads: the event loop. What it changes is durable when it returns.
// It stands between the receiver and the filing, and passes on what is no business of its own.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/relay/inbox.h"
#include "core/wire/care_records.h"
#include "edge-agent/care_book.h"
#include "edge-agent/filing.h"
#include "platform/crypto/sealed_box.h"

namespace earshot::edge {

inline constexpr std::string_view kHelpRule = "help";
/// A call that is older when it arrives, or for so long on its way, is told nobody.
inline constexpr Duration kHelpFor = std::chrono::minutes(5);

struct CareCounts {
  std::uint64_t opened = 0;      ///< records
  std::uint64_t unopened = 0;    ///< closed for another key: the words are in quarantine
  std::uint64_t calls = 0;       ///< for help, that were told
  std::uint64_t late_calls = 0;  ///< for help, that came too late
};

/// What a customer who has a code may read.
struct Claimed {
  ResponseId response;
  WallTime said_at;
  std::optional<Reply> reply;
};

class Care final : public relay::RecordSink {
 public:
  /// `key` may be null: then nothing that is closed can be opened.
  Care(const LocationFacts& facts, Clock& clock, const crypto::KeyPair* key, Filing& filing,
       CareBook& book, ResponseBook& responses, AlertBook& alerts)
      : facts_(facts),
        clock_(clock),
        key_(key),
        filing_(filing),
        book_(book),
        responses_(responses),
        alerts_(alerts) {}

  Result<void> apply(const relay::RecordOrigin& origin, std::string_view payload) override;
  /// While records out of quarantine are tried again: what still cannot be opened stays there.
  void retries(bool retrying) { retrying_ = came_late_ = retrying; }
  /// While a file is read that a person carried here: nobody waits for help any more.
  void imports(bool importing) { came_late_ = importing; }

  /// A person looked at a call. None: no such call.
  Result<std::optional<HelpCall>> see(const AlertId& alert);
  /// Those that arrived within the last `within`, newest first, with who comes.
  Result<std::vector<HelpCall>> calls(Duration within);

  /// `words` empty: there is no answer any more. None: no such response.
  Result<std::optional<Reply>> reply(const ResponseId& response, std::string_view words,
                                     std::string_view by);
  /// None: it was not answered, or there is no such response.
  Result<std::optional<Reply>> reply_to(const ResponseId& response) {
    return book_.reply_to(response);
  }
  /// Error: invalid: no code; not_found: nothing was said with it; busy: too many wrong ones were
  /// tried in the last minute. They are counted for each kiosk by itself, and for the pages (no
  /// `kiosk`), so that nobody at one of them keeps the others from reading.
  Result<Claimed> look_up(std::string_view code, const DeviceId& kiosk = {});
  static constexpr std::size_t kWrongCodesMax = 10;
  static constexpr Duration kWrongCodesWithin = std::chrono::minutes(1);
  static constexpr std::size_t kCodeSourcesMax = 1000;

  /// What a kiosk asks with a code that somebody typed there, closed for this location; the answer
  /// is closed for the kiosk's question alone. Error: invalid: it cannot be opened or is no
  /// question; else as the database.
  Result<std::string> answer_claim(const DeviceId& kiosk, std::string_view closed);

  /// The contact details of a response, and everybody who read them, this one first.
  struct Contact {
    wire::ContactDetails details;
    std::vector<ContactView> views;
  };
  /// None: no such response, or it left none. Error: invalid: they cannot be opened.
  Result<std::optional<Contact>> open_contact(const ResponseId& response, std::string_view by);

  /// Error: invalid, in words: an unknown kind, no text, one that is too long, a date that has
  /// passed or lies too far ahead; conflict: there are kMessagesMax already.
  Result<void> add_message(KioskMessage message);
  Result<bool> remove_message(std::int64_t number);
  /// Those that are not stale, newest first.
  Result<std::vector<KioskMessage>> messages();
  static constexpr std::size_t kMessagesMax = 20;
  static constexpr std::size_t kMessageCodePointsMax = 160;
  static constexpr Duration kMessageFor = std::chrono::hours(24 * 90);

  [[nodiscard]] const CareCounts& counts() const { return counts_; }

 private:
  Result<void> take_call(const relay::RecordOrigin& origin, const wire::HelpCallRecord& call);
  Result<void> set_aside(const relay::RecordOrigin& origin, std::string_view payload,
                         const std::string& why);
  Result<void> in_transaction(const std::function<Result<void>()>& write);
  std::deque<MonoTime>& wrong_codes_of(const DeviceId& kiosk, MonoTime now);

  const LocationFacts facts_;
  Clock& clock_;
  const crypto::KeyPair* const key_;
  Filing& filing_;
  CareBook& book_;
  ResponseBook& responses_;
  AlertBook& alerts_;
  bool retrying_ = false, came_late_ = false;
  CareCounts counts_;
  std::set<DeviceId> told_;  ///< whose key is another's: told once a run
  /// When; each at most kWrongCodesMax, and kCodeSourcesMax of them.
  std::map<DeviceId, std::deque<MonoTime>> wrong_codes_;
};

}  // namespace earshot::edge
