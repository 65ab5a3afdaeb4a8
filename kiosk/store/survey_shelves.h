// All surveys of this kiosk, each on a watched shelf of its own, in the order in which they are
// considered: the first one whose schedule holds is asked.
// Owner: the collector. Threads: the collector's only.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/store/survey_shelf.h"

namespace earshot::kiosk {

class SurveyShelves {
 public:
  /// `more`: asked instead of `survey` while their schedule holds; no two of one file name.
  /// `data`: where the copies of the last good ones are kept.
  SurveyShelves(const std::filesystem::path& survey, const std::vector<std::filesystem::path>& more,
                const std::filesystem::path& data);

  /// What is new since the last call; none when every file is as it was.
  struct News {
    /// All that can be asked now, in order; empty: none. Those of `fresh` are among them.
    std::vector<std::shared_ptr<const survey::Survey>> surveys;
    std::vector<std::shared_ptr<const survey::Survey>> fresh;
    std::vector<std::string> troubles;  ///< what was refused, and what is done about it
  };
  [[nodiscard]] std::optional<News> check();

 private:
  struct Place {
    SurveyShelf shelf;
    std::shared_ptr<const survey::Survey> in_use = nullptr;
  };
  std::vector<Place> places_;
};

}  // namespace earshot::kiosk
