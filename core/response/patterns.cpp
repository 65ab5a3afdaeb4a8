#include "core/response/patterns.h"

#include <algorithm>
#include <cstdlib>

namespace earshot::response {
namespace {

constexpr int kEdgeMinutes = static_cast<int>(kShiftEdge / std::chrono::minutes(1));

bool is_close(int minute, int edge) {
  const int apart = std::abs(minute - edge) % survey::kMinutesInDay;
  return std::min(apart, survey::kMinutesInDay - apart) <= kEdgeMinutes;
}

}  // namespace

bool is_at_shift_edge(std::span<const survey::Hours> hours, const survey::LocalTime& at) {
  // A little later or earlier, the shop is closed if it is open, or the other way round: so the
  // edge belongs to a day on which it holds.
  const auto later = [&](int minutes) {
    survey::LocalTime then{at.day, at.minute + minutes};
    if (then.minute >= survey::kMinutesInDay)
      then = {at.day + 1, then.minute - survey::kMinutesInDay};
    if (then.minute < 0) then = {at.day - 1, then.minute + survey::kMinutesInDay};
    return then;
  };
  return std::any_of(hours.begin(), hours.end(), [&](const survey::Hours& h) {
    const bool here = survey::holds(h, at);
    const bool turns = survey::holds(h, later(kEdgeMinutes)) != here ||
                       survey::holds(h, later(-kEdgeMinutes)) != here;
    return turns && (is_close(at.minute, h.from) || is_close(at.minute, h.to));
  });
}

bool is_quick_praise(const Response& response) {
  const auto* main = main_rating(response);
  if (main == nullptr) return false;
  const auto scale = survey::scale_of(main->kind);
  const bool silent = std::all_of(response.answers.begin(), response.answers.end(),
                                  [](const Answer& answer) { return answer.text.empty(); });
  return *main->rating == scale->highest && silent && response.duration_ms < kQuickPraise.count();
}

bool is_implausibly_fast(const Response& response) {
  constexpr std::size_t kAnswersMin = 3;
  const auto answers = response.answers.size();
  return answers >= kAnswersMin &&
         response.duration_ms < static_cast<std::int64_t>(answers - 1) * kFurtherAnswer.count();
}

}  // namespace earshot::response
