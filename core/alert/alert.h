// Alerts: what a manager is told at once, as sentences, and whether somebody has taken it up.
// Rules are pure: whoever files the response keeps the alert in the same transaction.
// Owner: core/alert. Threads: pure functions and plain values, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/response/response.h"

namespace earshot::alert {

/// Values are part of the wire format and of the site topics: append only.
enum class Severity : std::uint8_t { notice = 1, warning = 2, urgent = 3 };
[[nodiscard]] std::string_view to_string(Severity severity);
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view text);

struct Alert {
  AlertId id;
  Severity severity = Severity::warning;
  std::string rule;     ///< which rule fired: "detractor"
  ResponseId response;  ///< the cause
  TouchpointId touchpoint;
  WallTime at;               ///< when the customer said it
  WallTime raised_at;        ///< when the edge agent raised it
  std::string sentence;      ///< what, where: one line for a person, without the customer's words
  std::string words;         ///< the customer's words; may be empty
  std::string next_step;     ///< one line: what to do now
  WallTime acknowledged_at;  ///< ms 0: nobody has yet
  std::string acknowledged_by;  ///< what the person typed or ""; clean text
  [[nodiscard]] bool acknowledged() const { return acknowledged_at.ms != 0; }
  bool operator==(const Alert&) const = default;
};

/// A touchpoint's id as a person reads it: "fitting-room" → "fitting room".
[[nodiscard]] std::string place_name(const TouchpointId& touchpoint);
/// For the beginning of a sentence. Ids are ASCII and lower case, so one byte is one letter.
[[nodiscard]] std::string capitalised(std::string text);

/// A response older than this when it arrives is historical and raises no live alert.
inline constexpr Duration kUsefulness = std::chrono::minutes(30);

/// The detractor rule: an unhappy main rating by a customer, fresh, neither flagged nor withdrawn.
/// `id` is used for the alert that it raises. None: nothing to tell.
[[nodiscard]] std::optional<Alert> detractor_rule(const response::Response& response, WallTime now,
                                                  const AlertId& id);

}  // namespace earshot::alert
