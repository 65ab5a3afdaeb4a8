#include "core/survey/variant.h"

#include <algorithm>

#include "core/survey/sampling.h"

namespace earshot::survey {

const Variant* choose_variant(const Survey& survey, const ResponseId& response) {
  if (survey.variants.empty()) return nullptr;
  std::uint32_t all = 0;
  for (const auto& variant : survey.variants) all += variant.weight;
  std::uint32_t drawn = draw(response, "variant " + survey.id.str(), std::max(all, 1U));
  for (const auto& variant : survey.variants) {
    if (drawn < variant.weight) return &variant;
    drawn -= variant.weight;
  }
  return &survey.variants.back();
}

Survey as_asked(const Survey& survey, const Variant& variant) {
  Survey asked = survey;
  if (!variant.title.empty()) asked.title = variant.title;
  std::erase_if(asked.questions, [&](const Question& question) {
    const auto& out = variant.leaves_out;
    return std::find(out.begin(), out.end(), question.id) != out.end();
  });
  for (auto& question : asked.questions) {
    const auto words = variant.texts.find(question.id);
    if (words != variant.texts.end()) question.texts = words->second;
  }
  return asked;
}

}  // namespace earshot::survey
