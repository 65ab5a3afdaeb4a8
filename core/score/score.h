// Scores with their certainty: NPS, CSAT and CES from a histogram of ratings, each with its sample
// size and 95 % interval. Ratings that are not on a kind's scale are left out of its score.
// Owner: core/score. Threads: pure functions, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/survey/survey.h"

namespace earshot::score {

/// How many answers gave each rating; index = rating (0–10). Unused ends stay 0.
using Histogram = std::array<std::uint64_t, 11>;

/// A value with its 95 % interval: low ≤ value ≤ high, on the score's own scale.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// NPS in points, −100 to 100.
struct Nps {
  Estimate score;  ///< 100 · (promoters − detractors) / n
  std::uint64_t n = 0, promoters = 0, passives = 0, detractors = 0;
};

/// CSAT: the share of the two best ratings in percent, 0 to 100, and the mean, 1 to 5.
struct Csat {
  Estimate top_two_box;
  Estimate mean;
  std::uint64_t n = 0, satisfied = 0;  ///< satisfied: ratings 4 and 5
};

/// CES: the mean, 1 to 7, 7 = very easy.
struct Ces {
  Estimate mean;
  std::uint64_t n = 0;
};

/// None when there is no rating. Interval: adjusted Wald, adding three responses, ¾ promoter,
/// 1½ passive, ¾ detractor (Rocks 2016, "Interval Estimation for the Net Promoter Score",
/// arXiv 1601.07235), cut to [−100, 100].
[[nodiscard]] std::optional<Nps> nps(const Histogram& ratings);

/// None when there is no rating. See score.cpp's docstrings for the intervals.
[[nodiscard]] std::optional<Csat> csat(const Histogram& ratings);
[[nodiscard]] std::optional<Ces> ces(const Histogram& ratings);

/// The headline of any rating kind: nps and enps → NPS points; csat and smiley → top-two-box
/// percent; ces → mean. None when there is no rating. `kind` must be a rating kind (asserted).
[[nodiscard]] std::optional<Estimate> headline(survey::QuestionKind kind, const Histogram& ratings);

[[nodiscard]] std::uint64_t total(const Histogram& ratings);

}  // namespace earshot::score
