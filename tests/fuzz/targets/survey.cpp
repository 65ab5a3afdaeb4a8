// Survey files.
#include <set>

#include "core/base/check.h"
#include "core/survey/survey_file.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/toml_bound.h"

namespace earshot::fuzz {
namespace {

void expect_texts(const survey::Texts& texts, const survey::Survey& survey, std::size_t most) {
  EARSHOT_CHECK(texts.size() == survey.languages.size());
  for (const auto& language : survey.languages) {
    const auto text = texts.find(language);
    EARSHOT_CHECK(text != texts.end() && !text->second.empty());
    EARSHOT_CHECK(text->second.find('\n') == std::string::npos);
    expect_inert(text->second, most);
  }
}

void expect_sound(const survey::Survey& survey) {
  constexpr std::size_t kSentence = 120;
  constexpr std::size_t kLabel = 40;
  EARSHOT_CHECK(!survey.id.empty() && survey.version >= 1 && !survey.languages.empty());
  expect_texts(survey.title, survey, kSentence);
  expect_texts(survey.thanks, survey, kSentence);
  EARSHOT_CHECK(!survey.questions.empty() && survey.questions.size() <= 20);
  EARSHOT_CHECK(survey::scale_of(survey.questions.front().kind).has_value());
  std::set<QuestionId> ids;
  for (const auto& question : survey.questions) {
    EARSHOT_CHECK(!question.id.empty() && ids.insert(question.id).second);
    expect_texts(question.texts, survey, kSentence);
    EARSHOT_CHECK(question.low_label.empty() == question.high_label.empty());
    const bool chosen = question.kind == survey::QuestionKind::choice ||
                        question.kind == survey::QuestionKind::topics;
    EARSHOT_CHECK(chosen ? question.options.size() >= 2 && question.options.size() <= 12
                         : question.options.empty());
    for (const auto& option : question.options) expect_texts(option.texts, survey, kLabel);
  }
}

}  // namespace

FUZZ_TARGET(survey) {
  const auto survey = within_memory(kTomlBound, input.size(),
                                    [&] { return survey::parse_survey(input, "shop.toml"); });
  if (!survey) return expect_readable(survey.error());
  expect_sound(*survey);
}

}  // namespace earshot::fuzz
