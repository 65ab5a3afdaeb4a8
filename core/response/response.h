// What one person said in one session.
// Owner: core/response. Threads: plain values, any thread.
// A response may be sent again with more answers: a higher revision replaces a lower one whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/survey/survey.h"

namespace earshot::response {

/// The longest comment that is kept, in code points.
inline constexpr std::size_t kCommentCodePointsMax = 2000;
/// The most answers in one response, and the most options in one answer.
inline constexpr std::size_t kAnswersMax = 20;
inline constexpr std::size_t kChosenMax = 12;

/// Where the answer was given. Values are part of the wire format: append only.
enum class Channel : std::uint8_t { kiosk = 1, web = 2, import = 3 };
[[nodiscard]] std::string_view to_string(Channel channel);

struct Answer {
  QuestionId question;
  survey::QuestionKind kind = survey::QuestionKind::nps;
  std::optional<int> rating;     ///< rating kinds: on the kind's scale
  std::vector<OptionId> chosen;  ///< choice: one; topics: any number
  std::string text;              ///< comment: clean text; contact: the sealed bytes
  bool operator==(const Answer&) const = default;
};

/// Why a response is left out of scores, as bits. Kept, shown and reversible.
enum MisuseFlag : std::uint32_t {
  kMisuseBurst = 1U << 0,
  kMisuseOutOfHours = 1U << 1,
  kMisuseStaffPattern = 1U << 2,
  kMisuseTooFast = 1U << 3,
};
inline constexpr int kMisuseFlagCount = 4;

struct Response {
  ResponseId id;
  std::uint32_t revision = 1;  ///< ≥ 1; the highest one counts
  bool withdrawn = false;      ///< the customer undid it: kept, counted nowhere
  bool partial = false;        ///< the session was left before its end
  TouchpointId touchpoint;
  SurveyId survey;
  std::uint32_t survey_version = 1;
  VariantId variant;  ///< empty: none
  LanguageTag language;
  survey::Audience audience = survey::Audience::customer;
  Channel channel = Channel::kiosk;
  WallTime at;                   ///< first tap, by the kiosk's clock
  std::string boot_id;           ///< of the kiosk, 32 hexadecimal digits or empty
  std::int64_t uptime_ms = 0;    ///< of the kiosk at the first tap, so that `at` can be corrected
  std::int64_t duration_ms = 0;  ///< first touch to last answer; ≥ 0
  std::uint32_t misuse = 0;      ///< MisuseFlag bits
  std::vector<Answer> answers;
  bool operator==(const Response&) const = default;
};

/// Checks every rule above that the types do not enforce: ratings on their scale, counts and
/// lengths, clean text. Error: invalid, naming the question and the rule.
[[nodiscard]] Result<void> validate(const Response& response);

/// The first rating answer, which decides the customer's mood; null if there is none.
[[nodiscard]] const Answer* main_rating(const Response& response);

/// Takes every free text and all contact details out; ratings and choices stay.
void remove_words(Response& response);

/// The first comment's text; empty if none.
[[nodiscard]] std::string_view comment_of(const Response& response);

/// True if the customer's main rating is unhappy: a detractor.
[[nodiscard]] bool is_unhappy(const Response& response);

}  // namespace earshot::response
