#include "core/survey/branching.h"

#include <algorithm>

#include "core/survey/sampling.h"

namespace earshot::survey {
namespace {

template <typename T>
bool has(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

const Said* find(std::span<const Said> said, const QuestionId& question) {
  const auto found =
      std::find_if(said.begin(), said.end(), [&](const Said& s) { return s.question == question; });
  return found == said.end() ? nullptr : &*found;
}

}  // namespace

bool holds(const Condition& condition, std::span<const Said> said) {
  const Said* about = find(said, condition.question);
  if (about == nullptr) return false;
  if (!condition.moods.empty()) {
    if (!about->rating || !has(condition.moods, mood_of(about->kind, *about->rating))) return false;
  }
  if (condition.ratings) {
    const auto& [lowest, highest] = *condition.ratings;
    if (!about->rating || *about->rating < lowest || *about->rating > highest) return false;
  }
  return condition.options.empty() ||
         std::any_of(about->chosen.begin(), about->chosen.end(),
                     [&](const OptionId& option) { return has(condition.options, option); });
}

bool is_asked(const Question& question, std::span<const Said> said, const ResponseId& response) {
  const auto& when = question.when;
  const bool wanted = when.empty() || std::any_of(when.begin(), when.end(),
                                                  [&](const auto& c) { return holds(c, said); });
  return wanted && is_sampled(response, question.id, question.share);
}

std::optional<std::size_t> next_question(const Survey& survey, std::size_t after,
                                         std::span<const Said> said, const ResponseId& response) {
  for (std::size_t i = after + 1; i < survey.questions.size(); ++i) {
    if (is_asked(survey.questions[i], said, response)) return i;
  }
  return std::nullopt;
}

std::vector<std::size_t> way_through(const Survey& survey, std::span<const Said> said,
                                     const ResponseId& response) {
  std::vector<std::size_t> way;
  std::vector<Said> on_the_way;
  for (std::size_t i = 0; i < survey.questions.size(); ++i) {
    const auto& question = survey.questions[i];
    if (i > 0 && !is_asked(question, on_the_way, response)) continue;
    way.push_back(i);
    if (const Said* answer = find(said, question.id)) on_the_way.push_back(*answer);
  }
  return way;
}

}  // namespace earshot::survey
