// What a kiosk says for one location's eyes and hands alone: responses whose words are closed,
// calls for help, and what is inside of a contact answer. Headquarters never gets any of them.
// Owner: core/wire. Threads: pure functions, any thread. Decoders as in codec.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace earshot::wire {

/// `plain`: the encoded response without its words; `box`: the whole encoded response, closed.
/// decode_record reads the plain part of it.
[[nodiscard]] std::string encode_sealed(std::string_view plain, std::string_view box);
/// The box of a sealed record; none for any other bytes.
[[nodiscard]] std::optional<std::string> box_of(std::string_view record);

struct HelpCallRecord {
  LocationId location;
  ResponseId response;  ///< of the session that calls
  TouchpointId touchpoint;
  LanguageTag language;  ///< that the customer speaks
  WallTime at;           ///< by the kiosk's clock
  std::string boot_id;
  std::int64_t uptime_ms = 0;
  bool operator==(const HelpCallRecord&) const = default;
};
[[nodiscard]] std::string encode_record(const HelpCallRecord& record);
/// None: the bytes are another kind of record, or none. Error: invalid.
[[nodiscard]] Result<std::optional<HelpCallRecord>> decode_help_call(std::string_view record);

struct ContactDetails {
  std::string name, phone, email;  ///< empty: not left
  std::string purpose;             ///< the words that were agreed to
  LanguageTag language;
  WallTime at;
  bool operator==(const ContactDetails&) const = default;
};
[[nodiscard]] std::string encode_contact(const ContactDetails& details);
/// Texts are cleaned and cut. Error: invalid.
[[nodiscard]] Result<ContactDetails> decode_contact(std::string_view bytes);

}  // namespace earshot::wire
