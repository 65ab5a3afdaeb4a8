#include "core/survey/survey.h"

#include <array>
#include <utility>

#include "core/base/check.h"

namespace earshot::survey {
namespace {

constexpr std::array<std::pair<QuestionKind, std::string_view>, 9> kKindNames{{
    {QuestionKind::nps, "nps"},
    {QuestionKind::csat, "csat"},
    {QuestionKind::ces, "ces"},
    {QuestionKind::smiley, "smiley"},
    {QuestionKind::enps, "enps"},
    {QuestionKind::choice, "choice"},
    {QuestionKind::topics, "topics"},
    {QuestionKind::comment, "comment"},
    {QuestionKind::contact, "contact"},
}};

/// The best rating that is still unhappy, and the best that is still neutral.
struct MoodLimits {
  int unhappy;
  int neutral;
};

MoodLimits mood_limits(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::nps:
    case QuestionKind::enps:
      return {6, 8};
    case QuestionKind::csat:
    case QuestionKind::smiley:
      return {2, 3};
    default:
      return {3, 5};
  }
}

}  // namespace

std::string_view to_string(QuestionKind kind) {
  for (const auto& [known, name] : kKindNames) {
    if (known == kind) return name;
  }
  EARSHOT_CHECK(false && "a question kind that does not exist");
  return {};
}

std::optional<QuestionKind> parse_kind(std::string_view text) {
  for (const auto& [kind, name] : kKindNames) {
    if (name == text) return kind;
  }
  return std::nullopt;
}

std::optional<Scale> scale_of(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::nps:
    case QuestionKind::enps:
      return Scale{0, 10};
    case QuestionKind::csat:
    case QuestionKind::smiley:
      return Scale{1, 5};
    case QuestionKind::ces:
      return Scale{1, 7};
    case QuestionKind::choice:
    case QuestionKind::topics:
    case QuestionKind::comment:
    case QuestionKind::contact:
      return std::nullopt;
  }
  return std::nullopt;  // A number that came over the wire from a newer version.
}

Mood mood_of(QuestionKind kind, int rating) {
  const auto scale = scale_of(kind);
  EARSHOT_CHECK(scale && rating >= scale->lowest && rating <= scale->highest);
  const auto limits = mood_limits(kind);
  if (rating <= limits.unhappy) return Mood::unhappy;
  return rating <= limits.neutral ? Mood::neutral : Mood::happy;
}

std::string_view to_string(Audience audience) {
  switch (audience) {
    case Audience::customer:
      return "customer";
    case Audience::employee:
      return "employee";
  }
  EARSHOT_CHECK(false && "an audience that does not exist");
  return {};
}

std::string_view to_string(Mood mood) {
  switch (mood) {
    case Mood::unhappy:
      return "unhappy";
    case Mood::neutral:
      return "neutral";
    case Mood::happy:
      return "happy";
  }
  EARSHOT_CHECK(false && "a mood that does not exist");
  return {};
}

std::string_view to_string(ContactField field) {
  switch (field) {
    case ContactField::name:
      return "name";
    case ContactField::phone:
      return "phone";
    case ContactField::email:
      return "email";
  }
  EARSHOT_CHECK(false && "a contact field that does not exist");
  return {};
}

const Texts& thanks_for(const Survey& survey, Mood mood) {
  const auto found = survey.thanks_by_mood.find(mood);
  return found == survey.thanks_by_mood.end() ? survey.thanks : found->second;
}

const Question* find_question(const Survey& survey, const QuestionId& id) {
  for (const auto& question : survey.questions) {
    if (question.id == id) return &question;
  }
  return nullptr;
}

std::string_view text_in(const Texts& texts, const LanguageTag& language,
                         const LanguageTag& fallback) {
  for (const auto& tag : {language, fallback}) {
    const auto found = texts.find(tag);
    if (found != texts.end()) return found->second;
  }
  return {};
}

}  // namespace earshot::survey
