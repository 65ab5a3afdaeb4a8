// Survey files.
#include <set>

#include "core/base/check.h"
#include "core/survey/survey_file.h"
#include "core/survey/variant.h"
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

constexpr std::size_t kSentence = 120;
constexpr std::size_t kLabel = 40;
constexpr std::size_t kParagraph = 240;

bool within(Duration wait, int lowest_s, int highest_s) {
  return wait >= std::chrono::seconds(lowest_s) && wait <= std::chrono::seconds(highest_s);
}

/// A branch looks back, at something that can be so.
void expect_sound(const survey::Condition& condition, const survey::Survey& survey,
                  const QuestionId& asked) {
  const auto* about = survey::find_question(survey, condition.question);
  EARSHOT_CHECK(about != nullptr && about < survey::find_question(survey, asked));
  EARSHOT_CHECK(!condition.moods.empty() || condition.ratings || !condition.options.empty());
  const auto scale = survey::scale_of(about->kind);
  EARSHOT_CHECK(scale || (condition.moods.empty() && !condition.ratings));
  if (condition.ratings) {
    EARSHOT_CHECK(condition.ratings->lowest >= scale->lowest);
    EARSHOT_CHECK(condition.ratings->highest <= scale->highest);
  }
}

void expect_sound_session(const survey::Survey& survey) {
  EARSHOT_CHECK(within(survey.patience.idle, 10, 300) && within(survey.patience.react, 20, 120));
  EARSHOT_CHECK(within(survey.patience.thanks, 4, 60));
  for (const auto& [mood, texts] : survey.thanks_by_mood) expect_texts(texts, survey, kSentence);
  if (!survey.next_step.empty()) expect_texts(survey.next_step, survey, kParagraph);
  if (survey.review) {
    EARSHOT_CHECK(survey.review->url.starts_with("https://") && survey.review->url.size() <= 200);
    expect_texts(survey.review->texts, survey, kParagraph);
  }
  for (const auto& hours : survey.schedule.hours) {
    EARSHOT_CHECK(hours.days != 0 && hours.days < 128 && hours.from >= 0 && hours.from < 1440);
    EARSHOT_CHECK(hours.to >= 1 && hours.to <= 1440);
  }
  EARSHOT_CHECK(survey.variants.empty() ||
                (survey.variants.size() >= 2 && survey.variants.size() <= 10));
  for (const auto& variant : survey.variants) {
    EARSHOT_CHECK(variant.weight >= 1 && variant.weight <= 1000);
    const auto asked = survey::as_asked(survey, variant);
    EARSHOT_CHECK(asked.questions.front().id == survey.questions.front().id);
  }
}

void expect_sound(const survey::Survey& survey) {
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
    EARSHOT_CHECK(question.share >= 1 && question.share <= 100);
    EARSHOT_CHECK(question.length_max >= 1 && question.length_max <= 2000);
    const bool contact = question.kind == survey::QuestionKind::contact;
    EARSHOT_CHECK(contact != question.fields.empty());
    if (contact) expect_texts(question.purpose, survey, kParagraph);
    for (const auto& condition : question.when) expect_sound(condition, survey, question.id);
  }
  EARSHOT_CHECK(survey.questions.front().when.empty() && survey.questions.front().share == 100);
  expect_sound_session(survey);
}

}  // namespace

FUZZ_TARGET(survey) {
  const auto survey = within_memory(kTomlBound, input.size(),
                                    [&] { return survey::parse_survey(input, "shop.toml"); });
  if (!survey) return expect_readable(survey.error());
  expect_sound(*survey);
}

}  // namespace earshot::fuzz
