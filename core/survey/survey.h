// What is asked: a survey, its questions, their texts in each language.
// Owner: core/survey. Threads: plain values, any thread.
// Surveys are written by people as TOML files (survey_file.h) and never changed by the program.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"

namespace earshot::survey {

/// The kinds of question. Values are part of the wire format: append only.
enum class QuestionKind : std::uint8_t {
  nps = 1,      ///< 0–10: would you recommend us
  csat = 2,     ///< 1–5: how satisfied
  ces = 3,      ///< 1–7: how easy, 7 = very easy
  smiley = 4,   ///< 1–5 faces, 5 = best; scored as csat
  enps = 5,     ///< 0–10, asked of employees; scored as nps
  choice = 6,   ///< one of the options
  topics = 7,   ///< any number of the options: chips
  comment = 8,  ///< free text
  contact = 9,  ///< contact details, sealed (never in the clear)
};

[[nodiscard]] std::string_view to_string(QuestionKind kind);
[[nodiscard]] std::optional<QuestionKind> parse_kind(std::string_view text);

/// Lowest and highest rating of a kind; none for the kinds that are not ratings.
struct Scale {
  int lowest;
  int highest;
};
[[nodiscard]] std::optional<Scale> scale_of(QuestionKind kind);

/// What a rating means for the customer who gave it. NPS: 0–6, 7–8, 9–10. CSAT and smiley: 1–2, 3,
/// 4–5. CES: 1–3, 4–5, 6–7. `rating` must be on the kind's scale (asserted).
enum class Mood : std::uint8_t { unhappy, neutral, happy };
[[nodiscard]] Mood mood_of(QuestionKind kind, int rating);

enum class Audience : std::uint8_t { customer = 1, employee = 2 };
[[nodiscard]] std::string_view to_string(Audience audience);

/// One text in several languages, keyed by language tag.
using Texts = std::map<LanguageTag, std::string>;

struct Option {
  OptionId id;
  Texts texts;
};

struct Question {
  QuestionId id;
  QuestionKind kind = QuestionKind::nps;
  Texts texts;                  ///< the question itself
  Texts low_label, high_label;  ///< what the ends of the scale mean; may be empty
  std::vector<Option> options;  ///< choice and topics only: 2 to 12
};

struct Survey {
  SurveyId id;
  std::uint32_t version = 0;  ///< ≥ 1; raised by whoever edits the file
  Audience audience = Audience::customer;
  std::vector<LanguageTag> languages;  ///< at least one; the first is the default
  Texts title;                         ///< the attract screen's greeting
  Texts thanks;                        ///< the thank-you screen's words
  std::vector<Question> questions;     ///< 1 to 20, ids unique; the first is a rating
};

/// The text in `language`, else in the survey's default language.
[[nodiscard]] std::string_view text_in(const Texts& texts, const LanguageTag& language,
                                       const LanguageTag& fallback);

}  // namespace earshot::survey
