#include "kiosk/store/survey_shelves.h"

#include <utility>

namespace earshot::kiosk {

SurveyShelves::SurveyShelves(const std::filesystem::path& survey,
                             const std::vector<std::filesystem::path>& more,
                             const std::filesystem::path& data) {
  for (const auto& file : more) {
    places_.push_back({SurveyShelf(file, data / ("last-good-" + file.filename().string()))});
  }
  places_.push_back({SurveyShelf(survey, data / "survey-last-good.toml")});
}

std::optional<SurveyShelves::News> SurveyShelves::check() {
  News news;
  bool any = false;
  for (auto& [shelf, in_use] : places_) {
    if (auto found = shelf.check()) {
      any = true;
      if (!found->trouble.empty()) news.troubles.push_back(std::move(found->trouble));
      if (!found->survey && !in_use) {
        news.troubles.emplace_back("the survey file is not used until it is right");
      } else if (!found->survey || found->from_copy) {
        news.troubles.emplace_back("the last good survey stays in use");
      }
      if (found->survey) {
        in_use = std::move(found->survey);
        news.fresh.push_back(in_use);
      }
    }
    if (in_use) news.surveys.push_back(in_use);
  }
  if (!any) return std::nullopt;
  return news;
}

}  // namespace earshot::kiosk
