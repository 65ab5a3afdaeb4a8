#include "core/response/response.h"

#include <algorithm>
#include <set>

#include "core/base/check.h"
#include "core/base/utf8.h"

namespace earshot::response {
namespace {

/// Sealed contact details: a name, a number and an address in their envelope are far below this.
constexpr std::size_t kSealedContactBytesMax = 4096;
constexpr std::uint32_t kMisuseKnown = (1U << kMisuseFlagCount) - 1;

using survey::QuestionKind;

tl::unexpected<Error> broken(std::string rule) {
  return fail(ErrorCode::invalid, "response: " + std::move(rule));
}

tl::unexpected<Error> broken(const Answer& answer, const std::string& rule) {
  const std::string name = answer.question.empty() ? "without a question" : answer.question.str();
  return broken("answer '" + name + "': " + rule);
}

bool is_known(QuestionKind kind) {
  return kind >= QuestionKind::nps && kind <= QuestionKind::contact;
}

bool is_boot_id(std::string_view text) {
  return text.empty() ||
         (text.size() == 32 && text.find_first_not_of("0123456789abcdef") == text.npos);
}

Result<void> validate_rating(const Answer& answer, survey::Scale scale) {
  if (!answer.rating) return broken(answer, "has no rating");
  if (*answer.rating < scale.lowest || *answer.rating > scale.highest) {
    return broken(answer, "rating " + std::to_string(*answer.rating) + " is not on the scale " +
                              std::to_string(scale.lowest) + " to " +
                              std::to_string(scale.highest));
  }
  if (!answer.chosen.empty()) return broken(answer, "a rating has no chosen options");
  if (!answer.text.empty()) return broken(answer, "a rating has no text");
  return {};
}

Result<void> validate_chosen(const Answer& answer) {
  if (answer.rating) return broken(answer, "only a rating question has a rating");
  if (!answer.text.empty()) return broken(answer, "chosen options have no text");
  if (answer.kind == QuestionKind::choice && answer.chosen.size() != 1) {
    return broken(answer, "a choice has exactly one chosen option");
  }
  if (answer.chosen.size() > kChosenMax) {
    return broken(answer, "more than " + std::to_string(kChosenMax) + " chosen options");
  }
  std::set<OptionId> seen;
  for (const auto& option : answer.chosen) {
    if (option.empty()) return broken(answer, "a chosen option has no id");
    if (!seen.insert(option).second) {
      return broken(answer, "option '" + option.str() + "' is chosen twice");
    }
  }
  return {};
}

Result<void> validate_text(const Answer& answer) {
  if (answer.rating) return broken(answer, "only a rating question has a rating");
  if (!answer.chosen.empty()) return broken(answer, "words have no chosen options");
  if (answer.kind == QuestionKind::contact) {
    if (answer.text.size() > kSealedContactBytesMax) {
      return broken(answer, "sealed contact details are longer than " +
                                std::to_string(kSealedContactBytesMax) + " bytes");
    }
    return {};
  }
  if (clean_text(answer.text, kCommentCodePointsMax) != answer.text) {
    return broken(answer, "the comment is not clean text of at most " +
                              std::to_string(kCommentCodePointsMax) + " characters");
  }
  return {};
}

Result<void> validate_answer(const Answer& answer) {
  if (answer.question.empty()) return broken(answer, "has no question id");
  if (!is_known(answer.kind)) return broken(answer, "is of a kind that this version does not know");
  if (const auto scale = survey::scale_of(answer.kind)) return validate_rating(answer, *scale);
  if (answer.kind == QuestionKind::choice || answer.kind == QuestionKind::topics) {
    return validate_chosen(answer);
  }
  return validate_text(answer);
}

Result<void> validate_session(const Response& response) {
  if (response.id.empty()) return broken("has no id");
  if (response.revision < 1) return broken("revision is 0; the first one is 1");
  if (response.touchpoint.empty()) return broken("has no touchpoint");
  if (response.survey.empty()) return broken("has no survey");
  if (response.survey_version < 1) return broken("survey version is 0; the first one is 1");
  if (response.audience != survey::Audience::customer &&
      response.audience != survey::Audience::employee) {
    return broken("audience is neither customer nor employee");
  }
  if (response.channel < Channel::kiosk || response.channel > Channel::import) {
    return broken("channel is neither kiosk, web nor import");
  }
  if (!is_boot_id(response.boot_id)) return broken("boot id is not 32 hexadecimal digits");
  if (response.uptime_ms < 0) return broken("uptime is negative");
  if (response.duration_ms < 0) return broken("duration is negative");
  if ((response.misuse & ~kMisuseKnown) != 0) {
    return broken("has a misuse flag that this version does not know");
  }
  return {};
}

}  // namespace

std::string_view to_string(Channel channel) {
  switch (channel) {
    case Channel::kiosk:
      return "kiosk";
    case Channel::web:
      return "web";
    case Channel::import:
      return "import";
  }
  EARSHOT_CHECK(false && "a channel that does not exist");
  return {};
}

Result<void> validate(const Response& response) {
  if (auto session = validate_session(response); !session) return session;
  if (response.answers.empty() && !response.withdrawn) return broken("has no answers");
  if (response.answers.size() > kAnswersMax) {
    return broken("more than " + std::to_string(kAnswersMax) + " answers");
  }
  std::set<QuestionId> seen;
  for (const auto& answer : response.answers) {
    if (auto valid = validate_answer(answer); !valid) return valid;
    if (!seen.insert(answer.question).second) return broken(answer, "is answered twice");
  }
  return {};
}

const Answer* main_rating(const Response& response) {
  const auto found = std::find_if(response.answers.begin(), response.answers.end(),
                                  [](const Answer& answer) { return answer.rating.has_value(); });
  return found == response.answers.end() ? nullptr : &*found;
}

void remove_words(Response& response) {
  for (auto& answer : response.answers) answer.text.clear();
}

std::string_view comment_of(const Response& response) {
  for (const auto& answer : response.answers) {
    if (answer.kind == QuestionKind::comment) return answer.text;
  }
  return {};
}

bool is_unhappy(const Response& response) {
  const Answer* main = main_rating(response);
  return main != nullptr && survey::mood_of(main->kind, *main->rating) == survey::Mood::unhappy;
}

}  // namespace earshot::response
