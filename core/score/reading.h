// What was read in a comment, as far as cells count it: its sentiment, its emotions, and the topics
// that it speaks of. Owner: core/score. Threads: plain values and pure functions, any thread.
// Only counts come of it, so what is counted can leave a location where the words may not.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "core/score/cell.h"
#include "core/text/analysis.h"

namespace earshot::score {

/// Places in CellValue::sentiment. A comment counts in the first five by how it is meant as a
/// whole. In the cell of a topic only three are used, for what is said of that topic alone.
enum class SentimentClass : std::uint8_t {
  very_negative,
  negative,
  neutral,
  positive,
  very_positive,
  unsure,
};

/// In the cell of a topic: kept in the middle three classes.
[[nodiscard]] constexpr SentimentClass class_of(text::Polarity polarity) {
  return polarity == text::Polarity::negative   ? SentimentClass::negative
         : polarity == text::Polarity::positive ? SentimentClass::positive
                                                : SentimentClass::neutral;
}

/// One comment.
struct Reading {
  SentimentClass sentiment = SentimentClass::unsure;
  std::vector<text::Emotion> emotions;                       ///< each once
  std::vector<std::pair<TopicId, text::Polarity>> topics{};  ///< each once
};

/// As contribution() in cell.h, with what was read in the response's comments. One more entry for
/// each topic that was read, besides those that the customer chose; a topic that is both is one.
/// The cell of all topics counts each comment's sentiment and emotions once; the cell of a topic
/// the polarity of that topic in each comment that speaks of it, and the emotions of those
/// comments. So in the cell of a topic the sum of `sentiment` is how many comments speak of it, and
/// `responses` how many people did or chose it.
[[nodiscard]] std::vector<std::pair<CellKey, CellValue>> contribution(
    const response::Response& response, LocalDay business_day, std::span<const Reading> readings);

}  // namespace earshot::score
