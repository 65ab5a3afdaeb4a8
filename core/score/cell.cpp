#include "core/score/cell.h"

#include <algorithm>
#include <map>

#include "core/base/check.h"
#include "core/score/reading.h"

namespace earshot::score {
namespace {

template <std::size_t N>
void add(std::array<std::uint64_t, N>& to, const std::array<std::uint64_t, N>& from) {
  for (std::size_t i = 0; i < N; ++i) to[i] += from[i];
}

void take(std::uint64_t& from, std::uint64_t amount) {
  EARSHOT_CHECK(from >= amount);
  from -= amount;
}

template <std::size_t N>
void take(std::array<std::uint64_t, N>& from, const std::array<std::uint64_t, N>& amounts) {
  for (std::size_t i = 0; i < N; ++i) take(from[i], amounts[i]);
}

/// Chosen or spoken of, each once.
std::vector<TopicId> topics_of(const response::Response& response,
                               std::span<const Reading> readings) {
  std::vector<TopicId> topics;
  for (const auto& reading : readings) {
    for (const auto& [topic, polarity] : reading.topics) topics.push_back(topic);
  }
  for (const auto& answer : response.answers) {
    if (answer.kind != survey::QuestionKind::topics) continue;
    for (const auto& option : answer.chosen) topics.push_back(TopicId::trusted(option.str()));
  }
  std::sort(topics.begin(), topics.end());
  topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
  return topics;
}

CellKey key_of(const response::Response& response, const response::Answer& answer,
               LocalDay business_day) {
  return {.hour = hour_of(response.at),
          .business_day = business_day,
          .touchpoint = response.touchpoint,
          .question = answer.question,
          .kind = answer.kind,
          .audience = response.audience,
          .channel = response.channel,
          .language = response.language,
          .variant = response.variant,
          .topic = {}};
}

CellValue value_of(const response::Response& response, const response::Answer& answer) {
  CellValue value = trace_of(response);
  if (response.withdrawn) return value;
  if (response.misuse != 0) {
    for (std::size_t bit = 0; bit < value.misuse.size(); ++bit) {
      value.misuse[bit] = (response.misuse >> bit) & 1U;
    }
    return value;
  }
  const auto scale = survey::scale_of(answer.kind);
  EARSHOT_CHECK(scale && *answer.rating >= scale->lowest && *answer.rating <= scale->highest);
  EARSHOT_CHECK(response.duration_ms >= 0);
  value.responses = 1;
  value.comments = response::comment_of(response).empty() ? 0 : 1;
  value.ratings[static_cast<std::size_t>(*answer.rating)] = 1;
  value.duration_ms = static_cast<std::uint64_t>(response.duration_ms);
  return value;
}

void count_emotions(const Reading& reading, CellValue& value) {
  for (const auto emotion : reading.emotions) ++value.emotions[static_cast<std::size_t>(emotion)];
}

/// In all comments.
CellValue heard_in(std::span<const Reading> readings) {
  CellValue value;
  for (const auto& reading : readings) {
    ++value.sentiment[static_cast<std::size_t>(reading.sentiment)];
    count_emotions(reading, value);
  }
  return value;
}

/// In those that speak of `topic`.
CellValue heard_of(const TopicId& topic, std::span<const Reading> readings) {
  CellValue value;
  for (const auto& reading : readings) {
    for (const auto& [of, polarity] : reading.topics) {
      if (of != topic) continue;
      ++value.sentiment[static_cast<std::size_t>(class_of(polarity))];
      count_emotions(reading, value);
    }
  }
  return value;
}

static_assert(kEmotionClasses == static_cast<int>(text::kEmotionCount));

}  // namespace

CellValue& CellValue::operator+=(const CellValue& other) {
  responses += other.responses;
  comments += other.comments;
  add(ratings, other.ratings);
  duration_ms += other.duration_ms;
  add(sentiment, other.sentiment);
  add(emotions, other.emotions);
  add(misuse, other.misuse);
  heard += other.heard;
  revisions += other.revisions;
  return *this;
}

CellValue& CellValue::operator-=(const CellValue& other) {
  take(responses, other.responses);
  take(comments, other.comments);
  take(ratings, other.ratings);
  take(duration_ms, other.duration_ms);
  take(sentiment, other.sentiment);
  take(emotions, other.emotions);
  take(misuse, other.misuse);
  take(heard, other.heard);
  take(revisions, other.revisions);
  return *this;
}

CellValue trace_of(const response::Response& response) {
  // No honest kiosk gets as far; a mad one does not spoil the sum.
  constexpr std::uint32_t kRevisionMax = 1000;
  CellValue trace;
  trace.heard = 1;
  trace.revisions = std::min(response.revision, kRevisionMax);
  return trace;
}

std::vector<std::pair<CellKey, CellValue>> contribution(const response::Response& response,
                                                        LocalDay business_day) {
  return contribution(response, business_day, {});
}

std::vector<std::pair<CellKey, CellValue>> contribution(const response::Response& response,
                                                        LocalDay business_day,
                                                        std::span<const Reading> readings) {
  const auto topics = topics_of(response, readings);
  std::map<CellKey, CellValue> cells;
  for (const auto& answer : response.answers) {
    if (!answer.rating) continue;
    auto key = key_of(response, answer, business_day);
    const auto value = value_of(response, answer);
    const bool counts = value.responses != 0;
    const CellValue heard = counts ? heard_in(readings) : CellValue{};
    (cells[key] += value) += heard;
    for (const auto& topic : topics) {
      key.topic = topic;
      (cells[key] += value) += counts ? heard_of(topic, readings) : CellValue{};
    }
  }
  return {cells.begin(), cells.end()};
}

}  // namespace earshot::score
