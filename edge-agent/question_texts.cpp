#include "edge-agent/question_texts.h"

#include <algorithm>

#include "core/survey/survey_file.h"
#include "platform/system/files.h"

namespace earshot::edge {

QuestionTexts QuestionTexts::load(const std::vector<std::filesystem::path>& files,
                                  std::vector<std::string>& refused) {
  QuestionTexts texts;
  for (const auto& file : files) {
    const auto toml = system::read_file(file, survey::kSurveyFileBytesMax);
    if (!toml) {
      refused.push_back(toml.error().message);
      continue;
    }
    const auto parsed = survey::parse_survey(*toml, file.string());
    if (!parsed) {
      refused.push_back(parsed.error().message);
      continue;
    }
    texts.add(*parsed);
  }
  return texts;
}

void QuestionTexts::add(const survey::Survey& survey) {
  for (const auto& question : survey.questions) {
    const auto& language = survey.languages.front();
    texts_.emplace(question.id, survey::text_in(question.texts, language, language));
    const AskedAs asked{question.id, question.kind};
    const bool known = std::find(ratings_.begin(), ratings_.end(), asked) != ratings_.end();
    if (survey::scale_of(question.kind) && !known) ratings_.push_back(asked);
  }
}

std::string_view QuestionTexts::known_text_of(const QuestionId& question) const {
  const auto found = texts_.find(question);
  return found == texts_.end() ? std::string_view() : found->second;
}

std::string_view QuestionTexts::text_of(const QuestionId& question) const {
  const auto found = texts_.find(question);
  return found == texts_.end() ? std::string_view(question.str()) : found->second;
}

}  // namespace earshot::edge
