// What the machine read in one comment: language, sentiment, topics, emotions, urgency, personal
// data. Owner: core/text. Threads: plain values, any thread. Every span says where in
// Analysis::text it is, so that a page can underline it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/text/tokens.h"

namespace earshot::text {

enum class Polarity : std::uint8_t { negative, neutral, positive };
[[nodiscard]] std::string_view to_string(Polarity polarity);

struct Sentiment {
  Polarity label = Polarity::neutral;
  float score = 0;        ///< −1 (bad) … 1 (good)
  float confidence = 0;   ///< 0 … 1: how often a reading like this one is right
  std::uint8_t five = 3;  ///< 1 very negative … 5 very positive
  bool unsure = true;     ///< `label` is the best guess, but do not build on it
};

/// One topic of the taxonomy, and the words that speak of it.
struct TopicReading {
  TopicId id;
  Polarity polarity = Polarity::neutral;  ///< of the clause that holds the span
  float confidence = 0;
  Span span;  ///< empty where the model knew it from the comment as a whole
};

/// A label of a model that was taught with other labels than the taxonomy's.
struct LabelReading {
  std::string label;
  float confidence = 0;
};

enum class Emotion : std::uint8_t {
  grateful,
  delighted,
  valued,
  confident,
  disappointed,
  frustrated,
  angry,
  disrespected,
  worried,
  confused,
};
inline constexpr std::size_t kEmotionCount = 10;
[[nodiscard]] std::string_view to_string(Emotion emotion);

struct EmotionReading {
  Emotion id = Emotion::grateful;
  float confidence = 0;
  bool weak = false;  ///< low confidence: show it as a hint only
};

enum class UrgentKind : std::uint8_t {
  illness,
  allergy,
  injury,
  fire,
  violence,
  harassment,
  theft,
  child,
  medical,
  hazard,
  discrimination,
  privacy,
};
inline constexpr std::size_t kUrgentKindCount = 12;
[[nodiscard]] std::string_view to_string(UrgentKind kind);

struct UrgentReading {
  UrgentKind kind = UrgentKind::hazard;
  Span span;
};

enum class PersonalKind : std::uint8_t {
  email,
  phone,
  card,
  iban,
  national_id,
  address,
  plate,
  ip,
  name,
};
inline constexpr std::size_t kPersonalKindCount = 9;
[[nodiscard]] std::string_view to_string(PersonalKind kind);

struct PersonalSpan {
  PersonalKind kind = PersonalKind::email;
  Span span;
};

/// Why a comment says nothing that can be used. Profanity is no reason: it is flagged beside.
enum class Unusable : std::uint8_t { no, empty, mash, spam, emoji };
[[nodiscard]] std::string_view to_string(Unusable unusable);

struct Analysis {
  std::string text;       ///< the comment as valid UTF-8; all spans are in it
  bool repaired = false;  ///< the bytes were not UTF-8

  LanguageTag language;  ///< empty: unsure
  float language_confidence = 0;
  Sentiment sentiment;
  std::vector<TopicReading> topics;      ///< in the order of the taxonomy, each at most once
  std::vector<LabelReading> labels;      ///< of a taught model with labels of its own, best first
  std::vector<EmotionReading> emotions;  ///< best first
  std::optional<UrgentReading> urgent;   ///< the gravest; at the same gravity the first
  std::vector<PersonalSpan> personal;    ///< in the order of the text, apart from one another
  std::string redacted;  ///< `text` with each personal span replaced by its mark: "[e-mail]"
  Unusable unusable = Unusable::no;
  bool profanity = false;

  std::string model;     ///< which weights read it, "" when keywords and word lists did alone
  std::string taxonomy;  ///< which taxonomy: "built-in-1"
};

}  // namespace earshot::text
