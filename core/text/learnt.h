// The port of what was learnt from data: one feature pass, many answers. Without it, keywords and
// word lists answer alone. Owner: core/text. Threads: const calls from any thread.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "core/text/analysis.h"
#include "core/text/tokens.h"

namespace earshot::text {

/// Below this confidence a sentiment is "unsure".
inline constexpr float kSentimentSure = 0.55F;

/// Below this probability no head alone calls a comment urgent.
inline constexpr float kUrgencyHeard = 0.55F;

/// From this probability on a topic is heard where no phrase names it; below the other one a phrase
/// that names it is not believed. Probabilities are calibrated: of what is named and believed less
/// than 0.15 nothing was right in the comments that docs/text.md tells of.
inline constexpr float kTopicHeard = 0.33F;
inline constexpr float kTopicDoubted = 0.15F;

/// The sentiment that these probabilities of negative, neutral and positive make.
[[nodiscard]] Sentiment sentiment_of(const std::array<float, 3>& three);

/// What the heads heard of something that cannot wait: how likely it is one, the clause that says
/// it most, and what it would be.
struct LearntUrgency {
  float probability = 0;
  UrgentKind kind = UrgentKind::hazard;
  std::uint32_t first = 0;  ///< tokens
  std::uint32_t end = 0;
};

/// A topic by its id in the built-in taxonomy, how likely the comment speaks of it, and the clause
/// that tells of it most.
struct LearntTopic {
  std::string_view id;  ///< lives as long as the heads
  float probability = 0;
  std::uint32_t first = 0;  ///< tokens; first == end: it is told by the whole comment
  std::uint32_t end = 0;
};

/// What the heads say of one comment. A head that a model does not have leaves its part untouched.
struct Learnt {
  std::optional<Sentiment> sentiment;
  std::array<float, 3> three{};          ///< what it was made of: negative, neutral, positive
  std::vector<EmotionReading> emotions;  ///< best first
  std::optional<LearntUrgency> urgency;
  std::vector<LabelReading> labels;  ///< of a model that somebody taught, best first
  std::vector<LearntTopic> topics;   ///< all that the heads know, likeliest first
};

class LearntHeads {
 public:
  virtual ~LearntHeads() = default;

  /// Reads a comment and the question that it answers ("" when unknown) into an emptied `out`.
  /// `with_asides` is the comment with the topics that its phrases name behind it.
  virtual void read(const Tokens& comment, const Tokens& with_asides, std::string_view context,
                    Learnt& out) const = 0;

  /// The sentiment of the tokens first … end−1 alone, −1 … 1: for the topic that they speak of.
  [[nodiscard]] virtual float polarity(const Tokens& comment, std::uint32_t first,
                                       std::uint32_t end) const = 0;

  /// The name of these weights, as analyses carry it.
  [[nodiscard]] virtual std::string_view version() const = 0;
};

}  // namespace earshot::text
