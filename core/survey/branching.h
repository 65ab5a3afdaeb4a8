// Which question comes next: by what was said so far and by the sample. Nothing is remembered here,
// so going back and answering otherwise takes the other branch.
// Owner: core/survey. Threads: pure functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/base/ids.h"
#include "core/survey/survey.h"

namespace earshot::survey {

/// What one question was answered with, as far as branches ask for it.
struct Said {
  QuestionId question;
  QuestionKind kind = QuestionKind::nps;
  std::optional<int> rating;
  std::vector<OptionId> chosen;
};

[[nodiscard]] bool holds(const Condition& condition, std::span<const Said> said);

/// Whether this response's person is asked this question, after what was said.
[[nodiscard]] bool is_asked(const Question& question, std::span<const Said> said,
                            const ResponseId& response);

/// The index of the next question after `after`; none: that was the last one.
[[nodiscard]] std::optional<std::size_t> next_question(const Survey& survey, std::size_t after,
                                                       std::span<const Said> said,
                                                       const ResponseId& response);

/// The indexes of all questions on this person's way, the first one included: what was said
/// decides, and what was said to questions that are no longer on the way does not.
[[nodiscard]] std::vector<std::size_t> way_through(const Survey& survey, std::span<const Said> said,
                                                   const ResponseId& response);

}  // namespace earshot::survey
