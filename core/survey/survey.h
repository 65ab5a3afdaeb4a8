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
#include "core/base/time.h"
#include "core/survey/schedule.h"

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
inline constexpr Mood kMoods[] = {Mood::unhappy, Mood::neutral, Mood::happy};
[[nodiscard]] std::string_view to_string(Mood mood);

enum class Audience : std::uint8_t { customer = 1, employee = 2 };
[[nodiscard]] std::string_view to_string(Audience audience);

/// One text in several languages, keyed by language tag.
using Texts = std::map<LanguageTag, std::string>;

struct Option {
  OptionId id;
  Texts texts;
};

/// What must have been said for a question to be asked. Everything that is set must hold; at least
/// one of moods, ratings and options is set.
struct Condition {
  QuestionId question;            ///< an earlier one; what it asks was not answered: does not hold
  std::vector<Mood> moods;        ///< one of them; empty: any
  std::optional<Scale> ratings;   ///< from the lowest to the highest, both included
  std::vector<OptionId> options;  ///< one of them was chosen; empty: any
};

/// How a rating is drawn. `automatic`: faces for csat and smiley, numbers for the others.
enum class Look : std::uint8_t { automatic, numbers, faces, stars };

/// What may be left with a contact question.
enum class ContactField : std::uint8_t { name, phone, email };
[[nodiscard]] std::string_view to_string(ContactField field);

inline constexpr int kCommentLengthDefault = 500;

struct Question {
  QuestionId id;
  QuestionKind kind = QuestionKind::nps;
  Texts texts;                             ///< the question itself
  Texts low_label, high_label;             ///< what the ends of the scale mean; may be empty
  std::vector<Option> options;             ///< choice and topics only: 2 to 12
  Look look = Look::automatic;             ///< ratings only; stars and faces: csat and smiley only
  std::vector<Condition> when;             ///< it is asked when any of them holds; empty: always
  int share = 100;                         ///< asked of so many in 100 people, 1–100 (sampling.h)
  int length_max = kCommentLengthDefault;  ///< comment: code points, 1–2000
  std::vector<ContactField> fields;        ///< contact only: at least one, in this order
  Texts purpose;  ///< contact only: what the details are for, in plain words
};

/// One arm of an A/B comparison: what differs from the survey as it is written.
struct Variant {
  VariantId id;
  std::uint32_t weight = 1;            ///< 1–1000: its share is weight ÷ the sum of all weights
  Texts title;                         ///< empty: the survey's own
  std::map<QuestionId, Texts> texts;   ///< other words for questions
  std::vector<QuestionId> leaves_out;  ///< never the first question
};

/// Who may open a survey.
enum class OpenedBy : std::uint8_t {
  anybody,    ///< it is on the attract screen while its schedule holds
  staff_pin,  ///< only behind the staff PIN, also then only while its schedule holds
};

/// How long the kiosk waits, in whole seconds.
struct Patience {
  Duration idle = std::chrono::seconds(30);    ///< without a touch, until it asks; 10–300 s
  Duration react = std::chrono::seconds(20);   ///< to answer that; 20–120 s (WCAG 2.2.1)
  Duration thanks = std::chrono::seconds(12);  ///< the thanks stay; 4–60 s
};

/// Where happy customers are invited to say it again.
struct Review {
  std::string url;  ///< https://…, at most 200 bytes; drawn as a QR code
  Texts texts;
};

struct Survey {
  SurveyId id;
  std::uint32_t version = 0;  ///< ≥ 1; raised by whoever edits the file
  Audience audience = Audience::customer;
  std::vector<LanguageTag> languages;    ///< at least one; the first is the default
  Texts title;                           ///< the attract screen's greeting
  Texts thanks;                          ///< the thank-you screen's words
  std::map<Mood, Texts> thanks_by_mood;  ///< in place of `thanks`; moods may be missing
  Texts next_step;               ///< what happens next for an unhappy customer; may be empty
  std::optional<Review> review;  ///< for happy customers
  bool help_offered = false;     ///< "help me now"
  bool claim_offered = false;    ///< a code to come back with and read the location's answer
  bool language_first = false;   ///< ask for the language on a screen of its own
  OpenedBy opened_by = OpenedBy::anybody;
  Schedule schedule;
  Patience patience;
  std::vector<Variant> variants;    ///< none, or 2 to 10
  std::vector<Question> questions;  ///< 1 to 20, ids unique; the first is a rating, always asked
};

/// The words of thanks for somebody of this mood.
[[nodiscard]] const Texts& thanks_for(const Survey& survey, Mood mood);

/// The question of this id; null if there is none.
[[nodiscard]] const Question* find_question(const Survey& survey, const QuestionId& id);

/// The text in `language`, else in the survey's default language.
[[nodiscard]] std::string_view text_in(const Texts& texts, const LanguageTag& language,
                                       const LanguageTag& fallback);

}  // namespace earshot::survey
