// The survey file, watched: a changed valid one takes effect, a broken one is refused with its
// reason and the last good one stays in use, also across restarts (a copy of its text is kept).
// Owner: the collector. Threads: the collector's only.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/survey/survey.h"

namespace earshot::kiosk {

class SurveyShelf {
 public:
  /// `file`: what people edit. `last_good`: where the copy is kept.
  SurveyShelf(std::filesystem::path file, std::filesystem::path last_good);

  /// What is new since the last call; none when the file is as it was.
  struct News {
    std::shared_ptr<const survey::Survey> survey;  ///< null: nothing that could be used
    std::string trouble;  ///< why the file was refused, or the copy could not be kept; else empty
    bool from_copy = false;  ///< the survey is the last good one, not the file's
  };
  [[nodiscard]] std::optional<News> check();

 private:
  struct Stamp {
    std::filesystem::file_time_type modified;
    std::uintmax_t size = 0;
    bool operator==(const Stamp&) const = default;
  };
  [[nodiscard]] std::optional<Stamp> stamp_of_file() const;
  News take(const Result<std::string>& text);

  const std::filesystem::path file_;
  const std::filesystem::path last_good_;
  bool checked_ = false;
  std::optional<Stamp> stamp_;
  std::string text_in_use_;
};

}  // namespace earshot::kiosk
