// The cell: a mergeable summary of responses for one key and one hour. Rollups are sums of cells.
// Owner: core/score. Threads: plain values, any thread.
// Merge is associative and commutative with the empty value as identity, and subtracting what was
// added gives back the same value: the properties that let HQ add cells up in any order.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/response/response.h"
#include "core/score/score.h"

namespace earshot::score {

inline constexpr int kSentimentClasses = 6;  ///< very negative … very positive, unsure
inline constexpr int kEmotionClasses = 10;

struct CellKey {
  HourUtc hour = 0;
  LocalDay business_day = 0;  ///< the location's own day, kept beside the hour
  TouchpointId touchpoint;
  QuestionId question;
  survey::QuestionKind kind = survey::QuestionKind::nps;
  survey::Audience audience = survey::Audience::customer;
  response::Channel channel = response::Channel::kiosk;
  LanguageTag language;
  VariantId variant;  ///< empty: none
  TopicId topic;      ///< empty: all responses, whatever their topics
  auto operator<=>(const CellKey&) const = default;
};

/// Counts and sums only, so that merging is adding.
struct CellValue {
  std::uint64_t responses = 0;    ///< that count: neither withdrawn nor flagged
  std::uint64_t comments = 0;     ///< of those, with words
  Histogram ratings{};            ///< rating kinds: by rating; choice: by the option's position
  std::uint64_t duration_ms = 0;  ///< sum over `responses`
  std::array<std::uint64_t, kSentimentClasses> sentiment{};
  std::array<std::uint64_t, kEmotionClasses> emotions{};
  std::array<std::uint64_t, response::kMisuseFlagCount> misuse{};  ///< left out, by reason
  /// How far it was heard, which only ever grows: everybody who ever said something for this key,
  /// whether that counts, was left out, taken back or moved elsewhere since; and the sum of their
  /// newest revisions. By it two histories of one cell are told apart. 0: of an older version.
  std::uint64_t heard = 0;
  std::uint64_t revisions = 0;
  bool operator==(const CellValue&) const = default;

  CellValue& operator+=(const CellValue& other);
  /// Takes back what was added; asserts that every count stays ≥ 0.
  CellValue& operator-=(const CellValue& other);
  [[nodiscard]] bool empty() const { return *this == CellValue{}; }
};

/// What a response adds wherever it was ever heard of, also where it counts no more.
[[nodiscard]] CellValue trace_of(const response::Response& response);

/// What one response adds, and where: one entry for each rating answer, and for each of those one
/// more for each topic that the customer chose. A flagged response adds only misuse counts and its
/// trace; a withdrawn one its trace alone. The response must be valid (response::validate; ratings
/// are asserted). `business_day` is the location's own day of the response. Keys are unique and
/// sorted.
[[nodiscard]] std::vector<std::pair<CellKey, CellValue>> contribution(
    const response::Response& response, LocalDay business_day);

}  // namespace earshot::score
