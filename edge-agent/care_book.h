// What a location does for single customers, as it is stored: calls for help, answers to what was
// said, messages for the kiosks, and who has read contact details.
// Owner: Care. Threads: the event loop.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/alert/alert.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "platform/sqlite/database.h"

namespace earshot::edge {

/// The tables; put them behind the edge agent's own.
[[nodiscard]] std::span<const sqlite::Migration> care_migrations();

struct HelpCall {
  AlertId alert;
  ResponseId response;
  DeviceId device;
  TouchpointId touchpoint;
  LanguageTag language;
  WallTime called_at;       ///< as far as the kiosk's clock can be believed
  WallTime arrived_at;      ///< here
  WallTime seen_at;         ///< ms 0: nobody has looked yet
  bool late = false;        ///< it came when nobody could be waiting any more
  WallTime coming_at = {};  ///< the alert's acknowledgement; ms 0: nobody comes yet
  std::string who = {};     ///< who comes; may be empty
};

/// The location's answer to one response.
struct Reply {
  ResponseId response;
  WallTime at;
  std::string words, by;
};

struct KioskMessage {
  std::int64_t number = 0;
  std::string kind;                          ///< "said_did", "kind_words", "notice"
  std::map<LanguageTag, std::string> texts;  ///< at least one
  std::optional<LocalDay> day;               ///< of what it tells
  WallTime until;                            ///< it is stale from then on
  WallTime made_at;
};

struct ContactView {
  WallTime at;
  std::string by;
};

/// Each that writes: inside a transaction. Errors: as the database.
class CareBook {
 public:
  explicit CareBook(sqlite::Database& database) : database_(database) {}

  /// False: it is there already.
  Result<bool> add_call(const HelpCall& call);
  Result<void> set_seen(const AlertId& alert, WallTime at);
  /// Without who comes: that is the alert's to say. Newest first, those that arrived since `since`.
  Result<std::vector<HelpCall>> calls(WallTime since);

  /// Replaces an earlier one; without words it goes.
  Result<void> set_reply(const Reply& reply);
  Result<std::optional<Reply>> reply_to(const ResponseId& response);
  /// The ids of responses that begin so, two at most.
  Result<std::vector<ResponseId>> responses_beginning(const std::string& prefix);

  Result<void> add_message(const KioskMessage& message);
  /// False: there is none with this number.
  Result<bool> remove_message(std::int64_t number);
  /// The newest first.
  Result<std::vector<KioskMessage>> messages();
  Result<void> remove_stale_messages(WallTime now);

  Result<void> add_view(const ResponseId& response, const ContactView& view);
  Result<std::vector<ContactView>> views_of(const ResponseId& response);

 private:
  sqlite::Database& database_;
};

}  // namespace earshot::edge
